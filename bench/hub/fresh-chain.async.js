// Each await of a settled promise at the bottom of twenty fresh calls.

const settled = Promise.resolve(1);

async function descend(depth) {
  return depth === 0 ? await settled : (await descend(depth - 1)) + 1;
}

export const operations = 10000;
export const expected = operations * 21;

export async function run() {
  let sum = 0;
  for (let i = 0; i < operations; i++) sum += await descend(20);
  return sum;
}

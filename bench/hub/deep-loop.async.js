// A loop of awaits, beneath it twenty async calls.

const settled = Promise.resolve(1);

async function waits(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += await settled;
  return sum;
}

async function descend(depth, n) {
  return depth === 0 ? await waits(n) : (await descend(depth - 1, n)) + 1;
}

export const operations = 20000;
export const expected = operations + 20;

export const run = () => descend(20, operations);

// Native: one await of a settled promise per turn, always the same promise.

const settled = Promise.resolve(1);

export const operations = 100000;
export const expected = operations;

export async function run() {
  let sum = 0;
  for (let i = 0; i < operations; i++) sum += await settled;
  return sum;
}

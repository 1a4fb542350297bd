// Native: one await of a settled promise per turn, a new promise each time.

export const operations = 100000;
export const expected = operations;

export async function run() {
  let sum = 0;
  for (let i = 0; i < operations; i++) sum += await Promise.resolve(1);
  return sum;
}

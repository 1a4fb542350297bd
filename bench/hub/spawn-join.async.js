// An async function that does next to nothing is called and awaited, one after the other.

const next = async n => n + 1;

export const operations = 100000;
export const expected = (operations * (operations + 1)) / 2;

export async function run() {
  let sum = 0;
  for (let i = 0; i < operations; i++) sum += await next(i);
  return sum;
}

// An async function that awaits a settled promise, called and awaited again and again.

const settled = Promise.resolve(1);

async function next(n) {
  return n + (await settled);
}

export const operations = 100000;
export const expected = (operations * (operations + 1)) / 2;

export async function run() {
  let sum = 0;
  for (let i = 0; i < operations; i++) sum += await next(i);
  return sum;
}

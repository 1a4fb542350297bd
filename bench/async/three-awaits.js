// A declared function: a call that might suspend, and three awaits with calls between them.
const rounds = 20_000;

function price(item) {
  return item & 255;
}

async function total(item) {
  const net = price(item);
  const tax = await net;
  const duty = await price(tax);
  return net + tax + duty + (await item);
}

export const expected = 207_629_248;

export async function run() {
  let sum = 0;
  for (let item = 0; item < rounds; item++) sum += await total(item);
  return sum;
}

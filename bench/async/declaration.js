// A declared function: a call that might suspend, and one await.
const rounds = 40_000;

function price(item) {
  return item & 255;
}

async function total(item) {
  const net = price(item);
  return net + (await item);
}

export const expected = 805_073_856;

export async function run() {
  let sum = 0;
  for (let item = 0; item < rounds; item++) sum += await total(item);
  return sum;
}

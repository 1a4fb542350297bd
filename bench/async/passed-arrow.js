// An arrow function made afresh for each item, and passed on: it must be made what the author wrote.
const rounds = 30_000;

function price(item) {
  return item & 255;
}

function call(f, item) {
  return f(item);
}

function totalOf(rate) {
  return call(async item => {
    const net = price(item);
    return net * rate + (await item);
  }, rate);
}

export const expected = 57_837_019_376;

export async function run() {
  let sum = 0;
  for (let item = 0; item < rounds; item++) sum += await totalOf(item);
  return sum;
}

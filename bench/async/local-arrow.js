// An arrow function made afresh for each item, and called where it is made.
const rounds = 30_000;

function price(item) {
  return item & 255;
}

function totalOf(rate) {
  const total = async item => {
    const net = price(item);
    return net * rate + (await item);
  };
  return total(rate);
}

export const expected = 57_837_019_376;

export async function run() {
  let sum = 0;
  for (let item = 0; item < rounds; item++) sum += await totalOf(item);
  return sum;
}

// Methods of a class, one of them awaiting another.
const rounds = 20_000;

class Shop {
  #rate = 2;

  price(item) {
    return item & 255;
  }

  async net(item) {
    return this.price(item) * this.#rate;
  }

  async total(item) {
    const net = this.net(item);
    return (await net) + this.price(item);
  }
}

export const expected = 7_639_248;

export async function run() {
  const shop = new Shop();
  let sum = 0;
  for (let item = 0; item < rounds; item++) sum += await shop.total(item);
  return sum;
}

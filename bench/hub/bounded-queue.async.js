// One async function puts numbers into a queue that has room for one, and another takes them out: each awaits the other.

class Queue {
  items = [];
  takers = [];
  putters = [];

  constructor(size) {
    this.size = size;
  }

  async put(item) {
    const taker = this.takers.shift();
    if (taker !== undefined) taker(item);
    else if (this.items.length < this.size) this.items.push(item);
    else await new Promise(resolve => this.putters.push({ item, resolve }));
  }

  async get() {
    if (this.items.length === 0) return await new Promise(resolve => this.takers.push(resolve));
    const item = this.items.shift();
    const putter = this.putters.shift();
    if (putter !== undefined) {
      this.items.push(putter.item);
      putter.resolve();
    }
    return item;
  }
}

async function produce(count, queue) {
  for (let i = 1; i <= count; i++) await queue.put(i);
}

async function consume(count, queue) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += await queue.get();
  return sum;
}

export const operations = 100000;
export const expected = (operations * (operations + 1)) / 2;

export async function run() {
  const queue = new Queue(1);
  produce(operations, queue);
  return await consume(operations, queue);
}

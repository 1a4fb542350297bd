// Two async functions hand a number back and forth by two queues, and each awaits the other's.

class Queue {
  items = [];
  takers = [];

  put(item) {
    const taker = this.takers.shift();
    if (taker === undefined) this.items.push(item);
    else taker(item);
  }

  get() {
    if (this.items.length > 0) return Promise.resolve(this.items.shift());
    return new Promise(resolve => this.takers.push(resolve));
  }
}

async function serve(rounds, there, back) {
  let n = 0;
  for (let i = 0; i < rounds; i++) {
    there.put(n + 1);
    n = await back.get();
  }
  return n;
}

async function answer(rounds, there, back) {
  for (let i = 0; i < rounds; i++) {
    const n = await there.get();
    back.put(n + 1);
  }
}

export const operations = 100000;
export const expected = operations;

export async function run() {
  const there = new Queue();
  const back = new Queue();
  answer(operations / 2, there, back);
  return await serve(operations / 2, there, back);
}

// The loop itself is what was suspended, half way: it goes on in the middle of its body.

class Counter {
  constructor() {
    this.total = 0;
  }

  add(value) {
    this.total = (this.total + value) & 0xffffff;
    return this.total;
  }
}

export const expected = 14421288;

export function run(wait) {
  const counter = new Counter();
  let sum = 0;
  for (let i = 0; i < 2500; i++) {
    for (let j = 0; j < 1000; j++) {
      if (i === 0 && j === 1) wait();
      sum ^= counter.add(i * j);
    }
  }
  return sum;
}

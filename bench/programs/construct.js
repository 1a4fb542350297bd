// Nothing but `new`, over three levels of classes.

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}

class Weighted extends Point {
  constructor(x, y, weight) {
    super(x, y);
    this.weight = weight;
  }
}

class Named extends Weighted {
  constructor(x, y, weight, name) {
    super(x, y, weight);
    this.name = name;
  }
}

export const expected = 18;

export function run() {
  let sum = 0;
  for (let i = 0; i < 2_000_000; i++) {
    const made = new Named(i, i + 1, i & 7, 'made');
    sum = (sum + made.x + made.y * made.weight + made.name.length) % 1_000_003;
  }
  return sum;
}

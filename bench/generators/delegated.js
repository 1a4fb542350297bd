// Walking a tree with `yield*`, as textbooks do.
class Tree {
  constructor(depth, value) {
    this.value = value;
    this.left = depth === 0 ? null : new Tree(depth - 1, value * 2);
    this.right = depth === 0 ? null : new Tree(depth - 1, value * 2 + 1);
  }

  *[Symbol.iterator]() {
    if (this.left !== null) yield* this.left;
    yield this.value;
    if (this.right !== null) yield* this.right;
  }
}

const tree = new Tree(9, 1);

export const expected = 10_475_520;

export function run() {
  let sum = 0;
  for (let turn = 0; turn < 20; turn++) for (const value of tree) sum += value;
  return sum;
}

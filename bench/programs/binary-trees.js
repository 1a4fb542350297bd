// Building, walking and changing trees: allocation, recursion, and a search tree with rotations (a treap).

class Tree {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }

  count() {
    return this.left === null ? 1 : 1 + this.left.count() + this.right.count();
  }
}

function grow(depth) {
  return depth === 0 ? new Tree(null, null) : new Tree(grow(depth - 1), grow(depth - 1));
}

function node(key, rank) {
  return { key, rank, left: null, right: null };
}

function insert(root, key, rank) {
  if (root === null) return node(key, rank);
  if (key === root.key) return root;
  if (key < root.key) {
    root.left = insert(root.left, key, rank);
    return root.left.rank > root.rank ? rotateRight(root) : root;
  }
  root.right = insert(root.right, key, rank);
  return root.right.rank > root.rank ? rotateLeft(root) : root;
}

function rotateRight(root) {
  const top = root.left;
  root.left = top.right;
  top.right = root;
  return top;
}

function rotateLeft(root) {
  const top = root.right;
  root.right = top.left;
  top.left = root;
  return top;
}

function depth(root) {
  return root === null ? 0 : 1 + Math.max(depth(root.left), depth(root.right));
}

function walk(root, visit) {
  if (root === null) return;
  walk(root.left, visit);
  visit(root.key);
  walk(root.right, visit);
}

export const expected = '327660 8093 31';

export function run() {
  let count = 0;
  for (let i = 0; i < 20; i++) count += grow(13).count();
  let seed = 12345;
  let root = null;
  for (let i = 0; i < 20000; i++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    root = insert(root, seed % 10007, (seed >> 8) & 0xffff);
  }
  let previous = -1;
  let sorted = 0;
  walk(root, (key) => {
    if (key > previous) sorted++;
    previous = key;
  });
  return `${count} ${sorted} ${depth(root)}`;
}

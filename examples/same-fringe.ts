'use greenlet';
// Do two trees have the same leaves in the same order? Each tree is walked by the obvious recursive function;
// the two walks run side by side and stop at the first difference.

import { Greenlet, getCurrent } from 'greenc';

type Tree = number | [Tree, Tree];

let visited = 0;

function walk(tree: Tree, visit: (leaf: number) => void): void {
  if (typeof tree === 'number') {
    visited++;
    visit(tree);
    return;
  }
  walk(tree[0], visit);
  walk(tree[1], visit);
}

/** The leaves of a tree, one for each call; undefined when there are no more. */
function leaves(tree: Tree): () => number | undefined {
  const walker = new Greenlet(() => {
    walk(tree, leaf => {
      walker.parent?.switch(leaf);
    });
  });
  return () => {
    if (walker.dead) return undefined;
    walker.parent = getCurrent();
    return walker.switch() as number | undefined;
  };
}

function sameFringe(first: Tree, second: Tree): boolean {
  const [a, b] = [leaves(first), leaves(second)];
  for (;;) {
    const [x, y] = [a(), b()];
    if (x !== y) return false;
    if (x === undefined) return true;
  }
}

function leftComb(count: number): Tree {
  let tree: Tree = 1;
  for (let leaf = 2; leaf <= count; leaf++) tree = [tree, leaf];
  return tree;
}

function rightComb(count: number): Tree {
  let tree: Tree = count;
  for (let leaf = count - 1; leaf >= 1; leaf--) tree = [leaf, tree];
  return tree;
}

function report(label: string, first: Tree, second: Tree): void {
  visited = 0;
  console.log(`${label}: ${sameFringe(first, second) ? 'same' : 'different'}, ${visited} leaves visited`);
}

report('[[1,2],3] and [1,[2,3]]', [[1, 2], 3], [1, [2, 3]]);
report('[[1,2],3] and [1,[3,2]]', [[1, 2], 3], [1, [3, 2]]);
report('two combs of 1,000 leaves', leftComb(1000), rightComb(1000));
report('the same, one leaf more', leftComb(1000), rightComb(1001));
report('different at the start', [7, leftComb(1000)], [8, rightComb(1000)]);

// A loop of waits for a settled promise, beneath it twenty suspended calls.

import { asyncify, wait } from 'greenc/hub';

const settled = Promise.resolve(1);

function waits(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += wait(settled);
  return sum;
}

function descend(depth, n) {
  return depth === 0 ? waits(n) : descend(depth - 1, n) + 1;
}

export const operations = 20000;
export const expected = operations + 20;

export const run = asyncify(() => descend(20, operations));

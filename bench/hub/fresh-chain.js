// Each wait for a settled promise at the bottom of twenty fresh calls.

import { asyncify, wait } from 'greenc/hub';

const settled = Promise.resolve(1);

function descend(depth) {
  return depth === 0 ? wait(settled) : descend(depth - 1) + 1;
}

export const operations = 10000;
export const expected = operations * 21;

export const run = asyncify(() => {
  let sum = 0;
  for (let i = 0; i < operations; i++) sum += descend(20);
  return sum;
});

// A function that waits for a settled promise, called again and again.

import { asyncify, wait } from 'greenc/hub';

const settled = Promise.resolve(1);

function next(n) {
  return n + wait(settled);
}

export const operations = 100000;
export const expected = (operations * (operations + 1)) / 2;

export const run = asyncify(() => {
  let sum = 0;
  for (let i = 0; i < operations; i++) sum += next(i);
  return sum;
});

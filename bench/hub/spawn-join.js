// A task that does next to nothing is spawned, waited for and asked for its value, one after the other.

import { asyncify, spawn } from 'greenc/hub';

const next = n => n + 1;

export const operations = 100000;
export const expected = (operations * (operations + 1)) / 2;

export const run = asyncify(() => {
  let sum = 0;
  for (let i = 0; i < operations; i++) {
    const task = spawn(next, i);
    task.join();
    sum += task.value;
  }
  return sum;
});

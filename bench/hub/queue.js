// Two greenlets hand a number back and forth by two queues, and each waits for the other's.

import { asyncify, Queue, spawn } from 'greenc/hub';

function serve(rounds, there, back) {
  let n = 0;
  for (let i = 0; i < rounds; i++) {
    there.put(n + 1);
    n = back.get();
  }
  return n;
}

function answer(rounds, there, back) {
  for (let i = 0; i < rounds; i++) {
    const n = there.get();
    back.put(n + 1);
  }
}

export const operations = 100000;
export const expected = operations;

export const run = asyncify(() => {
  const there = new Queue();
  const back = new Queue();
  spawn(answer, operations / 2, there, back);
  return serve(operations / 2, there, back);
});

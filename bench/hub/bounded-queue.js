// One greenlet puts numbers into a queue that has room for one, and another takes them out: each waits for the other.

import { asyncify, Queue, spawn } from 'greenc/hub';

function produce(count, queue) {
  for (let i = 1; i <= count; i++) queue.put(i);
}

function consume(count, queue) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += queue.get();
  return sum;
}

export const operations = 100000;
export const expected = (operations * (operations + 1)) / 2;

export const run = asyncify(() => {
  const queue = new Queue(1);
  spawn(produce, operations, queue);
  return consume(operations, queue);
});

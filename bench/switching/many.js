// Run by tables/memory.mjs: as many suspended greenlets as the argument says, all at once; then all resumed.

import { Greenlet, getCurrent } from 'greenc';

const main = getCurrent();
const count = Number(process.argv[2]);

// One frame with two live variables. The function is shared: what is weighed is the greenlet and its frame.
function activity(number) {
  const received = main.switch();
  return number + received;
}

function* generator(number) {
  const received = yield;
  return number + received;
}

async function asynchronous(number, gate) {
  const received = await gate;
  return number + received;
}

/** Bytes of one of `count` things that `make` makes; they are put in `list`, whose own slots are not counted. */
function weigh(list, make) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i++) list[i] = make(i);
  globalThis.gc();
  return (process.memoryUsage().heapUsed - before) / count;
}

// Numbers small enough to need no heap object of their own.
const room = () => new Array(count).fill(0);

const greenlets = room();
const bytes = weigh(greenlets, number => {
  const greenlet = new Greenlet(activity);
  greenlet.switch(number);
  return greenlet;
});
let resumed = 0;
for (const [number, greenlet] of greenlets.entries()) {
  if (greenlet.switch(1) === number + 1 && greenlet.dead) resumed++;
}
greenlets.length = 0;

const generators = room();
const generatorBytes = weigh(generators, number => {
  const suspended = generator(number);
  suspended.next();
  return suspended;
});
generators.length = 0;

const never = new Promise(() => undefined);
const promises = room();
const asyncBytes = weigh(promises, number => asynchronous(number, never));

console.log(JSON.stringify({ bytes, resumed, generatorBytes, asyncBytes }));

// Two greenlets that switch to each other, each with `depth` suspended callers beneath it.

import { Greenlet, getCurrent } from 'greenc';

const main = getCurrent();

// A native stack holds some ten thousand calls. A switch on the way down moves those made so far to the
// heap, so the descent may go on for as long as there is memory.
function descend(levels, loop) {
  if (levels === 0) return loop();
  if (levels % 500 === 0) main.switch();
  return descend(levels - 1, loop) + 1;
}

function serve() {
  let rounds = main.switch('ready');
  for (;;) {
    let sum = 0;
    while (rounds-- > 0) sum += pong.switch(1);
    rounds = main.switch(sum);
  }
}

function answer() {
  main.switch('ready');
  for (;;) ping.switch(1);
}

const ping = new Greenlet(() => descend(depth, serve));
const pong = new Greenlet(() => descend(depth, answer));
while (ping.switch() !== 'ready');
while (pong.switch() !== 'ready');

export const operations = 300000;
export const expected = operations / 2;

export function run() {
  return ping.switch(operations / 2);
}

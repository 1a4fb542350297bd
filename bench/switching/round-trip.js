// One greenlet used as a generator is: the main program switches to it and gets a value back.

import { Greenlet, getCurrent } from 'greenc';

const main = getCurrent();

function echo() {
  let sum = 0;
  for (;;) sum += main.switch(sum & 1);
}

const greenlet = new Greenlet(echo);
greenlet.switch();

export const operations = 300000;
export const expected = operations;

export function run() {
  let switches = 0;
  for (let i = 0; i < operations; i++) {
    greenlet.switch(i);
    switches++;
  }
  return switches;
}

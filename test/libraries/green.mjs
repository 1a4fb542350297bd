'use greenlet';

import { getCurrent } from 'greenc';
import { enter, fail, leave, note, schedule } from './trace.mjs';

const main = getCurrent();

/** What the callbacks of all uses call: it gives back its argument, and may suspend everything up to here first. */
export function see(value) {
  const call = enter(value);
  try {
    return pause(value);
  } catch (error) {
    fail(call, error);
    throw error;
  } finally {
    leave(call);
  }
}

function pause(value) {
  if (schedule.what === 'fail') {
    schedule.what = 'never';
    throw new Error('on purpose');
  }
  if (schedule.what === 'suspend' && getCurrent() !== main) {
    schedule.pauses++;
    main.switch();
  }
  return value;
}

export const log = note;

/** Gives two values, to show that greenlets work. */
export function steps(first) {
  main.switch(main.switch(first));
  return 'end';
}

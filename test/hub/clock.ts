/**
 * Time that passes when it is told to, for a hub that is loaded by this module: so what a seed decides is the same each time. To be imported
 * before all that imports greenc/hub, which keeps the host's functions that it finds as it is loaded.
 */
interface Timer {
  at: number;
  callback: () => void;
}

let time = 0;
const timers = new Set<Timer>();

const fakes = {
  performance: { now: () => time },
  setTimeout: (callback: () => void, delay: number): Timer => {
    const timer = { at: time + delay, callback };
    timers.add(timer);
    return timer;
  },
  clearTimeout: (timer: Timer) => timers.delete(timer),
};

const { performance, setTimeout, clearTimeout } = globalThis;
Object.assign(globalThis, fakes);
require('greenc/hub');
Object.assign(globalThis, { performance, setTimeout, clearTimeout });

/** In main: so many milliseconds are over, and what has waited for that is called. */
export function pass(ms: number): void {
  time += ms;
  for (const timer of [...timers]) if (timer.at <= time && timers.delete(timer)) timer.callback();
}

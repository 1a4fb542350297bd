'use greenlet';
// The green side of the passes in which programs suspend. Compiled by build.mjs.

import { Greenlet, getCurrent } from 'greenc';

const main = getCurrent();

/** Suspends the greenlet it is called in; does nothing anywhere else. */
function wait() {
  if (getCurrent() !== main) main.switch();
}

const seen = new Set();

/** Suspends the first time each id comes by. */
globalThis.pause = id => {
  if (seen.has(id)) return;
  seen.add(id);
  wait();
};

/** Runs `run` with every `pause` in effect. Takes what checks the result too; gives how many of them suspended. */
export function runPausing(run, check) {
  globalThis.pausing = true;
  // In the second and third turn the code is warm: it suspends in optimised code, and is optimised again.
  for (let turn = 0; turn < 3; turn++) {
    seen.clear();
    let suspensions = 0;
    let result;
    const greenlet = new Greenlet(() => {
      result = run();
    });
    for (greenlet.switch(); !greenlet.dead; greenlet.switch()) suspensions++;
    check(result);
    if (suspensions !== seen.size) throw new Error(`${suspensions} suspensions for ${seen.size} functions`);
  }
  globalThis.pausing = false;
  return seen.size;
}

/** Runs `run(wait)` in a greenlet until it ends; gives its result. */
export function runWaiting(run) {
  let result;
  const greenlet = new Greenlet(() => {
    result = run(wait);
  });
  while (!greenlet.dead) greenlet.switch();
  return result;
}

/**
 * One runtime per realm. ES modules, CommonJS and duplicate installs each bring a copy of this code, and their
 * greenlets must be able to switch to one another: the first copy publishes what it exports under a symbol, and
 * every copy exports what is published there.
 */

import { enter } from './driver.js';
import { ForeignFrameError, GreenletError, GreenletExit } from './errors.js';
import { accepts, advice, call, type Handed, known, NOBODY, passedOn } from './foreign.js';
import { Frame, SUSPENDED } from './frame.js';
import { adopt, coreOf, Greenlet, getCurrent } from './greenlet.js';
import { construction, now } from './state.js';
import { abandon, discard, link, push, refuse, settle, suspend, take } from './suspend.js';
import { getTrace, setTrace } from './trace.js';

/** The version of the interface between compiled code and the runtime. */
const ABI = 1;

/**
 * Gives what the first copy of this code has published under `name`, or publishes what `make` returns.
 *
 * What is published and written to later is to be sealed: at the end of a test file jest takes every object that was put on its global
 * apart, and tasks may outlive their test.
 */
export function share<T>(name: string, make: () => T): T {
  const key = Symbol.for(`greenc.${name}@${ABI}`);
  const realm = globalThis as unknown as Record<symbol, T>;
  if (!Object.hasOwn(realm, key)) Object.defineProperty(realm, key, { value: make() });
  return realm[key];
}

/** Called by each compiled module. Throws GreenletError if it was compiled for another version of the runtime. */
function check(version: number): void {
  if (version !== ABI) {
    throw new GreenletError(
      `compiled for greenc ABI ${version}, but the runtime has ABI ${ABI}: compile again, with the greenc it comes from`,
    );
  }
}

export const realm = share('runtime', () => {
  // For closures, in which the engine cannot fold a constant of the module's; and for modules in an import cycle, whose
  // own constants may not be initialised yet when they are called.
  Object.defineProperties(globalThis, {
    $greenc1: { value: SUSPENDED },
    $greenc1call: { value: call },
    $greenc1construction: { value: Object.seal(construction) },
  });
  return {
    ForeignFrameError,
    Frame,
    Greenlet,
    GreenletError,
    GreenletExit,
    NOBODY: NOBODY as Handed,
    SUSPENDED,
    accepts,
    abandon,
    adopt,
    advice,
    call,
    check,
    construction,
    coreOf,
    discard,
    enter,
    getCurrent,
    getTrace,
    known,
    link,
    now,
    passedOn,
    push,
    refuse,
    setTrace,
    settle,
    suspend,
    take,
  };
});

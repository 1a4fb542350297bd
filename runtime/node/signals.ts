/** What a process is told by the system, and greenlets are to know. */

import { dumpGreenlets, trackGreenlets } from '../hub/report.js';
import { Task } from '../hub/task.js';
import type { Greenlet } from '../index.js';

/**
 * Says who exists, as `dumpGreenlets` does, each time the process is sent a signal: `kill -USR2 PID`. Times are noted from now on. While a
 * greenlet keeps the event loop no signal is heard: see `blockWarning`.
 * @param signal Windows has no `SIGUSR2`, but `SIGBREAK`
 * @param print is given the text; by default it goes to the console as an error
 * @returns a function that ends it
 */
export function dumpOnSignal(signal: NodeJS.Signals = 'SIGUSR2', print?: (text: string) => void): () => void {
  const dump = (): void => void dumpGreenlets(print);
  trackGreenlets();
  process.on(signal, dump);
  return () => void process.off(signal, dump);
}

/** How often it is looked whether all have ended, in milliseconds. */
const INTERVAL = 10;

/**
 * Has signals kill all greenlets, so that their `finally` blocks run, and end the process when all of them have ended. Without it a signal
 * ends the process at once. So does the second one. Errors that they throw while they clean up go to the console.
 *
 * Then the signal is sent again, so that whoever has started the process sees what has ended it. If the program listens to it as well,
 * how the process ends is its business.
 * @param signals by default `SIGINT`, which is Ctrl-C, and `SIGTERM`
 * @param options `timeout`: milliseconds after which the process ends in any case; 10,000 by default
 * @returns a function that takes it back
 */
export function killOnSignal(
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
  { timeout = 10_000 }: { readonly timeout?: number } = {},
): () => void {
  const stop = (): void => {
    for (const signal of signals) process.off(signal, killAll);
  };
  const killAll = (signal: NodeJS.Signals): void => {
    stop();
    const killed = dumpGreenlets(null).map(({ greenlet }) => greenlet);
    const until = performance.now() + timeout;
    const timer = setInterval(() => {
      if (killed.some(({ dead }) => !dead) && performance.now() < until) return;
      clearInterval(timer);
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    }, INTERVAL);
    killed.forEach(kill);
  };
  for (const signal of signals) process.on(signal, killAll);
  return stop;
}

function kill(greenlet: Greenlet): void {
  if (greenlet instanceof Task) {
    greenlet.linkError(({ error }) => tell(error));
    greenlet.kill();
  } else if (greenlet.active) {
    try {
      greenlet.throw();
    } catch (error) {
      tell(error);
    }
  }
}

/** Not as an unhandled error, which would end the process before the others have cleaned up. */
function tell(error: unknown): void {
  console.error('Thrown by a greenlet that a signal has killed:', error);
}

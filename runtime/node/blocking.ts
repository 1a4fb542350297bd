/** Where cooperative functions block as the originals do: in main, and in what `blocking` calls. */
import { isMain } from '../hub/wait.js';
import { share } from '../realm.js';

const state = share('node.blocking', () => Object.seal({ depth: 0 }));

/** Whether functions that could wait are to block. */
export const isBlocking = (): boolean => state.depth > 0 || isMain();

/**
 * Calls a function in whose calls Node's synchronous functions block, even in a greenlet: for code that greenc has not compiled, and
 * that would be in the way if they waited. It cannot wait for anything else either.
 * @returns what it returns
 */
export function blocking<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Result {
  state.depth++;
  try {
    return fn(...args);
  } finally {
    state.depth--;
  }
}

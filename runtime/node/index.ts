/**
 * Node's synchronous API for greenlets (`greenc/node`): what blocks suspends the greenlet that calls it, and main, where the event loop
 * is, goes on with others. Outside greenlets it blocks as ever.
 */
export { atomics } from './atomics.js';
export { blockWarning } from './block-warning.js';
export { blocking } from './blocking.js';
export { type PatchOptions, patchAll, unpatchAll } from './patch.js';
export { runScript, type ScriptOptions } from './scripts.js';
export { dumpOnSignal, killOnSignal } from './signals.js';

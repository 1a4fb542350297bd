/**
 * Node's synchronous API for greenlets (`greenc/node`): what blocks suspends the greenlet that calls it, and main, where the event loop
 * is, goes on with others. Outside greenlets it blocks as ever.
 */
export { blocking } from './blocking.js';

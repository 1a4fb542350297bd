/** What the parts of the runtime that greenc compiles import, where other compiled code imports `greenc/runtime`. */
import { bodies } from './bodies.js';
import { callees } from './callees.js';
import { publishHelpers } from './helpers.js';
import { realm } from './realm.js';

export const { Frame, SUSPENDED, call, check, construction, discard, suspend, take } = realm;
export const { bind, given, givenArguments, suspendClass, suspendNew } = bodies;
export const { gave, member } = callees;
export { caught } from './caught.js';
export { listOf, spread } from './collect.js';
export { parentOf, superOf } from './construct.js';
export { advanced, iterate, leave, opened } from './iteration.js';
export * from './support.js';

publishHelpers();

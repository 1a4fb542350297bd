/** What the parts of the runtime that greenc compiles import, where other compiled code imports `greenc/runtime`. */
import { bodies } from './bodies.js';
import { callees } from './callees.js';
import { realm } from './realm.js';

export const { Frame, SUSPENDED, call, check, construction, discard, suspend, take } = realm;
export const { suspendNew } = bodies;
export { caught } from './caught.js';
export const { gave, member } = callees;
export * from './support.js';

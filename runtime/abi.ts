/** All that compiled code may import (`greenc/runtime`). Changing what is here means a new ABI version. */
import { asyncBodies, bodies } from './bodies.js';
import { callees } from './callees.js';
import type { Frame as FrameClass } from './frame.js';
import { publishHelpers } from './helpers.js';
import { realm } from './realm.js';

export const { Frame, SUSPENDED, call, construction, discard, suspend, take } = realm;
export const {
  bind,
  generator,
  given,
  givenArguments,
  held,
  method,
  parametrised,
  privately,
  suspendClass,
  suspendNew,
} = bodies;
export const {
  asyncArrived,
  asyncFailure,
  asyncGenerator,
  asyncParametrised,
  asyncReturn,
  asyncStep,
  delegate,
  delegateAsync,
  returned,
  yielded,
} = asyncBodies;
export const { binding, bindingBy, gave, member, proxying } = callees;
export type Frame = FrameClass;
export { getter, guardWrite, setter, toWrite, wrote } from './accessors.js';
export { check } from './advice.js';
export { asyncClosed, asyncCloses, asyncFailed, asyncIterate, asyncOpened, replayed } from './async-iteration.js';
export { converts } from './built-ins/conversion-values.js';
export { textOf } from './built-ins/conversions.js';
export {
  applyIn,
  everyIn,
  filterIn,
  findIn,
  findIndexIn,
  forEachIn,
  mapIn,
  reduceIn,
  someIn,
  sortIn,
} from './built-ins/direct.js';
export {
  asWritten,
  builtIn,
  builtInOf,
  callBuiltIn,
  callBuiltInOf,
  inMain,
  made,
  madeBy,
  reflectConstruct,
} from './built-ins/index.js';
export { greenToJSON } from './built-ins/json-values.js';
export { superAsWritten, superBy, superCall, superMade } from './built-ins/parents.js';
export { caught } from './caught.js';
export { className, Field, keep, keptKeys, keyName, later, put, restOfClass } from './class-elements.js';
export { listOf, spread, taken } from './collect.js';
export {
  constructed,
  noDelete,
  noThis,
  parentOf,
  superGet,
  superMethod,
  superOf,
  superReference,
  superSet,
} from './construct.js';
export { guard } from './guard.js';
export { advance, advanced, arrived, close, closed, iterate, leave, opened } from './iteration.js';
export { asAsync, early, remadeMethods, remadeValue } from './kinds.js';
export { define, failed } from './protocol.js';
export { finish, open, others, step } from './steps.js';
export * from './support.js';

publishHelpers();

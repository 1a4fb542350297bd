/** All that compiled code may import (`greenc/runtime`). Changing what is here means a new ABI version. */
import { getter, guardWrite, setter, toWrite, wrote } from './accessors.js';
import { bodies } from './bodies.js';
import { converts } from './built-ins/conversion-values.js';
import { callees } from './callees.js';
import type { Frame as FrameClass } from './frame.js';
import { advance, arrived } from './iteration.js';
import { realm, share } from './realm.js';
import { callable, TDZ } from './support.js';

export const { Frame, SUSPENDED, call, construction, discard, suspend, take } = realm;
export const {
  bind,
  asyncArrived,
  asyncFailure,
  asyncGenerator,
  asyncParametrised,
  asyncReturn,
  asyncStep,
  delegate,
  delegateAsync,
  generator,
  given,
  givenArguments,
  held,
  method,
  parametrised,
  privately,
  returned,
  suspendClass,
  suspendNew,
  yielded,
} = bodies;
export const { binding, bindingBy, gave, member, proxying } = callees;
export type Frame = FrameClass;
export { check } from './advice.js';
export { asyncClosed, asyncFailed, asyncIterate, asyncOpened, replayed } from './async-iteration.js';
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
export { converts, getter, guardWrite, setter, toWrite, wrote };

// What hot code uses, as constants (see realm.ts).
share('helpers', () => {
  Object.defineProperties(globalThis, {
    $greenc1callable: { value: callable },
    $greenc1arrived: { value: arrived },
    $greenc1converts: { value: converts },
    $greenc1toWrite: { value: toWrite },
    $greenc1wrote: { value: wrote },
    $greenc1advance: { value: advance },
    $greenc1tdz: { value: TDZ },
  });
  return true;
});

/** All that compiled code may import (`greenc/runtime`). Changing what is here means a new ABI version. */
import type { Frame as FrameClass } from './frame.js';
import { arrived } from './iteration.js';
import { realm, share } from './realm.js';
import { callable, TDZ } from './support.js';

export const { Frame, SUSPENDED, call, check, finish, guard, member, suspend, take } = realm;
export type Frame = FrameClass;
export { arrived, close, closed, iterate, opened } from './iteration.js';
export * from './support.js';

// What hot code uses, as constants (see realm.ts).
share('helpers', () =>
  Object.defineProperties(globalThis, {
    $greenc1callable: { value: callable },
    $greenc1arrived: { value: arrived },
    $greenc1tdz: { value: TDZ },
  }),
);

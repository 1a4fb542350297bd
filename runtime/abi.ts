/** All that compiled code may import (`greenc/runtime`). Changing what is here means a new ABI version. */
import type { Frame as FrameClass } from './frame.js';
import { realm } from './realm.js';

export const { Frame, SUSPENDED, call, check, guard, link, member, suspend, take } = realm;
export type Frame = FrameClass;
export * from './support.js';

/**
 * Which greenlets there are, for reports. Those that sleep are in the heap of timers, and those that are ready in their queue; all others
 * are noted here when they first wait for something in the hub, or when they have slept; tasks also when they are suspended otherwise.
 *
 * Nothing may keep a greenlet alive for long because of that, and a weak reference costs as much as several switches. But most tasks end
 * soon, as what answers a request does: so they are noted in an ordinary list first, and those that are still there some time later get a
 * weak reference.
 */
import { type Core, DEAD } from '../state.js';
import type { Timed } from './timers.js';

/** So many are noted before it is looked who of them has ended meanwhile. Few: whom the collector finds here it takes for one to be kept. */
const MANY = 64;

/** Milliseconds after which those that have been noted get a weak reference. */
const SOON = 50;

const { setTimeout } = globalThis as unknown as { setTimeout(callback: () => void, delay: number): unknown };

/** Noted a short time ago. */
let young: Core[] = [];
let youngLimit = MANY;
let isScheduled = false;
let old: WeakRef<Core>[] = [];
let oldLimit = MANY;
const isOld = new WeakSet<Core>();

/** The greenlet is suspended, or about to be. It may have been noted before. */
export function note(core: Core): void {
  young.push(core);
  if (!isScheduled) {
    isScheduled = true;
    // Nothing that a process is to stay alive for.
    (setTimeout(age, SOON) as { unref?(): unknown }).unref?.();
  } else if (young.length >= youngLimit) {
    young = young.filter(isToBeNoted);
    youngLimit = Math.max(MANY, 2 * young.length);
  }
}

/** Not for who has ended, is among the timers, or is noted already. */
function isToBeNoted(core: Core): boolean {
  return core.state !== DEAD && !isTimed(core) && !isOld.has(core);
}

function isTimed({ frame }: Core): boolean {
  return ((frame as Partial<Timed> | null)?.index ?? -1) >= 0;
}

function age(): void {
  isScheduled = false;
  const cores = young;
  young = [];
  youngLimit = MANY;
  for (const core of cores) {
    if (!isToBeNoted(core)) continue;
    isOld.add(core);
    old.push(new WeakRef(core));
  }
  if (old.length < oldLimit) return;
  old = old.filter(ref => (ref.deref()?.state ?? DEAD) !== DEAD);
  oldLimit = Math.max(MANY, 2 * old.length);
}

/** Those that have been noted and have not ended, the older ones first. */
export function listNoted(): Core[] {
  const cores = new Set(old.flatMap(ref => ref.deref() ?? []));
  for (const core of young) cores.add(core);
  return [...cores].filter(core => core.state !== DEAD);
}

/**
 * `exitOnCollect`. That an object has been collected is told afterwards, and nothing brings it back. But what a greenlet does is not kept
 * in the object that a program has of it: its core holds the frames, and is all that waits and timers refer to. So the core may outlive the
 * object, if its own reference to that is a weak one, and then gets another object to be ended by.
 */
import { Greenlet, GreenletError, getCurrent } from '../index.js';
import { realm } from '../realm.js';
import { type Core, DEAD, STARTED } from '../state.js';
import type { Ending } from './ending.js';
import { endingOf, remake, Task } from './task.js';

const { adopt, coreOf } = realm;

interface Orphan {
  readonly core: Core;
  /** Of a task. */
  readonly ending: Ending | null;
}

const registry = new FinalizationRegistry<Orphan>(end);
const registered = new WeakSet<Greenlet>();

/**
 * Ends a greenlet by a GreenletExit once nobody refers to it any more, so that its `finally` blocks run. Without this it is collected
 * where it stands.
 *
 * What counts are references to the greenlet itself, from anywhere: it goes on living as long as the program holds it. What the hub would
 * wake it by does not count, nor do greenlets whose parent it is. The variables of its own suspended calls do: a greenlet that keeps
 * itself in one, as `getCurrent()` or as `this`, is never collected then.
 *
 * When that happens is up to the engine, and a process may end before. What escapes from a `finally` block then is thrown in main, or is
 * what the task has failed with.
 * @returns the greenlet
 * @throws GreenletError if it is no greenlet, or main
 */
export function exitOnCollect<G extends Greenlet>(greenlet: G): G {
  const core = coreOf(greenlet);
  if (core === undefined || core.parent === null) throw new GreenletError('only a greenlet can be ended, and not main');
  if (core.state === DEAD || registered.has(greenlet)) return greenlet;
  registered.add(greenlet);
  const orphan = { core, ending: greenlet instanceof Task ? endingOf(greenlet) : null };
  const ref = new WeakRef(greenlet);
  Object.defineProperty(core, 'self', {
    configurable: true,
    // It may still be woken when it has been collected, and before anybody is told.
    get: () => ref.deref() ?? remade(orphan),
    set: value => Object.defineProperty(core, 'self', { value, configurable: true, enumerable: true, writable: true }),
  });
  registry.register(greenlet, orphan);
  return greenlet;
}

function remade({ core, ending }: Orphan): Greenlet {
  if (ending !== null) return remake(ending);
  const greenlet = new Greenlet();
  adopt(greenlet, core);
  return greenlet;
}

function end(orphan: Orphan): void {
  const { core, ending } = orphan;
  // One that has not begun has nothing to clean up; but somebody may wait for a task.
  if (core.state === DEAD || (core.state !== STARTED && ending === null)) return;
  const greenlet = core.self as Greenlet;
  // Who would get its result may wait for something else by now.
  greenlet.parent = getCurrent();
  greenlet.throw();
}

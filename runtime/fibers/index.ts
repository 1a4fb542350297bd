/** `greenc/fibers`: the interface of node-fibers, by greenlets. */
import { share } from '../realm.js';
import { reset, run, throwInto, yieldFiber } from './fiber.js';
import { currentStrand, hold, inside, pool, prototype } from './strand.js';
import type { FiberConstructor, Fiber as FiberType } from './types.js';

type Fiber = FiberType;

/** Every copy of this module exports the first one's. */
const Fiber: FiberConstructor = share('fibers', () => {
  function Fiber(this: object, ...given: unknown[]): object {
    const [fn] = given;
    if (given.length !== 1) throw new TypeError('Fiber expects 1 argument');
    if (typeof fn !== 'function') throw new TypeError('Fiber expects a function');
    if (new.target === undefined) return new (Fiber as unknown as FiberConstructor)(fn as () => unknown);
    hold(this, fn as () => unknown);
    return this;
  }
  Object.assign(prototype, { run, reset, throwInto });
  Fiber.prototype = prototype;
  Object.defineProperties(prototype, {
    constructor: { value: Fiber, writable: true, configurable: true },
    started: accessor(function (this: unknown) {
      return inside(this)?.life.strand?.active ?? (inside(this) === undefined ? undefined : false);
    }),
  });
  Fiber.yield = yieldFiber;
  return Object.defineProperties(Fiber, {
    current: accessor(() => currentStrand()?.fiber),
    poolSize: accessor(
      () => pool.size,
      size => {
        const count = Math.trunc(Number(size));
        pool.size = count >= 0 ? count : Infinity;
      },
    ),
    fibersCreated: accessor(() => pool.created),
  }) as unknown as FiberConstructor;
});

/** Like the native ones, they take what is assigned to them without complaint. */
function accessor(get: () => unknown, set: (value: unknown) => void = () => {}): PropertyDescriptor {
  return { get, set, enumerable: true, configurable: true };
}

export default Fiber;

'use greenlet';
/** What makes promises (ECMA-262, 27.2.3.1 and 27.2.1.5). */
import { Given, misused, nativeCapability, reject } from './promise-values.js';

/** `new Promise(executor)` (27.2.3.1): it has its promise when the executor has returned. */
export function promise(target: unknown, args: readonly unknown[]): unknown {
  const executor = args[0];
  if (typeof executor !== 'function') return misused(executor);
  const capability = nativeCapability(target);
  try {
    executor(capability.resolve, capability.reject);
  } catch (error) {
    reject(capability, error);
  }
  return capability.promise;
}

/** NewPromiseCapability, for a constructor. */
export function capabilityOf(maker: unknown): unknown {
  if (maker === Promise) return nativeCapability(maker);
  const given = new Given();
  // A property, for which greenc looks up no equivalent: there would be none that takes this executor.
  const by: any = { maker };
  const made = new by.maker(given.executor);
  return given.of(made);
}

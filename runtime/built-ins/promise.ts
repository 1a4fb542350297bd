'use greenlet';

import { misused, newCapability } from './capability.js';

/** `new Promise(executor)` (ECMA-262, 27.2.3.1): it has its promise when the executor has returned. */
export function promise(target: unknown, args: readonly unknown[]): unknown {
  const executor = args[0];
  if (typeof executor !== 'function') return misused(executor);
  const capability = newCapability(target);
  try {
    executor(capability.resolve, capability.reject);
  } catch (error) {
    capability.reject(error);
  }
  return capability.promise;
}

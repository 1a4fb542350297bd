/**
 * Tells calls of Node's own from those of the program, once functions of Node's have been replaced: what resolves an `import()`, reads a
 * source for the message of an assertion or writes to a console calls them too, in a greenlet as anywhere, and cannot be suspended.
 */
import { share } from '../realm.js';

interface Site {
  getFileName(): string | null | undefined;
}
const host = Error as unknown as {
  captureStackTrace?: (holder: object, above: object) => void;
  stackTraceLimit: unknown;
};

/** Whether functions have been replaced: for good, since what Node has taken hold of meanwhile it keeps. */
export const replacing = share('node.replacing', () => Object.seal({ isOn: false }));

const nameOfFirst = (_: unknown, sites: readonly Site[]): string => sites[0]?.getFileName() ?? '';

/** Whether Node's own code calls `method`, which is running. */
export function isCalledByNode(method: object): boolean {
  if (!replacing.isOn) return false;
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  if (before?.configurable === false) return false;
  const { stackTraceLimit } = host;
  const holder: { stack?: unknown } = {};
  // Not by assignment: what is there may be an accessor that does something.
  Object.defineProperty(Error, 'prepareStackTrace', { value: nameOfFirst, writable: true, configurable: true });
  host.stackTraceLimit = 1;
  try {
    host.captureStackTrace?.(holder, method);
    return String(holder.stack).startsWith('node:');
  } finally {
    host.stackTraceLimit = stackTraceLimit;
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Object.defineProperty(Error, 'prepareStackTrace', before);
  }
}

/**
 * A `process` for one script of several: its arguments and its end are its own, all else is everybody's. The process ends with the first
 * exit code of a script that is none of success.
 */
import nodeProcess from 'node:process';
import { GreenletExit } from '../index.js';

/** @param argv what follows the path of Node in it */
export function ownProcess(argv: readonly string[]): NodeJS.Process {
  let exitCode: unknown;
  const own: Record<PropertyKey, unknown> = {
    argv: [nodeProcess.argv[0], ...argv],
    get exitCode() {
      return exitCode;
    },
    set exitCode(code: unknown) {
      exitCode = code;
      if (Number(code ?? 0) !== 0) nodeProcess.exitCode ??= code as number;
    },
    exit(code?: number | string): never {
      if (code !== undefined) own.exitCode = code;
      throw new GreenletExit();
    },
  };
  const bound = new Map<unknown, unknown>();
  return new Proxy(nodeProcess, {
    get(target, key) {
      if (Object.hasOwn(own, key)) return own[key];
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      // Some of them look at the object on which they are called.
      if (!bound.has(value)) bound.set(value, Object.assign(value.bind(target), value));
      return bound.get(value);
    },
    set: (target, key, value) => Reflect.set(Object.hasOwn(own, key) ? own : target, key, value),
  });
}

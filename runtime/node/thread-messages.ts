/** What the program's thread and those of a pool say to each other. */
import { types } from 'node:util';
import { GreenletError } from '../index.js';
import { realm } from '../realm.js';

export type Request =
  | { readonly kind: 'run'; readonly file: string; readonly name: string; readonly task: unknown }
  /** The task that was sent last is to end. */
  | { readonly kind: 'kill' };

/** What a task has come to. A copy of an error has lost its fields. */
export type Answer = { readonly value: unknown } | { readonly error: unknown; readonly fields: Fields };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Copying would make an object of a greenlet that has nothing of it.
 * @throws GreenletError if there is a greenlet in what is to be sent
 */
export function refuseGreenlets(sent: unknown): void {
  const seen = new Set<unknown>();
  const left: unknown[] = [sent];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    left.push(value);
  };
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    if (realm.coreOf(value) !== undefined)
      throw new GreenletError('a greenlet belongs to the thread that has made it, and cannot be sent to another');
    if (Array.isArray(value)) for (let i = 0; i < value.length; i++) look(value[i]);
    else if (value instanceof Map) for (const entry of value) entry.forEach(look);
    else if (value instanceof Set) value.forEach(look);
    // Getters are not asked twice.
    else for (const key of Object.keys(value)) look(Object.getOwnPropertyDescriptor(value, key)?.value);
  }
}

/** What of an error is copied, besides what every copy of an error has. */
export function fieldsOf(error: unknown): Fields {
  if (!(error instanceof Error)) return {};
  const { name } = error;
  return { ...error, name, ...('code' in error ? { code: error.code } : {}) };
}

/** What copying makes an error of: a DOMException, or one that Node has had from another thread itself, would become an object of no class. */
export function copiable(error: unknown): unknown {
  if (!(error instanceof Error) || types.isNativeError(error)) return error;
  const { message, stack } = error;
  return Object.defineProperty(new Error(message), 'stack', { value: stack, writable: true, configurable: true });
}

/** The error as it was thrown, as far as it can be. */
export function unpacked({ error, fields }: { error: unknown; fields: Fields }): unknown {
  if (typeof error !== 'object' || error === null) return error;
  for (const [name, value] of Object.entries(fields))
    Object.defineProperty(error, name, { value, writable: true, configurable: true, enumerable: name !== 'name' });
  return error;
}

// Turns any value into a line of text that is equal for the original and the compiled program exactly when an
// observer could not tell the two values apart. It must not disturb the program: getters are never called, proxies
// never trapped, and nothing is asked of a value by calling its methods.
import { types } from 'node:util';

const maxDepth = 5;
const maxEntries = 30;

/** Text of `value`. Objects print their own properties (accessors as `get`/`set`), cycles print as `<cycle>`. */
export function format(value: unknown): string {
  return formatValue(value, [], 0);
}

/** Text of something thrown: class name, name and message of an error, or `thrown` and the value for anything else. */
export function formatThrown(error: unknown): string {
  return isError(error) ? formatError(error) : `thrown ${format(error)}`;
}

/** An own data property, or the nearest inherited one; an accessor counts as absent. */
export function readData(object: object, key: PropertyKey): unknown {
  for (
    let holder: object | null = object;
    holder !== null && !types.isProxy(holder);
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    const found = Object.getOwnPropertyDescriptor(holder, key);
    if (found !== undefined) return 'value' in found ? found.value : undefined;
  }
  return undefined;
}

function isError(value: unknown): value is Error {
  return types.isNativeError(value);
}

function formatError(error: Error): string {
  const name = readData(error, 'name');
  const kind = className(error);
  const cause = Object.getOwnPropertyDescriptor(error, 'cause');
  const prefix = kind === name ? kind : `${kind}(${String(name)})`;
  return `${prefix}: ${String(readData(error, 'message'))}${cause === undefined ? '' : ` [cause ${format(cause.value)}]`}`;
}

function className(object: object): string {
  const maker = readData(object, 'constructor');
  if (typeof maker !== 'function') return '';
  const name = Object.getOwnPropertyDescriptor(maker, 'name')?.value as unknown;
  return typeof name === 'string' ? name : '';
}

function formatValue(value: unknown, path: readonly object[], depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return value.toString();
    case 'function':
      return formatFunction(value as object, path, depth);
    case 'object':
      return value === null ? 'null' : formatObject(value, path, depth);
    default:
      return String(value);
  }
}

function formatFunction(value: object, path: readonly object[], depth: number): string {
  if (types.isProxy(value)) return '<proxy>';
  const name = Object.getOwnPropertyDescriptor(value, 'name')?.value as unknown;
  const length = Object.getOwnPropertyDescriptor(value, 'length')?.value as unknown;
  const extra =
    Object.keys(value).length === 0 || path.includes(value)
      ? ''
      : ` ${formatProperties(value, [...path, value], depth)}`;
  const kind = readData(value, Symbol.toStringTag);
  return `<${typeof kind === 'string' ? kind : 'function'} ${String(name)}/${String(length)}${extra}>`;
}

function formatObject(value: object, path: readonly object[], depth: number): string {
  if (types.isProxy(value)) return '<proxy>';
  if (path.includes(value)) return '<cycle>';
  if (isError(value)) return `<${formatError(value)}>`;
  if (depth >= maxDepth) return '<deep>';
  const inner = [...path, value];
  if (Array.isArray(value)) return formatArray(value, inner, depth);
  if (types.isMap(value))
    return `Map{${[...Map.prototype.entries.call(value)].map(([key, held]) => `${formatValue(key, inner, depth + 1)} => ${formatValue(held, inner, depth + 1)}`).join(', ')}}`;
  if (types.isSet(value))
    return `Set{${[...Set.prototype.values.call(value)].map(held => formatValue(held, inner, depth + 1)).join(', ')}}`;
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (types.isBoxedPrimitive(value))
    return `<boxed ${formatValue((value as { valueOf(): unknown }).valueOf(), inner, depth + 1)}>`;
  if (types.isArgumentsObject(value))
    return `arguments${formatArray(Array.from(value as ArrayLike<unknown>), inner, depth)}`;
  // Compiled async generators are ordinary objects underneath.
  if (types.isGeneratorObject(value) || readData(value, Symbol.toStringTag) === 'AsyncGenerator') return '<generator>';
  if (types.isPromise(value)) return '<promise>';
  const name = Object.getPrototypeOf(value) === null ? 'null ' : className(value);
  return `${name === 'Object' || name === '' ? '' : `${name} `}${formatProperties(value, inner, depth)}`;
}

function formatArray(array: readonly unknown[], path: readonly object[], depth: number): string {
  const parts: string[] = [];
  for (let index = 0; index < Math.min(array.length, maxEntries); index++) {
    const held = Object.getOwnPropertyDescriptor(array, index);
    parts.push(
      held === undefined ? '<hole>' : 'value' in held ? formatValue(held.value, path, depth + 1) : '<accessor>',
    );
  }
  if (array.length > maxEntries) parts.push(`… ${array.length}`);
  for (const key of Object.keys(array)) {
    if (!/^\d+$/.test(key))
      parts.push(`${key}: ${formatValue((array as unknown as Record<string, unknown>)[key], path, depth + 1)}`);
  }
  return `[${parts.join(', ')}]`;
}

function formatProperties(object: object, path: readonly object[], depth: number): string {
  const parts = Reflect.ownKeys(object)
    .filter(key => Object.getOwnPropertyDescriptor(object, key)?.enumerable)
    .slice(0, maxEntries)
    .map(key => {
      const held = Object.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
      const text =
        'value' in held
          ? formatValue(held.value, path, depth + 1)
          : [held.get && 'get', held.set && 'set'].filter(Boolean).join('/');
      return `${String(key)}: ${text}`;
    });
  return `{${parts.join(', ')}}`;
}

/** What the equivalents of methods make their results with. */
import { isObject } from '../protocol.js';
import { isConstructor } from './is-constructor.js';

const { isArray } = Array;
const { apply } = Reflect;
const { toString: textMethod } = Function.prototype;

/** What ArraySpeciesCreate would construct (ECMA-262, 10.4.2.2). */
export function speciesOf(original: any): any {
  if (!isArray(original)) return Array;
  const type: unknown = original.constructor;
  return type === Array && Array[Symbol.species] === Array ? Array : speciesOfClass(type);
}

/** SpeciesConstructor (7.3.22). */
export function speciesConstructor(original: { constructor?: unknown }, usual: unknown): unknown {
  const type: any = original.constructor;
  if (type === undefined) return usual;
  if (!isObject(type)) throw new TypeError('The .constructor property is not an object');
  const species: unknown = (type as { [Symbol.species]?: unknown })[Symbol.species] ?? usual;
  if (species !== usual && !isConstructor(species))
    throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  return species;
}

function speciesOfClass(named: any): unknown {
  let type = named;
  // Another realm's Array counts as none.
  if (isConstructor(type) && type !== Array && isForeignArray(type)) type = undefined;
  if ((typeof type === 'object' && type !== null) || typeof type === 'function') {
    type = type[Symbol.species];
    if (type === null) type = undefined;
  }
  if (type === undefined) return Array;
  if (!isConstructor(type)) throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  return type;
}

/** Functions that only engines make, named so: a class of the program's has a text. */
function isForeignArray(type: any): boolean {
  return (
    type.name === 'Array' &&
    type.isArray !== isArray &&
    /^function Array\(\) \{\s*\[native code\]/.test(apply(textMethod, type, []) as string)
  );
}

/** Classes of the engine's that have green equivalents (runtime/built-ins/constructors): what tells that one may be meant. */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { isPrimitive } from '../1-select/primitives.js';
import { children, isFunction } from '../normal-form/build.js';
import { type Binding, type FunctionInfo, type IdentifierRef, isGenerator } from '../normal-form/model.js';

/** Classes that iterate their argument, or call it. */
const classes = new Set(
  (
    'Map Set WeakMap WeakSet Promise AggregateError BigInt64Array BigUint64Array Float16Array Float32Array Float64Array ' +
    'Int16Array Int32Array Int8Array Uint16Array Uint32Array Uint8Array Uint8ClampedArray'
  ).split(' '),
);

export const isIterating = (name: string): boolean => classes.has(name);

/** Whether a class may be one of them that `node`, behind `extends`, gives. */
export function mayBeParent(node: t.Expression): boolean {
  if (t.isIdentifier(node)) {
    const { binding } = node as IdentifierRef;
    return binding ? mayHoldClass(binding) : isIterating(node.name);
  }
  return t.isMemberExpression(node) && !node.computed && isIterating((node.property as t.Identifier).name);
}

/** Whether what one of them is given can have it run anything: that is a matter of the first argument. */
export function mayGive([first]: readonly t.Node[]): boolean {
  return !!first && !isInert(first) && !isPrimitive(first) && !isPlainObject(first);
}

/** Whether a variable may have been given a class of the engine's. What is imported is taken for the program's. */
export function mayHoldClass({ kind, holdsOwn }: Binding): boolean {
  return !holdsOwn && (kind === 'param' || kind === 'const' || kind === 'let' || kind === 'var');
}

/** An object literal that nobody can iterate, unless all objects can be. */
function isPlainObject(node: t.Node): boolean {
  return (
    t.isObjectExpression(node) &&
    node.properties.every(
      one => one.type !== 'SpreadElement' && !one.computed && !t.isIdentifier(one.key, { name: '__proto__' }),
    )
  );
}

/** An argument that cannot have the built-in call anything that suspends. */
export function isInert(node: t.Node): boolean {
  if (t.isFunction(node) && !node.generator) return !callsSomething(node);
  const named = ownFunction(node);
  if (named) return !named.hasPoint && named.foreign === null && !named.isInWith && !isGenerator(named);
  // One could have a method `toJSON`.
  const hasMethods = t.isBigIntLiteral(node);
  return t.isLiteral(node) && !t.isTemplateLiteral(node) && !hasMethods;
}

/** The function of the module's own that a name stands for, if it never stands for another. */
export function ownFunction(node: t.Node): FunctionInfo | null {
  const { binding } = node as IdentifierRef;
  if (!binding?.begins) return null;
  const isFixed =
    binding.kind === 'const' ||
    (binding.kind === 'function' && binding.assignments.length === 0 && !binding.assignedByClosure);
  return isFixed ? binding.begins : null;
}

function callsSomething(node: t.Node): boolean {
  return children(node).some(child => isPoint(child) || (!isFunction(child) && callsSomething(child)));
}

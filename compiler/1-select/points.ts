/**
 * Which expressions may suspend. A call may, unless its callee is a global built-in that calls nothing
 * back: such a call can never return the sentinel, so checking it would only cost time and size.
 * Built-ins that do call back (JSON.parse with a reviver, Array.from, …) stay suspension points. Nor may one that a
 * bundler looks for by its text: see read-by-tools.
 */
import type * as t from '@babel/types';
import { isGlobal } from '../normal-form/build.js';
import { type RewrittenClass, superOf } from '../normal-form/classes.js';
import type { HelperCall } from '../normal-form/helpers.js';
import type { Access, Iterates } from '../normal-form/model.js';
import type { Awaitable } from './awaited.js';
import { type CounterCall, isCounterName } from './counters.js';
import { isPrimitive } from './primitives.js';
import { isReadByTools } from './read-by-tools.js';

const anyOf = (names: string): Set<string> => new Set(names.split(' '));

const harmlessMembers: Record<string, Set<string>> = {
  Math: anyOf(
    'abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc',
  ),
  Number: anyOf('isFinite isInteger isNaN isSafeInteger parseFloat parseInt'),
  String: anyOf('fromCharCode fromCodePoint raw'),
  Array: anyOf('isArray of'),
  Object: anyOf(
    'create is keys values entries freeze isFrozen seal isSealed preventExtensions isExtensible getPrototypeOf setPrototypeOf getOwnPropertyNames getOwnPropertySymbols getOwnPropertyDescriptor defineProperty defineProperties hasOwn assign',
  ),
  Symbol: anyOf('for keyFor'),
  Date: anyOf('now UTC'),
  BigInt: anyOf('asIntN asUintN'),
};
const harmlessFunctions = anyOf(
  'parseInt parseFloat isNaN isFinite require Symbol BigInt Boolean RegExp Array Object Error TypeError RangeError Function',
);
const harmlessClasses = anyOf(
  'Error TypeError RangeError SyntaxError ReferenceError EvalError URIError Date Array ArrayBuffer DataView RegExp Object WeakRef',
);
/** They call methods of objects. */
const conversions = anyOf('String Number');
const emptyCollections = anyOf('Map Set WeakMap WeakSet');

/** istanbul's `cov_2l9ahl1dkz()`, which it may declare when all of Babel's plugins have run. */
function isCounter(node: t.CallExpression): boolean {
  const { callee, arguments: given } = node;
  return !!(node as CounterCall).counter || (isGlobal(callee) && given.length === 0 && isCounterName(callee.name));
}

function isHarmless(node: t.CallExpression | t.NewExpression): boolean {
  const { callee } = node;
  if (isReadByTools(node)) return true;
  if (node.type === 'NewExpression')
    return isGlobal(callee, harmlessClasses) || (isGlobal(callee, emptyCollections) && node.arguments.length === 0);
  if (isCounter(node)) return true;
  if (isGlobal(callee, conversions)) return node.arguments.slice(0, 1).every(isPrimitive);
  return isHarmlessFunction(callee);
}

/** Whether it is a built-in that calls nothing back, whatever it is given: as the tag of a template, too. */
function isHarmlessFunction(callee: t.Node): boolean {
  if (isGlobal(callee, harmlessFunctions)) return true;
  return (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    isGlobal(callee.object) &&
    Object.hasOwn(harmlessMembers, callee.object.name) &&
    !!harmlessMembers[callee.object.name]?.has((callee.property as t.Identifier).name)
  );
}

const isAccess = (node: t.Node): boolean => !!(node as Access).reads || !!(node as Access).writes;

/** Whether `node` itself (not something inside it) may suspend. Identifiers must be resolved. */
export function isPoint(node: t.Node): boolean {
  return !(node as Awaitable).awaited && runsUnknown(node);
}

/** Whether `node` itself runs code that is not known here, so that what stands left of it must be kept before. */
export function runsUnknown(node: t.Node): boolean {
  switch (node.type) {
    case 'CallExpression':
      return (
        (!(node as Partial<HelperCall>).helper || isAccess(node)) &&
        node.callee.type !== 'Import' &&
        (node.callee.type !== 'Super' || superOf(node) !== undefined) &&
        !isHarmless(node)
      );
    case 'NewExpression':
      return !isHarmless(node);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return !!(node as RewrittenClass).later;
    case 'OptionalCallExpression':
      return !isReadByTools(node);
    case 'TaggedTemplateExpression':
      return !isHarmlessFunction(node.tag);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
    case 'ObjectProperty':
      return isAccess(node);
    case 'YieldExpression':
      return node.delegate;
    case 'SpreadElement':
    case 'ArrayPattern':
      return !(node as Iterates).overList;
    case 'ForOfStatement':
      return node.await || !(node as Iterates).overList;
    default:
      return false;
  }
}

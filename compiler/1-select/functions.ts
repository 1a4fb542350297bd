/** What kind of function a node is, what it is called, and whether this version can suspend its body. */
import * as t from '@babel/types';
import { constructsOf } from '../normal-form/classes.js';
import type { FunctionInfo } from '../normal-form/model.js';
import { type AccessorNames, isKnown, keyOf } from './accessors.js';

type WithDirectives = t.Program | t.BlockStatement;

export function hasDirective(node: WithDirectives, value: string): boolean {
  return node.directives.some(directive => directive.value.value === value);
}

/** Removes the directive if it is there; true if it was. */
export function removeDirective(node: WithDirectives, value: string): boolean {
  const before = node.directives.length;
  node.directives = node.directives.filter(directive => directive.value.value !== value);
  return node.directives.length < before;
}

/** Fills in the name and kind of a function, and whether its body must guard its calls instead of resuming. */
export function describeFunction(fn: FunctionInfo, name: string, names: AccessorNames | null): void {
  const { node } = fn;
  fn.name = name;
  if (node.async) fn.kind = node.generator ? 'async generator' : 'async function';
  else if (node.generator) fn.kind = 'generator';
  else if (node.type === 'ClassMethod' || node.type === 'ObjectMethod' || node.type === 'ClassPrivateMethod')
    fn.kind =
      node.kind === 'get'
        ? 'getter'
        : node.kind === 'set'
          ? 'setter'
          : node.kind === 'constructor'
            ? 'constructor'
            : 'method';
  else if (t.isArrowFunctionExpression(node)) fn.kind = 'arrow function';
  else fn.kind = 'function';
  if (fn.kind === 'constructor') {
    // `2-normalise/classes` finds out, for those of classes that it rewrites.
    if (!constructsOf(node)) fn.guarded = 'class-stays';
  } else if (/^[gs]etter$/.test(fn.kind) && !isKnown(names, node)) {
    fn.guarded = names === null ? 'accessor' : 'accessor-unnamed';
    if (names !== null && keyOf(node) === null) fn.kind += ' with a computed name';
  }
}

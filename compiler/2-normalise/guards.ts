/**
 * Bodies that cannot suspend in this version (constructors, generators, async functions, accessors, field
 * initialisers) check each call instead: `f(x)` → `$g(f(x), info, site, "constructor")`, so that a switch
 * under them fails where it stands, at once and by name. An assignment that may run a setter is checked by `guardWrite`.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { id, mapChildren, num } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { FunctionInfo } from '../normal-form/model.js';
import { mayWrite } from './accesses.js';
import { hasPoint, ownParts } from './normaliser.js';

export interface Guard {
  fn: FunctionInfo;
  loc: t.Node['loc'];
  site: t.NumericLiteral;
}

export function guardCalls(fn: FunctionInfo, helpers: Helpers, info: string): Guard[] {
  const guards: Guard[] = [];
  /** `isPart`: of a chain, or what stands there is no value: the target of an assignment, a callee with its receiver. */
  const visit = (node: t.Node, isPart: boolean): t.Node => {
    const own = new Set(ownParts(node));
    const isLink = t.isOptionalCallExpression(node) || t.isOptionalMemberExpression(node);
    const target = t.isAssignmentExpression(node) ? node.left : t.isUpdateExpression(node) ? node.argument : null;
    const check = target && mayWrite(target) ? 'guardWrite' : !isPart && isPoint(node) ? 'guard' : null;
    const isPartOf = (child: t.Node, key: string) =>
      child === target || (isLink ? key === 'object' || key === 'callee' : key === 'callee' && isMember(child));
    if (own.size > 0) mapChildren(node, (child, key) => (own.has(child) ? visit(child, isPartOf(child, key)) : child));
    if (check === null || !t.isExpression(node)) return node;
    const site = num(0);
    guards.push({ fn, loc: node.loc, site });
    return t.inherits(helpers.call(check, node, id(info), site, t.stringLiteral(fn.kind)), node);
  };
  const parts = bodyParts(fn);
  for (const [holder, key] of parts) {
    const part = holder[key] as t.Node | t.Node[] | null | undefined;
    if (Array.isArray(part)) holder[key] = part.map(node => (hasPoint(node) ? visit(node, false) : node));
    else if (part && hasPoint(part)) holder[key] = visit(part, false);
  }
  return guards;
}

const isMember = (node: t.Node): boolean => t.isMemberExpression(node) || t.isOptionalMemberExpression(node);

function bodyParts(fn: FunctionInfo): [Record<string, unknown>, string][] {
  const node = fn.node as unknown as Record<string, unknown> & { type: string };
  if (node.type === 'StaticBlock') return [[node, 'body']];
  if (!('params' in node)) return [[node, 'value']];
  return [
    [node, 'params'],
    [node, 'body'],
  ];
}

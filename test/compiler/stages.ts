// The passes one by one, for tests that look at what stands between them.
import { parse, parseExpression } from '@babel/parser';
import type * as t from '@babel/types';
import { resolve } from '../../compiler/1-select/scopes.js';
import { makeExplicit } from '../../compiler/2-normalise/explicit.js';
import { normaliseFunction } from '../../compiler/2-normalise/functions.js';
import { uniqueNames } from '../../compiler/2-normalise/names.js';
import { decideStorage } from '../../compiler/2-normalise/storage.js';
import { emitFunction, type Plan, planFunction } from '../../compiler/4-emit/functions.js';
import { emitGenerator } from '../../compiler/4-emit/generators.js';
import { children } from '../../compiler/normal-form/build.js';
import type { NormalFunction } from '../../compiler/normal-form/definition.js';
import { Helpers } from '../../compiler/normal-form/helpers.js';
import { isGenerator, type Point, pointOf } from '../../compiler/normal-form/model.js';

export interface Stages {
  /** The functions in normal form, in source order; the first is the outermost. */
  readonly normal: readonly NormalFunction[];
  plan(normal: NormalFunction): Plan;
  /** Writes the function, and gives its resume half if that stands by itself. */
  emit(plan: Plan): t.FunctionDeclaration | null;
}

/** Brings the functions of a script into normal form. */
export function stages(source: string): Stages {
  const { program } = parse(source, { sourceType: 'script' });
  const module = resolve(program);
  const { functions, names, scope } = module;
  for (const fn of functions) fn.resumable = fn.hasPoint && !fn.foreign && !fn.guarded;
  const resumable = functions.filter(fn => fn.resumable);
  decideStorage(functions);
  for (const fn of resumable) uniqueNames(fn, names);
  const helpers = new Helpers(names);
  const info = helpers.local('$i');
  makeExplicit(program, module, helpers);
  functions.forEach((fn, i) => {
    fn.id = i;
  });
  return {
    normal: resumable.map(fn => normaliseFunction(fn, helpers, names, 'links')),
    plan: normal => planFunction(normal, helpers, names, scope, info),
    emit: plan => {
      if (!isGenerator(plan.normal.fn)) return emitFunction(plan, names, true)[0] ?? null;
      emitGenerator(plan);
      return null;
    },
  };
}

export const expression = (text: string): t.Expression => parseExpression(text);

export const statement = (text: string): t.Statement =>
  parse(text, { allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true }).program.body[0] as t.Statement;

/** The first node of the type, in source order. */
export function find<Type extends t.Node['type']>(nodes: readonly t.Node[], type: Type): t.Node & { type: Type } {
  for (const node of everyNode(nodes)) if (node.type === type) return node as t.Node & { type: Type };
  throw new Error(`There is no ${type}.`);
}

/** The points and their statements, in source order. */
export function pointsOf(nodes: readonly t.Node[]): { node: t.Statement; point: Point }[] {
  return [...everyNode(nodes)].flatMap(node => {
    const point = pointOf(node);
    return point ? [{ node: node as t.Statement, point }] : [];
  });
}

function* everyNode(nodes: Iterable<t.Node>): Generator<t.Node> {
  for (const node of nodes) {
    yield node;
    yield* everyNode(children(node));
  }
}

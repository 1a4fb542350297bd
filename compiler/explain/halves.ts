/** The two halves of each function, as they are emitted. */
import { generate } from '@babel/generator';
import * as t from '@babel/types';
import { type FunctionInfo, isGenerator } from '../normal-form/model.js';
import type { CompileOptions } from '../options.js';
import type { PassFacts } from '../pipeline.js';
import { isAuthors } from '../report.js';
import type { Session } from '../session.js';
import { functionAround, type SourcePlace } from './around.js';

export interface ExplainedHalves {
  readonly name: string;
  readonly kind: string;
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** The function itself. Where its resume half stands in it, it says `…`. */
  readonly fast: string;
  /** Null: it has none of its own, for the reason that `remark` gives. */
  readonly resume: string | null;
  readonly remark: string;
}

/** Those of all resumable functions of a module, in source order; with `place`, of the innermost function around it. */
export function explainHalves(
  session: Session,
  source: string,
  options: CompileOptions,
  place?: SourcePlace,
): ExplainedHalves[] {
  let found: ExplainedHalves[] = [];
  session.compile(source, options, (pass, _program, facts) => {
    if (pass !== 'emit') return;
    const only = place && functionAround(facts.functions, place);
    const wanted = place ? (only ? [only] : []) : facts.functions;
    found = wanted.filter(fn => fn.resumable && isAuthors(fn)).map(fn => halvesOf(fn, facts));
  });
  return found.sort((one, other) => one.line - other.line || one.column - other.column);
}

function halvesOf(fn: FunctionInfo, { plans, halves }: PassFacts): ExplainedHalves {
  const { name, kind, node } = fn;
  const start = node.loc?.start ?? { line: 0, column: -1 };
  const about = { name, kind, line: start.line, column: start.column + 1 };
  const added = halves.get(node) ?? [];
  const print = (one: t.Node) => generate(one).code;
  if (added.length > 0) {
    return { ...about, fast: print(node), resume: added.map(print).join('\n'), remark: 'a function of the module' };
  }
  const arrow = isGenerator(fn) ? null : arrowIn(node);
  if (arrow) {
    const { holder, index } = arrow;
    const half = holder.arguments[index];
    holder.arguments[index] = t.identifier('…');
    const fast = print(node);
    holder.arguments[index] = half;
    return { ...about, fast, resume: print(half), remark: 'an arrow function where the … is' };
  }
  const remark = isGenerator(fn)
    ? 'none: a generator is held where it stands'
    : plans.get(fn)?.shared
      ? "the runtime's: nothing is left to do after the call"
      : 'part of the function above';
  return { ...about, fast: print(node), resume: null, remark };
}

/** The resume half in the tail: an argument of the call that the function ends with. */
function arrowIn({ body }: FunctionInfo['node']): { holder: t.CallExpression; index: number } | null {
  const last = t.isBlockStatement(body) ? body.body.at(-1) : null;
  const call = t.isReturnStatement(last) ? last.argument : null;
  if (!t.isCallExpression(call)) return null;
  const index = call.arguments.findIndex(argument => t.isArrowFunctionExpression(argument));
  return index === -1 ? null : { holder: call, index };
}

/**
 * What each pass made of a module, or of one function, as text: the program where a pass rewrites it, a table where it only finds
 * things out. ARCHITECTURE.md's walk through the compiler is this text, and a test keeps the two alike.
 */
import { generate } from '@babel/generator';
import type * as t from '@babel/types';
import type { FunctionInfo } from '../normal-form/model.js';
import type { CompileOptions } from '../options.js';
import type { PassFacts, PassName } from '../pipeline.js';
import { Session } from '../session.js';
import { functionAround, type SourcePlace } from './around.js';
import { analysed, resolved, stored } from './tables.js';

export interface ExplainedPass {
  readonly pass: PassName;
  readonly text: string;
}

type Explain = (fn: FunctionInfo, facts: PassFacts) => string[];

/** The passes that leave the program as it is, and what they found out about a function. */
const tables: Partial<Record<PassName, Explain>> = {
  resolve: resolved,
  storage: stored,
  analyse: (fn, { plans }) => analysed(plans.get(fn)),
};

/**
 * Compiles a module and notes what it was after each pass, in order; nothing for a module that is not marked.
 * Takes the options of `compile`, and throws what `compile` throws for a faulty program or option. With `place`: what the
 * innermost function around it was, if there is one.
 */
export function explainPasses(
  source: string,
  options: CompileOptions = {},
  session: Session = new Session(),
  place?: SourcePlace,
): ExplainedPass[] {
  const passes: ExplainedPass[] = [];
  session.compile(source, options, (pass, program, facts) => {
    const only = place && functionAround(facts.functions, place);
    if (place && !only) return;
    const explain = tables[pass];
    const text = explain === undefined ? textOf(program, facts, only) : tablesOf(facts, explain, only);
    passes.push({ pass, text });
  });
  return passes;
}

/** With what has been added to the module for the function, if it is about one. */
function textOf(program: t.Program, { halves }: PassFacts, only: FunctionInfo | undefined): string {
  if (only === undefined) return generate(program).code;
  return [...(halves.get(only.node) ?? []), only.node].map(node => generate(node).code).join('\n');
}

function tablesOf(facts: PassFacts, explain: Explain, only: FunctionInfo | undefined): string {
  return facts.functions
    .filter(fn => (only ? fn === only : fn.hasPoint))
    .map(fn => [heading(fn), ...explain(fn, facts).map(line => `  ${line}`)].join('\n'))
    .join('\n');
}

function heading({ kind, name, node }: FunctionInfo): string {
  return `${kind} ${name || '(anonymous)'}, line ${node.loc?.start.line ?? '?'}`;
}

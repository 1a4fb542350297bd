/**
 * The ordered list of passes. In: a Program free of TypeScript and JSX, marked for compilation. Out: the
 * same Program, compiled in place, and what became of each function.
 */
import type * as t from '@babel/types';
import { type Accessor, type AccessorNames, accessorNames, findAccessors } from './1-select/accessors.js';
import { noteCounters } from './1-select/counters.js';
import { hasDirective, removeDirective } from './1-select/functions.js';
import { spellOutLegacy } from './1-select/legacy.js';
import type { Refusal } from './1-select/resolver.js';
import { type Resolved, resolve } from './1-select/scopes.js';
import { rewriteClasses } from './2-normalise/classes.js';
import { convertTemplates } from './2-normalise/conversions.js';
import { makeExplicit } from './2-normalise/explicit.js';
import { normaliseFunction } from './2-normalise/functions.js';
import { type Guard, guardCalls } from './2-normalise/guards.js';
import { uniqueNames } from './2-normalise/names.js';
import { noteMade } from './2-normalise/noted.js';
import { decideStorage } from './2-normalise/storage.js';
import { type Site, siteOf } from './3-analyse/sites.js';
import { convertFunctions } from './4-emit/conversions.js';
import { emitFunction, type Plan, planFunction } from './4-emit/functions.js';
import { emitGenerator } from './4-emit/generators.js';
import { restoreKinds } from './4-emit/kinds.js';
import { finishModule } from './4-emit/module.js';
import { keepParentheses } from './4-emit/parentheses.js';
import { type Diagnostic, diagnostic, placeOf } from './diagnostics/diagnostic.js';
import { Helpers } from './normal-form/helpers.js';
import { type FunctionInfo, isGenerator, type Point } from './normal-form/model.js';
import { validate } from './normal-form/validate.js';
import type { Options } from './options.js';
import { authorsOf, type FunctionReport, reportOf, stayDiagnostic } from './report.js';

export interface ProgramContext {
  /** As shown in positions. */
  filename: string;
  source: string;
  moduleKind: 'esm' | 'cjs';
  /** Module specifier of the runtime. */
  runtime: string;
  mode: Options;
  /** What the author wrote as accessors. */
  accessors: readonly Accessor[];
  /** Told after each pass. The passes change the program in place: what is wanted of it must be taken at once. */
  onPass?: ((pass: PassName, program: t.Program, facts: PassFacts) => void) | undefined;
}

export type PassName = 'resolve' | 'storage' | 'explicit' | 'normalise' | 'analyse' | 'emit';

/** What the passes have found out so far. */
export interface PassFacts {
  readonly functions: readonly FunctionInfo[];
  readonly plans: ReadonlyMap<FunctionInfo, Plan>;
  /** What has been added to the module for each function: empty until the functions are emitted. */
  readonly halves: ReadonlyMap<t.Node, readonly t.FunctionDeclaration[]>;
}

export function compileProgram(
  file: t.File | t.Program,
  context: ProgramContext,
): { functions: FunctionReport[]; diagnostics: Diagnostic[] } {
  const program = file.type === 'File' ? file.program : file;
  const accessors = namesOf(program, context);
  spellOutLegacy(program);
  noteCounters(program);
  let module = resolve(program, accessors);
  const helpers = new Helpers(module.names);
  if (convertTemplates(program, helpers)) module = resolve(program, accessors, module.names);
  while (rewriteClasses(program, module, helpers)) module = resolve(program, accessors, module.names);
  const plans = new Map<FunctionInfo, Plan>();
  const halves = new Map<t.Node, t.FunctionDeclaration[]>();
  const done = (pass: PassName) => context.onPass?.(pass, program, { functions: module.functions, plans, halves });
  for (const { node } of module.functions)
    if (node.body?.type === 'BlockStatement') removeDirective(node.body, 'no greenlet');
  done('resolve');
  for (const fn of module.functions) fn.resumable = fn.hasPoint && !fn.foreign && !fn.guarded;
  decideStorage(module.functions);
  for (const fn of module.functions) if (fn.resumable) uniqueNames(fn, module.names);
  done('storage');

  const info = helpers.local('$i');
  makeExplicit(program, module, helpers);
  noteMade(program, helpers);
  done('explicit');
  const guards = new Map<FunctionInfo, Guard[]>();
  for (const fn of module.functions) if (fn.guarded && !fn.foreign) guards.set(fn, guardCalls(fn, helpers, info));
  const normal = module.functions
    .filter(fn => fn.resumable)
    .map(fn => normaliseFunction(fn, helpers.within(fn), module.names, context.mode.checks));
  // Read here and not at the top: tests switch it on and off.
  const validates = process.env.GREENC_VALIDATE === '1';
  if (validates) normal.forEach(validate.normalForm);
  done('normalise');
  for (const one of normal)
    plans.set(one.fn, planFunction(one, helpers.within(one.fn), module.names, module.scope, info));
  if (validates) for (const plan of plans.values()) validate.analysis(plan);

  const points = numberSites(module, plans, guards);
  done('analyse');
  const isStrict = program.sourceType === 'module' || hasDirective(program, 'use strict');
  // Inner functions first: the text of an outer one's halves holds theirs.
  for (const plan of [...plans.values()].reverse()) {
    const { fn } = plan.normal;
    if (isGenerator(fn)) {
      emitGenerator(plan);
      if (validates) validate.emitted(plan, []);
      continue;
    }
    const added = emitFunction(plan, module.names, isStrict);
    halves.set(fn.node, added);
    if (validates) validate.emitted(plan, added);
  }
  convertFunctions(program, halves.values(), helpers, module.names);
  restoreKinds(program, halves.values(), helpers, module.names);
  if (points.tables.length > 0 || helpers.used.size > 0)
    finishModule(program, {
      helpers,
      kind: context.moduleKind,
      runtime: context.runtime,
      info,
      filename: context.filename,
      origin: context.mode.origin,
      functions: points.tables,
      halves,
      mentionsToJSON: context.source.includes('toJSON'),
    });
  keepParentheses(program);
  done('emit');
  const authors = authorsOf(module.functions);
  return {
    functions: authors.map(fn => reportOf(fn, plans.get(fn)?.points.length ?? 0)),
    diagnostics: [
      ...module.refusals.map(refusal => refusalDiagnostic(refusal, context)),
      ...authors.flatMap(fn => stayDiagnostic(fn, context.filename)),
    ],
  };
}

/** The names behind which accessors may suspend; null if they stay as they are. */
function namesOf(program: t.Program, { mode, accessors }: ProgramContext): AccessorNames | null {
  if (mode.accessors === null) return null;
  const { known, listed } = mode.accessors;
  return accessorNames([...known, ...accessors, ...findAccessors(program)], listed);
}

/** Gives every function that can report a position its number, and every site its index. */
function numberSites(
  module: Resolved,
  plans: Map<FunctionInfo, Plan>,
  guards: Map<FunctionInfo, Guard[]>,
): { tables: { name: string; sites: Site[] }[] } {
  const tables: { name: string; sites: Site[] }[] = [];
  let next = 0;
  for (const fn of module.functions) {
    const points: Point[] = plans.get(fn)?.points ?? [];
    const checks = guards.get(fn) ?? [];
    if (points.length === 0 && checks.length === 0) continue;
    fn.id = tables.length;
    const sites: Site[] = [];
    for (const point of points) {
      point.site = next++;
      sites.push(siteOf(point.loc, fn.node.loc));
    }
    for (const check of checks) {
      check.site.value = next++;
      sites.push(siteOf(check.loc, fn.node.loc));
    }
    tables.push({ name: fn.name, sites });
  }
  return { tables };
}

function refusalDiagnostic({ reason, node, fn }: Refusal, { filename }: ProgramContext): Diagnostic {
  const names: string[] = [];
  for (let around: FunctionInfo | null = fn; around; around = around.parent) names.push(around.name || around.kind);
  const code = reason === 'eval' ? 'GC101' : 'GC102';
  return diagnostic(code, placeOf(filename, node), { names: names.join(', in ') });
}

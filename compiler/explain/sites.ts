/**
 * What the compiler knows of each place where a function may have to wait: of calls, and of what calls without saying
 * so. The answers are those of the passes themselves (`isPoint`, `mayBeBuiltIn`, the functions' own entries), asked when the module has
 * been resolved for the last time.
 */
import * as t from '@babel/types';
import type { Awaitable } from '../1-select/awaited.js';
import { isPoint } from '../1-select/points.js';
import { mayBeBuiltIn } from '../2-normalise/built-ins.js';
import { isConversion } from '../2-normalise/conversions.js';
import { children } from '../normal-form/build.js';
import type { MovedCall } from '../normal-form/classes.js';
import type { HelperCall } from '../normal-form/helpers.js';
import type { Binding, FunctionInfo, IdentifierRef } from '../normal-form/model.js';
import type { CompileOptions } from '../options.js';
import { isAuthors, type Report } from '../report.js';
import type { Session } from '../session.js';
import { functionAround, type SourcePlace } from './around.js';

/**
 * - `green`: a function or class of this module, compiled
 * - `as-written`: one of this module that stays as written, and may be called: see its own entry
 * - `imported`: a function of the module `from`; it is green if that module is compiled
 * - `equivalent`: by its name a built-in that calls back, of which the runtime has a green equivalent
 * - `harmless`: a built-in that calls nothing back, or what cannot run while a greenlet waits: no suspension point
 * - `awaited`: runs after an `await`, in the main greenlet: no suspension point
 * - `unknown`: nothing is known before the program runs
 */
export type Knowledge = 'green' | 'as-written' | 'imported' | 'equivalent' | 'harmless' | 'awaited' | 'unknown';

/** A place where something may suspend, or would if less were known. */
export interface ExplainedSite {
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly kind: 'call' | 'new' | 'iteration' | 'delegation' | 'property' | 'class';
  /** What is called, iterated or read, as the source has it. */
  readonly text: string;
  readonly knowledge: Knowledge;
  /** Whether it is a suspension point of a function. Code of the module itself has none. */
  readonly point: boolean;
  /** For `imported`: the specifier. */
  readonly from?: string;
  /** Where the function around it begins; null in the code of the module itself. */
  readonly within: { readonly line: number; readonly column: number } | null;
}

/**
 * What became of a module, and what is known of each place in it where something may suspend, in source order. `around`: where
 * the innermost function around `place` begins; null if it lies in the code of the module itself.
 */
export function explainModule(
  session: Session,
  source: string,
  options: CompileOptions,
  place?: SourcePlace,
): { report: Report; sites: readonly ExplainedSite[]; around: ExplainedSite['within'] } {
  let sites: readonly ExplainedSite[] = [];
  let around: ExplainedSite['within'] = null;
  const { report } = session.compile(source, options, (pass, program, { functions }) => {
    if (pass !== 'resolve') return;
    sites = sitesOf(program, functions, source);
    if (place) around = startOf(functionAround(functions, place) ?? null);
  });
  return { report, sites, around };
}

/** Those that the source does not show are left out. */
function sitesOf(program: t.Program, functions: readonly FunctionInfo[], source: string): ExplainedSite[] {
  const sites = new Sites(functions, source);
  sites.findClasses(program);
  sites.findImports(program);
  sites.visit(program, null);
  return sites.found.sort((one, other) => one.line - other.line || one.column - other.column);
}

class Sites {
  readonly found: ExplainedSite[] = [];
  readonly #source: string;
  readonly #infoOf: ReadonlyMap<t.Node, FunctionInfo>;
  /** What calls of the functions and classes that variables hold for good come to. */
  readonly #heldBy = new Map<Binding, 'green' | 'as-written'>();
  /** The modules that variables stand for, or have been imported from. */
  readonly #imports = new Map<Binding, { from: string; isModule: boolean }>();

  constructor(functions: readonly FunctionInfo[], source: string) {
    this.#source = source;
    this.#infoOf = new Map(functions.map(fn => [fn.node, fn]));
    for (const fn of functions) {
      const binding = fn.declares ?? fn.self;
      if (binding && isConstant(binding, fn.declares ? 0 : 1)) this.#heldBy.set(binding, calledIs([fn]));
    }
  }

  /** The classes of the module. */
  findClasses(node: t.Node): void {
    const type = t.isVariableDeclarator(node) ? node.init : node;
    if (t.isClass(type)) {
      const named = t.isVariableDeclarator(node) ? node.id : type.id;
      const binding = (named as IdentifierRef | null | undefined)?.binding;
      if (binding && isConstant(binding, 1)) {
        const parts = type.body.body.filter(part => isConstructor(part) || (t.isProperty(part) && !part.static));
        this.#heldBy.set(binding, calledIs(parts.flatMap(part => this.#infoOf.get(part) ?? [])));
      }
    }
    for (const child of children(node)) this.findClasses(child);
  }

  /** `import` and `require` at the top of the module. */
  findImports(program: t.Program): void {
    for (const statement of program.body) {
      if (t.isImportDeclaration(statement))
        for (const specifier of statement.specifiers)
          this.#noteImport(specifier.local, statement.source.value, t.isImportNamespaceSpecifier(specifier));
      if (!t.isVariableDeclaration(statement)) continue;
      for (const { id, init } of statement.declarations) {
        const from = requiredBy(init);
        if (from === null) continue;
        if (t.isIdentifier(id)) this.#noteImport(id, from, true);
        else if (t.isObjectPattern(id))
          for (const property of id.properties)
            if (t.isObjectProperty(property) && t.isIdentifier(property.value))
              this.#noteImport(property.value, from, false);
      }
    }
  }

  #noteImport(local: IdentifierRef, from: string, isModule: boolean): void {
    if (local.binding) this.#imports.set(local.binding, { from, isModule });
  }

  visit(node: t.Node, fn: FunctionInfo | null): void {
    const own = this.#infoOf.get(node);
    const inside = own ?? fn;
    // What a computed key or a decorator calls is called by the function around.
    const outer = own && 'key' in node && 'computed' in node && node.computed ? (node.key as t.Node) : null;
    this.#note(node, fn);
    for (const child of children(node)) this.visit(child, child === outer ? fn : inside);
  }

  #note(node: t.Node, fn: FunctionInfo | null): void {
    const seen = see(node);
    if (seen === null) return;
    const { kind, shown } = seen;
    const start = node.loc?.start;
    if (!start || shown.start == null || shown.end == null) return;
    const whole = this.#source.slice(shown.start, shown.end).replace(/\s+/g, ' ');
    const text = whole.length > 60 ? `${whole.slice(0, 59)}…` : whole;
    this.found.push({
      line: start.line,
      column: start.column + 1,
      kind,
      text,
      ...this.#know(node),
      point: fn !== null && fn.foreign === null && isPoint(node),
      within: startOf(fn),
    });
  }

  #know(node: t.Node): { knowledge: Knowledge; from?: string } {
    if ((node as Awaitable).awaited) return { knowledge: 'awaited' };
    if (!isPoint(node)) return { knowledge: 'harmless' };
    if (t.isCallExpression(node) || t.isNewExpression(node) || t.isOptionalCallExpression(node)) {
      const held = this.#known(node.callee);
      if (held) return held;
      // A class that a variable holds is most likely the program's own.
      const isOpen = t.isNewExpression(node) && !!(node.callee as IdentifierRef).binding;
      if (!isOpen && (mayBeBuiltIn(node) || (t.isCallExpression(node) && isConversion(node))))
        return { knowledge: 'equivalent' };
    }
    return (t.isTaggedTemplateExpression(node) && this.#known(node.tag)) || { knowledge: 'unknown' };
  }

  #known(callee: t.Node): { knowledge: Knowledge; from?: string } | null {
    // `(0, module.f)()`, as lowered imports are called.
    if (t.isSequenceExpression(callee)) return this.#known(callee.expressions.at(-1) as t.Node);
    const isMember = t.isMemberExpression(callee);
    const name = isMember ? callee.object : callee;
    const binding = t.isIdentifier(name) ? (name as IdentifierRef).binding : null;
    if (!binding) return null;
    const imported = this.#imports.get(binding);
    if (imported && (!isMember || imported.isModule)) return { knowledge: 'imported', from: imported.from };
    const knowledge = isMember ? undefined : this.#heldBy.get(binding);
    return knowledge ? { knowledge } : null;
  }
}

/** What is to be said about a node, if anything is, and the part of it that is shown. */
function see(node: t.Node): { kind: ExplainedSite['kind']; shown: t.Node } | null {
  switch (node.type) {
    case 'CallExpression':
      if (t.isImport(node.callee) || (node as Partial<HelperCall>).helper || (node as MovedCall).moved) return null;
      return { kind: 'call', shown: node.callee };
    case 'OptionalCallExpression':
      return { kind: 'call', shown: node.callee };
    case 'NewExpression':
      return { kind: 'new', shown: node.callee };
    case 'TaggedTemplateExpression':
      return { kind: 'call', shown: node.tag };
    case 'YieldExpression':
      return node.delegate ? { kind: 'delegation', shown: node.argument as t.Node } : null;
    case 'ForOfStatement':
      return isPoint(node) ? { kind: 'iteration', shown: node.right } : null;
    case 'SpreadElement':
      return isPoint(node) ? { kind: 'iteration', shown: node.argument } : null;
    case 'ArrayPattern':
      return isPoint(node) ? { kind: 'iteration', shown: node } : null;
    case 'MemberExpression':
    case 'OptionalMemberExpression':
    case 'ObjectProperty':
      return isPoint(node) ? { kind: 'property', shown: node } : null;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return isPoint(node) ? { kind: 'class', shown: node.id ?? node } : null;
    default:
      return null;
  }
}

function startOf(fn: FunctionInfo | null): ExplainedSite['within'] {
  let around = fn;
  while (around && !isAuthors(around)) around = around.parent;
  const start = around?.node.loc?.start;
  return start ? { line: start.line, column: start.column + 1 } : null;
}

/** Whether a variable that is assigned so often by its declaration is never assigned anything else. */
function isConstant({ kind, assignments, assignedByClosure }: Binding, declared: number): boolean {
  return kind === 'self' || (!assignedByClosure && assignments.length <= declared);
}

/** Of what runs when a function is called, or a class constructed. */
function calledIs(parts: readonly FunctionInfo[]): 'green' | 'as-written' {
  return parts.some(({ foreign, guarded, hasPoint }) => foreign !== null || (guarded !== null && hasPoint))
    ? 'as-written'
    : 'green';
}

function isConstructor(node: t.Node): boolean {
  return t.isClassMethod(node, { kind: 'constructor' });
}

/** The specifier in `require('x')`, and in what Babel puts around it. */
function requiredBy(init: t.Node | null | undefined): string | null {
  if (!t.isCallExpression(init)) return null;
  const [first] = init.arguments;
  if (!t.isIdentifier(init.callee)) return null;
  if (init.callee.name === 'require') return t.isStringLiteral(first) ? first.value : null;
  return /^_interopRequire/.test(init.callee.name) ? requiredBy(first) : null;
}

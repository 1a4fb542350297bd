/**
 * Which modules are compiled. A module marks itself with the directive `"use greenlet"` anywhere in its directive
 * prologue; the options `all` and `include` mark from outside; `exclude` and a `"no greenlet"` in the prologue
 * unmark. (`"no greenlet"` in a *function's* prologue concerns that function alone and is the pipeline's.)
 */
import * as t from '@babel/types';
import { type Diagnostic, diagnostic, placeOf } from '../diagnostics/diagnostic.js';
import type { Options } from '../options.js';
import { ALIKE, isExcluded, isOurs, mentions, NO, selectedByOptions, shownFile, USE } from './by-text.js';

export interface Selection {
  readonly marked: boolean;
  /** Directives that do nothing where they stand, misspelt ones, contradictions: errors, all of them. */
  readonly problems: readonly Diagnostic[];
}

/** Decides about a parsed module. Call it before anything has changed the tree. */
export function select(program: t.Program, source: string, options: Options): Selection {
  const directives = program.directives.map(one => one.value.value);
  const hasUse = directives.includes(USE);
  const hasNo = directives.includes(NO);
  const problems = mentions(source) ? mistaken(program, shownFile(options)) : [];
  if (hasUse && hasNo) {
    const second = program.directives.filter(one => isOurs(one.value.value))[1];
    problems.push(diagnostic('GC004', placeOf(shownFile(options), second)));
  }
  return { marked: !hasNo && !isExcluded(options) && (hasUse || selectedByOptions(options)), problems };
}

/**
 * Syntax in a module that is about to be compiled, and that greenc does not compile. `using` is in Babel's
 * parser by default, but not in the normal form.
 */
export function unsupportedSyntax(program: t.Program, source: string, file: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (!/\busing\b/.test(source)) return found;
  t.traverseFast(program, node => {
    if (!t.isVariableDeclaration(node) || (node.kind !== 'using' && node.kind !== 'await using')) return;
    const advice = 'Lower it first with the tool that understands it, or use try/finally.';
    found.push(diagnostic('GC003', placeOf(file, node), { syntax: `\`${node.kind}\` declarations`, advice }));
  });
  return found;
}

/** Takes our module directives out of the output, but not the comments around them. */
export function removeDirectives(program: t.Program): void {
  const kept = program.directives.filter(one => !isOurs(one.value.value));
  const hasSuccessor = kept.length > 0 || program.body.length > 0;
  if (!hasSuccessor) {
    // Babel hands a comment between two nodes to both of them; only behind the last node is nobody else to print it.
    const last = program.directives.at(-1);
    program.innerComments = [...(program.innerComments ?? []), ...(last?.trailingComments ?? [])];
  }
  program.directives = kept;
}

/** Directives that do nothing: in the wrong place, or misspelt. */
function mistaken(program: t.Program, file: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (node: t.Node, directive: string, advice: string) => {
    found.push(diagnostic('GC002', placeOf(file, node), { directive, advice }));
  };
  t.traverseFast(program, node => {
    if (t.isExpressionStatement(node)) {
      const text = textOf(node.expression);
      if (text !== undefined && isOurs(text)) report(node, text, text === USE ? moduleAdvice : functionAdvice);
    } else if (t.isDirective(node)) {
      const directive = node.value.value;
      if (directive === USE && !program.directives.includes(node)) {
        report(node, USE, `It marks whole modules. ${moduleAdvice}`);
      } else if (!isOurs(directive) && ALIKE.test(`'${directive}'`)) {
        const meant = directive.toLowerCase().startsWith('no') ? NO : USE;
        found.push(diagnostic('GC007', placeOf(file, node), { directive, meant }));
      }
    }
  });
  return found;
}

/** What a string, or a template without parts, stands for. */
function textOf(node: t.Expression): string | undefined {
  if (t.isStringLiteral(node)) return node.value;
  return t.isTemplateLiteral(node) && node.quasis.length === 1 ? node.quasis[0].value.raw : undefined;
}

const moduleAdvice =
  'Put it at the top of the file, before every import and statement, as a plain string without parentheses.';
const functionAdvice =
  'Put it before every other statement of the function (or module) it is meant for, as a plain string without parentheses.';

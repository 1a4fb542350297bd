/**
 * Prints a module with recast, which keeps the author's text wherever the tree has stayed as it was parsed.
 *
 * In: a tree that was made here, compiled. Out: its text, and the source map to it.
 *
 *     const mean = () => sum/items.length;   →  the same, and not `sum / items.length`
 *
 * The trap: recast reuses text by rules of thumb, and knows less syntax than our parser. So what it has printed is parsed
 * again, and both trees are printed by Babel without comments: where these two texts differ, the module is Babel's to print.
 * They give the source map as well, since each place in them has a position in the source and one in the output.
 */
import type { GeneratorOptions, GeneratorResult } from '@babel/generator';
import * as t from '@babel/types';
import remapping, { type DecodedSourceMap, type EncodedSourceMap } from '@jridgewell/remapping';
import type * as Recast from 'recast';
import { keepParentheses } from '../4-emit/parentheses.js';
import { commentsIn, type KeptComment, settleComments } from './comments.js';
import { originalOf, Placeholders, prepare } from './reuse.js';

export type Generate = (ast: t.Node, options: GeneratorOptions, code?: string) => GeneratorResult;

/** Loaded when it is needed first, since that takes longer than compiling many a module. */
const recast = (): typeof Recast => require('recast');

/** What recast splits lines at, and JavaScript does not within strings. */
const inexactLines = /\r(?!\n)|[\u2028\u2029]/;

export class KeptText {
  /** To be compiled, in the place of the tree that was parsed. */
  readonly file: t.File;
  readonly #source: string;
  readonly #comments: readonly KeptComment[];
  /** The author's. */
  readonly lineEnd: string;
  readonly #usesTabs: boolean;
  readonly #style: Recast.Options;

  private constructor(file: t.File, source: string) {
    this.file = file;
    this.#comments = commentsIn(file);
    // recast takes them away, and plugins look for pragmas in them.
    file.comments = this.#comments as unknown as t.Comment[];
    this.#source = source;
    this.lineEnd = /\r?\n/.exec(source)?.[0] ?? '\n';
    const count = (part: RegExp) => source.match(part)?.length ?? 0;
    this.#usesTabs = /^\t/m.test(source);
    this.#style = {
      ...(this.#usesTabs ? { tabWidth: 1, useTabs: true } : {}),
      lineTerminator: this.lineEnd,
      quote: count(/'/g) > count(/"/g) ? 'single' : 'double',
    };
  }

  /** `file` has to be parsed with its tokens. Undefined for a source whose lines recast would not give back. */
  static of(file: t.File, source: string): KeptText | undefined {
    if (inexactLines.test(source)) return undefined;
    const own = new Map<unknown, t.SourceLocation>();
    t.traverseFast(file, node => {
      if (node.loc) own.set(node, { ...node.loc, start: { ...node.loc.start }, end: { ...node.loc.end } });
    });
    // A tab is one column, as it is for all who count them.
    const copied = recast().parse(source, { parser: { parse: () => file }, tabWidth: 1 }) as t.File;
    // recast moves and drops locations to suit itself; ours say where things are.
    t.traverseFast(copied, node => {
      const loc = own.get(originalOf(node));
      if (loc) node.loc = { ...node.loc, ...loc };
    });
    return new KeptText(copied, source);
  }

  /**
   * The tree as it is now, for Babel's `generatorOverride`: undefined if Babel is to print it. `parse` reads what has been
   * printed.
   */
  print(options: GeneratorOptions, generate: Generate, parse: (code: string) => t.File): Printed | undefined {
    settleComments(this.file.program, this.#comments);
    let code: string;
    let tree: t.File;
    try {
      code = this.#text();
      tree = parse(code);
    } catch {
      // Whatever recast stumbles over.
      return undefined;
    }
    const bare = { ...options, comments: false, shouldPrintComment: () => false, compact: true, sourceMaps: true };
    // A copy, since it may be printed by Babel yet.
    const meant = generate(plain(t.cloneNode(this.file.program)), bare, this.#source);
    // The parser drops them.
    keepParentheses(tree.program);
    const read = generate(plain(tree.program), bare, code);
    if (meant.code !== read.code) return undefined;
    return { code, map: options.sourceMaps ? joined(read, meant) : null };
  }

  #text(): string {
    const { program } = this.file;
    const { interpreter } = program;
    const placeholders = new Placeholders(this.#source);
    prepare(program, false, placeholders);
    // recast prints it behind the directives, and these a second time.
    program.interpreter = null;
    this.file.comments = null;
    try {
      const { code } = recast().print(this.file, this.#style);
      const first = interpreter ? `#!${interpreter.value}${this.lineEnd}` : '';
      return first + placeholders.fill(this.#usesTabs ? this.#withTabs(code) : code, this.lineEnd).trimEnd();
    } finally {
      program.interpreter = interpreter ?? null;
      placeholders.release();
    }
  }

  /** Of what recast indents, some lines get spaces whatever it is told. */
  #withTabs(code: string): string {
    const own = new Set(this.#source.split(/\r?\n/));
    const lines = code.split(this.lineEnd);
    return lines
      .map(line => (own.has(line) ? line : line.replace(/^[\t ]+/, indent => '\t'.repeat(indent.length))))
      .join(this.lineEnd);
  }
}

export interface Printed {
  readonly code: string;
  readonly map: EncodedSourceMap | null;
}

/** Without what may be written one way or another: quotes, digits, and empty statements, of which recast drops some. */
function plain(program: t.Program): t.File {
  t.traverseFast(program, node => {
    node.extra = undefined;
    const row = t.isSwitchCase(node) ? node.consequent : isRow(node) ? node.body : [];
    if (row.some(isEmpty)) row.splice(0, row.length, ...row.filter(one => !isEmpty(one)));
  });
  return t.file(program);
}

const isRow = (node: t.Node) => t.isProgram(node) || t.isBlockStatement(node) || t.isStaticBlock(node);
const isEmpty = (node: t.Statement) => t.isEmptyStatement(node);

/** Babel gives them, but does not declare them. */
interface Mapping {
  readonly generated: { readonly line: number; readonly column: number };
  readonly original?: { readonly line: number; readonly column: number };
}

/** `read`: from the text without comments to the output. `meant`: from the same text to the source. */
function joined(
  read: GeneratorResult & { rawMappings?: readonly Mapping[] },
  meant: GeneratorResult,
): EncodedSourceMap {
  const lines: [number, number, number, number][][] = [];
  for (const { generated, original } of read.rawMappings ?? []) {
    if (!original) continue;
    const line = original.line - 1;
    for (let at = lines.length; at <= line; at++) lines[at] = [];
    lines[line].push([original.column, 0, generated.line - 1, generated.column]);
  }
  for (const line of lines) line.sort(([one], [other]) => one - other);
  const backwards: DecodedSourceMap = { version: 3, names: [], sources: ['text'], mappings: lines };
  const map = remapping(backwards, file => (file === 'text' ? (meant.map as EncodedSourceMap) : null));
  return map as EncodedSourceMap;
}

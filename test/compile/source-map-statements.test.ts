// Every statement of the fixtures has a place in the compiled code, by the source map, so that a breakpoint can bind to it; and
// what can run after a suspension has one in both halves.

import { parse } from '@babel/parser';
import * as t from '@babel/types';
import { eachMapping, TraceMap } from '@jridgewell/trace-mapping';
import { compile } from '../../compiler/index.js';
import { resolveCompileOptions } from '../../compiler/options.js';
import { parseSource } from '../../compiler/parse.js';
import { fixtureNames, readFixture } from '../support/fixture.js';

type Position = { readonly line: number; readonly column: number };
type Place = Position & { readonly half: 'fast' | 'resume' };

/** A statement, up to where the first statement inside it begins. */
interface Statement {
  readonly name: string;
  readonly start: Position;
  readonly end: Position;
  /** It stands behind a call of the probe in the same function. */
  readonly isBehind: boolean;
}

/** No statement of these is anywhere, for the reason given. */
const without: Readonly<Record<string, string>> = {
  'block-functions-sloppy 30:22': 'in a function that another of the same name replaces before it can run',
  'messages-of-variables-in-cells 15:88': 'an assignment that takes nothing from a list',
};
/** These are in one half only. */
const inOneHalf: Readonly<Record<string, string>> = {
  'names-that-look-like-ours 15:2': 'it is in both, but the parameter of the other half is not called $f here',
};

const before = (first: Position, second: Position): boolean =>
  first.line < second.line || (first.line === second.line && first.column <= second.column);

const asWritten = /^(?:Expression|Return|Throw|If|For|ForOf|ForIn|While|DoWhile|Switch)Statement$/;

/** Statements that do something: of the others nothing is to be seen. */
const isRun = (node: t.Node): boolean =>
  asWritten.test(node.type) ||
  (t.isVariableDeclaration(node) && !node.declare && node.declarations.some(({ init }) => init));

interface Body {
  /** A probe has been called further up. */
  isBehind: boolean;
  /** It has a resume half; generators go on where they stand, and what is no function stays as it is. */
  readonly isResumed: boolean;
}

/** In source order, which is not always that in which they run: what a loop does first may stand behind. */
function statementsOf(fixture: string, program: t.Node): Statement[] {
  const found: Statement[] = [];
  const visit = (node: t.Node, body: Body): void => {
    const { loc } = node;
    if (isRun(node) && loc) {
      const inner = [(node as t.Loop).body, (node as t.IfStatement).consequent].find(one => one?.loc);
      const { start } = loc;
      const name = `${fixture} ${start.line}:${start.column}`;
      found.push({ name, start, end: inner?.loc?.start ?? loc.end, isBehind: body.isBehind && body.isResumed });
    }
    for (const key of t.VISITOR_KEYS[node.type] ?? []) {
      const own = key === 'body' || key === 'value' || key === 'params' ? inside(node) : undefined;
      for (const child of [(node as never)[key] as t.Node | t.Node[] | null].flat())
        if (child) visit(child, own ?? body);
    }
    if (t.isCallExpression(node) && t.isIdentifier(node.callee, { name: 'p' })) body.isBehind = true;
  };
  visit(program, { isBehind: false, isResumed: false });
  return found;
}

/** What the parts of a node belong to that run when it is called. */
function inside(node: t.Node): Body | undefined {
  if (t.isFunction(node)) return { isBehind: false, isResumed: !node.async && !node.generator };
  return t.isProperty(node) || t.isStaticBlock(node) ? { isBehind: false, isResumed: false } : undefined;
}

/** All places that the source map leads to, by their lines. */
function placesOf(code: string, map: object): Place[][] {
  const program = parse(code, { sourceType: 'unambiguous', allowReturnOutsideFunction: true, errorRecovery: true });
  const resumeHalves: t.SourceLocation[] = [];
  t.traverseFast(program, node => {
    if (t.isFunction(node) && t.isIdentifier(node.params[0], { name: '$f' }) && node.loc) resumeHalves.push(node.loc);
  });
  const places: Place[][] = [];
  eachMapping(new TraceMap(map as never), mapping => {
    if (mapping.originalLine === null) return;
    const at = { line: mapping.generatedLine, column: mapping.generatedColumn };
    const half = resumeHalves.some(({ start, end }) => before(start, at) && before(at, end)) ? 'resume' : 'fast';
    places[mapping.originalLine] ??= [];
    places[mapping.originalLine]?.push({ line: mapping.originalLine, column: mapping.originalColumn, half });
  });
  return places;
}

test('every statement of the fixtures is mapped, in both halves where both can run it', () => {
  const missing: string[] = [];
  const lonely: string[] = [];
  let behind = 0;
  for (const fixture of fixtureNames()) {
    const { source, filename, options } = readFixture(fixture);
    let compiled: ReturnType<typeof compile>;
    try {
      compiled = compile(source, { filename, ...options.compile, sourceMaps: true });
    } catch {
      continue;
    }
    const places = placesOf(compiled.code, compiled.map as object);
    for (const { name, start, end, isBehind } of statementsOf(
      fixture,
      parseSource(source, resolveCompileOptions({ filename })),
    )) {
      const lines = places.slice(start.line, end.line + 1).flat();
      const halves = new Set(lines.filter(at => before(start, at) && before(at, end)).map(({ half }) => half));
      if (isBehind) behind++;
      if (halves.size === 0) missing.push(name);
      else if (isBehind && halves.size === 1) lonely.push(name);
    }
  }
  expect(behind).toBeGreaterThan(1000);
  expect(missing).toEqual(Object.keys(without));
  expect(lonely).toEqual(Object.keys(inOneHalf));
}, 120_000);

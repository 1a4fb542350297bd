// The pre-pass behind the mode `paused`: puts `$pause();` before every statement and at the entry of every function.
//
//   function f(a) { if (a) return g(); }   →   function f(a) { $pause();$pause();if (a) {$pause();return g(); } }
//
// It works on the text, so that everything else stays as it was written. The trap is what runs outside of functions:
// only a function can be suspended, and the code of a script stands in none. Where it means the same, the whole text
// goes into one function (form `function`); else each statement of its own (form `statements`); else the pauses are in
// its functions only (form `inside`). Nobody proves which form means the same: the runner runs them natively, and takes
// the first that passes.
//
// Functions that cannot be suspended by decision (accessors, say) can be made quiet: while they run, the pauses in
// them and in what they call do nothing.
import { parse } from '@babel/parser';
import * as t from '@babel/types';
import { childrenOf, isUncompiled, limits, type Role, rolesOf } from './roles.js';

/** From the form with the most suspensions to that with the fewest. */
export const forms = ['function', 'statements', 'inside'] as const;
export type Form = (typeof forms)[number];

export interface Pauses {
  readonly form: Form;
  /** Whether functions that cannot be suspended by decision are quiet. */
  readonly quiet: boolean;
}

/** Reads a test as the pre-pass does: what the engine has accepted is not refused for a parser's own errors. */
export function parseTest(source: string, module: boolean): t.Program {
  const sourceType = module ? 'module' : 'script';
  return parse(source, { sourceType, createParenthesizedExpressions: true, errorRecovery: true }).program;
}

/**
 * Puts the pauses in. `$pause`, `$start` and `$quiet` are globals that the runner provides. Throws what the parser
 * throws, and if the text does not allow the form.
 */
export function addPauses(source: string, module: boolean, { form, quiet }: Pauses): string {
  const program = parseTest(source, module);
  if (form === 'function' && isUncompiled(program)) throw new Error('The function would not be compiled.');
  const edits = new Edits(source, quiet ? rolesOf(program) : new Map());
  for (const statement of program.body) insideStatement(statement, edits);
  if (form === 'function') startAll(program, module, edits);
  else if (form === 'statements') {
    for (const statement of program.body) startOne(statement, edits);
  }
  return edits.apply();
}

/** Insertions into a text, applied at once. At one place, what ends something comes before what begins something. */
class Edits {
  readonly #source: string;
  readonly #roles: ReadonlyMap<t.Node, Role>;
  readonly #parts: { at: number; text: string; order: number }[] = [];
  readonly #cuts: { from: number; to: number }[] = [];

  constructor(source: string, roles: ReadonlyMap<t.Node, Role>) {
    this.#source = source;
    this.#roles = roles;
  }

  isQuiet(fn: t.Node): boolean {
    return (limits as readonly (Role | undefined)[]).includes(this.#roles.get(fn));
  }

  /** Inner nodes are visited first, so a later beginning goes before an earlier one. */
  before(node: t.Node, text: string): void {
    this.#parts.push({ at: startOf(node), text, order: 1e9 - this.#parts.length });
  }

  after(node: t.Node, text: string): void {
    this.#parts.push({ at: endOf(node), text, order: this.#parts.length - 1e9 });
  }

  at(position: number, text: string): void {
    this.#parts.push({ at: position, text, order: this.#parts.length - 1e9 });
  }

  /** Takes a node out of the text and returns it. */
  cut(node: t.Node): string {
    this.#cuts.push({ from: startOf(node), to: endOf(node) });
    return this.#source.slice(startOf(node), endOf(node));
  }

  apply(): string {
    const parts = this.#parts.sort((a, b) => a.at - b.at || a.order - b.order);
    const cuts = this.#cuts.sort((a, b) => a.from - b.from);
    let text = '';
    let done = 0;
    const copyTo = (end: number): void => {
      while (cuts.length > 0 && cuts[0].from < end) {
        text += this.#source.slice(done, cuts[0].from);
        done = cuts[0].to;
        cuts.shift();
      }
      if (end > done) {
        text += this.#source.slice(done, end);
        done = end;
      }
    };
    for (const part of parts) {
      copyTo(part.at);
      text += part.text;
    }
    copyTo(this.#source.length);
    return text;
  }
}

const startOf = (node: t.Node): number => node.start as number;
const endOf = (node: t.Node): number => node.end as number;

/** Pauses in the functions of an expression or pattern. */
function insideExpression(node: t.Node, edits: Edits): void {
  if (t.isFunction(node)) {
    for (const child of childrenOf(node)) if (child !== node.body) insideExpression(child, edits);
    const [entry, exit] = edits.isQuiet(node)
      ? ['$quiet(1); try { ', '\n} finally { $quiet(-1); }']
      : ['$pause();', ''];
    if (t.isBlockStatement(node.body)) {
      insideBody(node.body, edits);
      edits.at(bodyStart(node.body), entry);
      edits.at(endOf(node.body) - 1, exit);
    } else {
      insideExpression(node.body, edits);
      edits.before(node.body, `{ ${entry}return `);
      edits.after(node.body, `;${exit} }`);
    }
  } else if (t.isStaticBlock(node)) {
    for (const statement of node.body) pauseBefore(statement, edits);
  } else {
    for (const child of childrenOf(node)) insideExpression(child, edits);
  }
}

/** Behind the directives: a call in front of them would make them plain strings. */
function bodyStart(body: t.BlockStatement): number {
  const last = body.directives.at(-1);
  return last === undefined ? startOf(body) + 1 : endOf(last);
}

function insideBody(body: t.BlockStatement, edits: Edits): void {
  for (const statement of body.body) pauseBefore(statement, edits);
  // A directive without a semicolon would swallow the call behind it.
  const last = body.directives.at(-1);
  if (last !== undefined) edits.at(endOf(last), ';');
}

function pauseBefore(statement: t.Statement, edits: Edits): void {
  insideStatement(statement, edits);
  edits.before(statement, '$pause();');
}

/** A statement that stands where no block is: `if (a) b` → `if (a) {$pause();b }`. */
function pauseInBlock(statement: t.Statement, edits: Edits): void {
  insideStatement(statement, edits);
  // A function (or a label in front of one) as the body of an `if` gets its block from Annex B.
  if (t.isBlockStatement(statement) || t.isFunctionDeclaration(statement) || t.isLabeledStatement(statement)) return;
  edits.before(statement, '{$pause();');
  edits.after(statement, ' }');
}

function insideStatement(node: t.Statement, edits: Edits): void {
  if (t.isBlockStatement(node)) {
    for (const statement of node.body) pauseBefore(statement, edits);
  } else if (t.isLabeledStatement(node)) {
    insideStatement(node.body, edits);
  } else if (t.isIfStatement(node)) {
    insideExpression(node.test, edits);
    pauseInBlock(node.consequent, edits);
    if (node.alternate) pauseInBlock(node.alternate, edits);
  } else if (t.isLoop(node) || t.isWithStatement(node)) {
    for (const child of childrenOf(node)) if (child !== node.body) insideExpression(child, edits);
    pauseInBlock(node.body, edits);
  } else if (t.isSwitchStatement(node)) {
    insideExpression(node.discriminant, edits);
    for (const one of node.cases) {
      if (one.test) insideExpression(one.test, edits);
      for (const statement of one.consequent) pauseBefore(statement, edits);
    }
  } else if (t.isTryStatement(node)) {
    insideStatement(node.block, edits);
    if (node.handler?.param) insideExpression(node.handler.param, edits);
    if (node.handler) insideStatement(node.handler.body, edits);
    if (node.finalizer) insideStatement(node.finalizer, edits);
  } else {
    insideExpression(node, edits);
  }
}

/** The whole text becomes the body of a function; the imports of a module stay in front of it. */
function startAll(program: t.Program, module: boolean, edits: Edits): void {
  for (const statement of program.body) {
    if (!t.isImportDeclaration(statement)) edits.before(statement, '$pause();');
  }
  const imports = module ? program.body.filter(node => t.isImportDeclaration(node)).map(node => edits.cut(node)) : [];
  const directives = program.directives.map(node => `${edits.cut(node)};`);
  edits.at(program.start ?? 0, `${imports.join(' ')}$start(function () { ${directives.join(' ')} `);
  edits.at(program.end as number, '\n});');
}

/** `x();` → `$start(() => {$pause();x();});`, `var a = x();` → `var a = $start(() => {$pause();return x();});`. */
function startOne(statement: t.Statement, edits: Edits): void {
  if (t.isVariableDeclaration(statement)) {
    for (const { init } of statement.declarations) {
      // An anonymous function gets its name from the declaration it stands in.
      if (!init || t.isFunction(init) || t.isClass(init) || t.isLiteral(init) || !isMovable(init)) continue;
      edits.before(init, '$start(() => {$pause();return ');
      edits.after(init, ';})');
    }
  } else if (!t.isDeclaration(statement) && !t.isEmptyStatement(statement) && isMovable(statement)) {
    edits.before(statement, '$start(() => {$pause();');
    edits.after(statement, ' });');
  }
}

function isMovable(node: t.Node): boolean {
  return !isBound(node) && !isUncompiled(node);
}

/** Declares something outside of itself, or awaits: it cannot move into a function. */
function isBound(node: t.Node): boolean {
  if (t.isFunctionDeclaration(node)) return true;
  if (t.isFunction(node)) return false;
  if (t.isAwaitExpression(node) || (t.isForOfStatement(node) && node.await)) return true;
  if (t.isVariableDeclaration(node) && node.kind !== 'let' && node.kind !== 'const') return true;
  for (const child of childrenOf(node)) if (isBound(child)) return true;
  return false;
}

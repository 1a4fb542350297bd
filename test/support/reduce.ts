// Makes a failing program small: it takes away statements and parts of lists, puts parts of expressions in place of
// the whole, and keeps what still fails. Works on the syntax tree, so that it knows nothing of how programs are made.
import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import * as t from '@babel/types';

type Parent = Record<string, unknown>;

interface Edit {
  apply(): void;
  undo(): void;
}

/**
 * The smallest program found for which `fails` is true. `fails` is asked with source text only, must be false for text
 * that does not parse or is not wanted, and must not throw. Stops after `attempts` questions.
 */
export function reduceProgram(source: string, fails: (candidate: string) => boolean, attempts = 3000): string {
  const file = parse(source, {
    sourceType: 'unambiguous',
    plugins: ['typescript', 'decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'],
  });
  const print = (): string => `${generate(file).code}\n`;
  let left = attempts;
  let smallest = print();
  if (!fails(smallest)) return source;
  for (let progress = true; progress && left > 0; ) {
    progress = false;
    const edits = editsOf(file);
    for (let next = edits.next(); !next.done && left > 0; next = edits.next()) {
      const edit = next.value;
      edit.apply();
      left--;
      const candidate = tryPrint(print);
      if (candidate !== undefined && candidate.length < smallest.length && fails(candidate)) {
        smallest = candidate;
        progress = true;
      } else {
        edit.undo();
      }
    }
  }
  return smallest;
}

/** An edit can make a tree that has no text, such as a template without its ends. */
function tryPrint(print: () => string): string | undefined {
  try {
    return print();
  } catch {
    return undefined;
  }
}

/** All edits of a tree, the largest first; the tree may change while they are tried. */
function* editsOf(node: t.Node): Generator<Edit> {
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    const parent = node as unknown as Parent;
    const child = parent[key];
    if (Array.isArray(child)) {
      yield* listEdits(child as (t.Node | null)[]);
      for (const element of [...(child as (t.Node | null)[])])
        if (element !== null && child.includes(element)) yield* editsOf(element);
    } else if (child !== null && child !== undefined) {
      yield* childEdits(parent, key, child as t.Node);
      const now = parent[key] as t.Node | null | undefined;
      if (now !== null && now !== undefined) yield* editsOf(now);
    }
  }
}

function* listEdits(list: (t.Node | null)[]): Generator<Edit> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
    for (let start = list.length - size; start >= 0; start -= size) {
      if (start + size > list.length) continue;
      let removed: (t.Node | null)[] = [];
      yield {
        apply: () => {
          removed = list.splice(start, size);
        },
        undo: () => {
          list.splice(start, 0, ...removed);
        },
      };
    }
  }
  for (let index = 0; index < list.length; index++) {
    const element = list[index];
    if (element === null || element === undefined) continue;
    for (const smaller of replacements(element)) {
      const kept = list[index] as t.Node | null;
      const inserted = Array.isArray(smaller) ? smaller : [smaller];
      yield {
        apply: () => {
          list.splice(index, 1, ...inserted);
        },
        undo: () => {
          list.splice(index, inserted.length, kept);
        },
      };
      if (list[index] !== kept) break;
    }
  }
}

function* childEdits(parent: Parent, key: string, child: t.Node): Generator<Edit> {
  const optional = [
    'alternate',
    'init',
    'update',
    'finalizer',
    'argument',
    'superClass',
    'label',
    'handler',
    'param',
  ].includes(key);
  const candidates: (t.Node | null)[] = [
    ...(optional ? [null] : []),
    ...replacements(child).filter((each): each is t.Node => !Array.isArray(each)),
  ];
  for (const candidate of candidates) {
    const kept = parent[key];
    yield {
      apply: () => {
        parent[key] = candidate;
      },
      undo: () => {
        parent[key] = kept;
      },
    };
    if (parent[key] !== kept) break;
  }
}

/** What may stand for a node: its parts of the same sort, or something trivial. */
function replacements(node: t.Node): (t.Node | t.Node[])[] {
  if (t.isStatement(node)) return statementParts(node);
  if (t.isExpression(node)) {
    if (t.isLiteral(node) && !t.isTemplateLiteral(node))
      return t.isNumericLiteral(node, { value: 0 }) ? [] : [t.numericLiteral(0)];
    if (t.isIdentifier(node)) return [];
    return [t.numericLiteral(0), ...childExpressions(node)];
  }
  if (t.isAssignmentPattern(node)) return [node.left];
  if (t.isSpreadElement(node)) return [node.argument];
  return [];
}

function statementParts(node: t.Statement): (t.Node | t.Node[])[] {
  const parts: (t.Node | t.Node[])[] = [];
  for (const key of ['body', 'consequent', 'alternate', 'block', 'finalizer', 'handler']) {
    const child = (node as unknown as Parent)[key];
    const inner = t.isCatchClause(child as t.Node) ? (child as t.CatchClause).body : child;
    if (t.isBlockStatement(inner as t.Node) && !t.isFunction(node))
      parts.push([...(inner as t.BlockStatement).body], inner as t.Node);
    else if (t.isStatement(inner as t.Node)) parts.push(inner as t.Node);
  }
  for (const expression of childExpressions(node)) parts.push(t.expressionStatement(expression));
  return parts;
}

function childExpressions(node: t.Node): t.Expression[] {
  const found: t.Expression[] = [];
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    const child = (node as unknown as Parent)[key];
    for (const each of Array.isArray(child) ? (child as (t.Node | null)[]) : [child as t.Node | null | undefined]) {
      if (t.isExpression(each)) found.push(each);
      else if (t.isSpreadElement(each)) found.push(each.argument);
      else if (t.isObjectProperty(each) && t.isExpression(each.value)) found.push(each.value);
      else if (t.isVariableDeclarator(each) && each.init) found.push(each.init);
    }
  }
  return found;
}

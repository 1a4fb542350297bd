/**
 * Makes a compiled tree ready for recast, which reuses the text of a node where the node is as it was, patches it where parts
 * have changed, and writes it anew where it must.
 *
 * In: a tree that recast has parsed, compiled. Out: the same program, in the words that recast understands.
 *
 * The trap: recast indents the lines of a text that has moved, also those within a template.
 */
import * as t from '@babel/types';
import { children, mapChildren } from '../normal-form/build.js';

/** What recast compares a node with; null: it is not to reuse the text. Only nodes that have been parsed have it. */
export function originalOf(node: t.Node): t.Node | null | undefined {
  return (node as { original?: t.Node | null }).original;
}

/** Texts that stand for templates of several lines while recast prints. */
export class Placeholders {
  readonly #held: { readonly element: t.TemplateElement; readonly raw: string }[] = [];
  readonly #tag: string;

  constructor(source: string) {
    let tag = 'greenc';
    while (source.includes(`${tag}:`)) tag += '-';
    this.#tag = tag;
  }

  hold(element: t.TemplateElement): void {
    if (!element.value.raw.includes('\n')) return;
    const raw = `${this.#tag}:${this.#held.length};`;
    this.#held.push({ element, raw: element.value.raw });
    element.value = { ...element.value, raw };
  }

  /** Puts the templates back into the tree. */
  release(): void {
    for (const { element, raw } of this.#held) element.value = { ...element.value, raw };
  }

  /** Puts them into what has been printed. */
  fill(code: string, lineEnd: string): string {
    const text = (index: string) => this.#held[Number(index)].raw.replace(/\n/g, lineEnd);
    return code.replace(new RegExp(`${this.#tag}:(\\d+);`, 'g'), (_, index) => text(index));
  }
}

/** `moves`: the lines of the node may be indented differently. */
export function prepare(node: t.Node, moves: boolean, placeholders: Placeholders): void {
  const original = originalOf(node);
  if (original) compareLess(node, original);
  // The passes replace what a shorthand stands for. recast would print what has come in its place, and nothing else.
  if (t.isObjectProperty(node) && node.shorthand) node.shorthand = standsForKey(node);
  if (moves && isText(node)) {
    if (t.isTemplateLiteral(node)) for (const element of node.quasis) placeholders.hold(element);
    if (hasLines(node)) (node as { original?: null }).original = null;
  }
  const inner = moves || (!t.isProgram(node) && isWritten(node, original));
  mapChildren(node, (child, key) => {
    prepare(child, inner, placeholders);
    return needsParentheses(node, key, child) ? t.parenthesizedExpression(child as t.Expression) : child;
  });
}

/** recast takes a node for changed if any of its properties is, also those that say nothing about the text. */
function compareLess(node: t.Node, original: t.Node): void {
  const fields = t.NODE_FIELDS[node.type] ?? {};
  for (const key of new Set([...Object.keys(original), ...Object.keys(node)])) {
    if (!Object.hasOwn(fields, key) && key !== 'comments' && key !== 'loc')
      Object.assign(original, { [key]: (node as unknown as Record<string, unknown>)[key] });
  }
}

function standsForKey({ key, value }: t.ObjectProperty): boolean {
  const name = t.isAssignmentPattern(value) ? value.left : value;
  return t.isIdentifier(key) && t.isIdentifier(name, { name: key.name });
}

const isText = (node: t.Node): boolean =>
  t.isTemplateLiteral(node) || t.isStringLiteral(node) || t.isDirectiveLiteral(node);
const hasLines = ({ loc }: t.Node): boolean => !!loc && loc.start.line < loc.end.line;

/** Whether recast writes the node anew: patching, it can replace parts by parts of their kind. */
function isWritten(node: t.Node, original: t.Node | null | undefined): boolean {
  if (!original || (t.isReturnStatement(node) && !isAsParsed(node))) return true;
  const [now, before] = [node, original] as unknown as Record<string, unknown>[];
  return (t.VISITOR_KEYS[node.type] ?? []).some(key => {
    const [one, other] = [now[key], before[key]].map(value => (Array.isArray(value) ? value : [value ?? null]));
    return one.length !== other.length || one.some((child, i) => !isPatchable(child as t.Node | null, other[i]));
  });
}

function isAsParsed(node: t.Node): boolean {
  const original = originalOf(node);
  if (!original) return false;
  const before = children(original);
  const now = children(node);
  return now.length === before.length && now.every((child, i) => originalOf(child) === before[i] && isAsParsed(child));
}

function isPatchable(child: t.Node | null, before: t.Node | null): boolean {
  if (child === null || before === null) return child === before;
  return child.type === before.type || (t.isExpression(child) && t.isExpression(before));
}

/** What is new in a place that recast forgets when it thinks of parentheses. */
function needsParentheses(parent: t.Node, key: string, child: t.Node): boolean {
  const isForgotten =
    (t.isOptionalMemberExpression(parent) && key === 'object') ||
    (t.isOptionalCallExpression(parent) && key === 'callee') ||
    (t.isClass(parent) && key === 'superClass');
  const isWeak = t.isConditionalExpression(child) || t.isAssignmentExpression(child) || t.isSequenceExpression(child);
  return isForgotten && isWeak && !originalOf(child);
}

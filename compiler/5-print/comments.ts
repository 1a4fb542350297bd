/**
 * Gives each comment of the source a node to be printed with.
 *
 * recast prints what is in a node's `comments`; the passes, which know nothing of recast, hand on Babel's `leadingComments` and
 * its kin, and only from statement to statement. In: a compiled tree that was made by `keepText`. Out: each comment is in the
 * `comments` of one node, and so printed once: with the node that it was parsed with if that is still there, else with the
 * statement that has taken its place, else with the nearest one in the same block.
 *
 * The trap: the resume half is a copy of the fast one. A comment belongs to what is printed first.
 */
import * as t from '@babel/types';
import { children } from '../normal-form/build.js';

/** A comment as recast has it: `leading` or `trailing`, or neither if it stands in a node that is empty otherwise. */
export interface KeptComment {
  readonly type: 'CommentBlock' | 'CommentLine';
  readonly value: string;
  readonly loc: t.SourceLocation;
  leading: boolean;
  trailing: boolean;
}

/** The part of a node that is recast's. */
const kept = (node: t.Node) => node as { comments?: KeptComment[] | null };

/** All comments of a tree that recast has parsed. */
export function commentsIn(root: t.Node): KeptComment[] {
  const found = new Set<KeptComment>();
  eachNode(root, node => {
    for (const comment of kept(node).comments ?? []) found.add(comment);
  });
  return [...found];
}

/** `all`: the comments that the source has. */
export function settleComments(program: t.Program, all: readonly KeptComment[]): void {
  const settled = new Set<KeptComment>();
  eachNode(program, node => {
    const { comments } = kept(node);
    if (comments) kept(node).comments = comments.filter(comment => isFirst(comment, settled));
  });
  eachNode(program, node => {
    for (const { list, place } of handedOn(node)) {
      for (const comment of list) {
        if (isFirst(comment, settled)) add(node, comment, place);
      }
    }
  });
  const lists = listsIn(program);
  for (const comment of all) {
    if (!settled.has(comment)) settle(comment, lists);
  }
}

function isFirst<T>(value: T, seen: Set<T>): boolean {
  const { size } = seen;
  return seen.add(value).size > size;
}

function add(node: t.Node, comment: KeptComment, place: 'leading' | 'trailing'): void {
  comment.leading = place === 'leading';
  comment.trailing = place === 'trailing';
  kept(node).comments = [...(kept(node).comments ?? []), comment].sort((one, other) =>
    order(one.loc.start, other.loc.start),
  );
}

/** The comments that Babel's fields give a node. Between two nodes they are in the fields of both. */
function handedOn(node: t.Node): { list: readonly KeptComment[]; place: 'leading' | 'trailing' }[] {
  if (!isPlace(node)) return [];
  const [leading, trailing] = [node.leadingComments, node.trailingComments].map(
    list => (list ?? []) as unknown as KeptComment[],
  );
  // What stands in the same line is about what stands before it.
  const beside = trailing.filter(({ loc }) => loc.start.line === node.loc?.end.line);
  return [
    { list: leading, place: 'leading' },
    { list: beside, place: 'trailing' },
  ];
}

const isPlace = (node: t.Node): boolean => t.isStatement(node) || t.isDirective(node);

/** Statements in a row, in the order in which they are printed, and the part of the source that they come from. */
interface List {
  readonly nodes: readonly t.Node[];
  readonly from: t.SourceLocation;
}

function listsIn(program: t.Program): List[] {
  const lists: List[] = [];
  const visit = (node: t.Node, around: t.SourceLocation): void => {
    const from = node.loc ?? around;
    const nodes = (rowOf(node) ?? []).filter(one => one.loc);
    if (nodes.length > 0) lists.push({ nodes, from });
    for (const child of children(node)) visit(child, from);
  };
  if (program.loc) visit(program, program.loc);
  return lists;
}

function rowOf(node: t.Node): readonly t.Node[] | undefined {
  if (t.isProgram(node) || t.isBlockStatement(node)) return [...node.directives, ...node.body];
  if (t.isStaticBlock(node) || t.isClassBody(node)) return node.body;
  return t.isSwitchCase(node) ? node.consequent : undefined;
}

/** Puts a comment that nobody has beside what its block has become. In what has vanished, as types do, it vanishes too. */
function settle(comment: KeptComment, lists: readonly List[]): void {
  const { start, end } = comment.loc;
  let home: List | undefined;
  for (const list of lists) {
    if (holds(list.from, comment.loc) && (home === undefined || isWithin(list.from, home.from))) home = list;
  }
  const before = home?.nodes.filter(node => order((node.loc as t.SourceLocation).end, start) <= 0).at(-1);
  const behind = home?.nodes.find(node => order((node.loc as t.SourceLocation).start, end) >= 0);
  if (before?.loc?.end.line === start.line) add(before, comment, 'trailing');
  else if (behind) add(behind, comment, 'leading');
  else if (before) add(before, comment, 'trailing');
}

const order = (one: Position, other: Position): number => one.line - other.line || one.column - other.column;
type Position = t.SourceLocation['start'];

const holds = (outer: t.SourceLocation, inner: t.SourceLocation): boolean =>
  order(outer.start, inner.start) <= 0 && order(inner.end, outer.end) <= 0;

/** Strictly: of lists from the same place the first counts, or the fast half would lose its comments to the resume half. */
const isWithin = (inner: t.SourceLocation, outer: t.SourceLocation): boolean =>
  holds(outer, inner) && !holds(inner, outer);

function eachNode(root: t.Node, visit: (node: t.Node) => void): void {
  visit(root);
  for (const child of children(root)) eachNode(child, visit);
}

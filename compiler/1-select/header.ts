/**
 * Keeps a licence header where it is. In a syntax tree it belongs to the first directive or statement, and would
 * sink below the imports that the compiler adds, or vanish together with a type-only import.
 */
import type * as t from '@babel/types';

/** Takes the header comments off the first nodes. Call it before our directive is removed. */
export function detachHeader(program: t.Program): readonly t.Comment[] {
  const [directive] = program.directives;
  const [statement] = program.body;
  // A licence may also stand between the directives and the first statement.
  return [...detach(directive, () => true), ...detach(statement, endsHeader)];
}

/** Puts the header in front of whatever comes first now. */
export function attachHeader(program: t.Program, header: readonly t.Comment[]): void {
  if (header.length === 0) return;
  const owner = program.directives[0] ?? program.body[0];
  if (owner) owner.leadingComments = [...header, ...(owner.leadingComments ?? [])];
  else program.innerComments = [...header, ...(program.innerComments ?? [])];
}

/**
 * Takes the leading comments off a node, up to the last one that ends the header. Before a directive that is every
 * comment, for they are all about the file.
 */
function detach(
  node: t.Node | undefined,
  ends: (comment: t.Comment, next: t.Comment | t.Node) => boolean,
): readonly t.Comment[] {
  const comments = node?.leadingComments;
  if (!node || !comments) return [];
  const length = comments.map((comment, index) => ends(comment, comments[index + 1] ?? node)).lastIndexOf(true) + 1;
  node.leadingComments = comments.slice(length);
  return comments.slice(0, length);
}

/** The last comments before a statement may be about it. A blank line, or a comment that calls itself a licence, tells. */
function endsHeader(comment: t.Comment, next: t.Comment | t.Node): boolean {
  const gap = (next.loc?.start.line ?? 0) - (comment.loc?.end.line ?? 0);
  return gap > 1 || /^!|@licen[sc]e|@preserve|copyright/i.test(comment.value);
}

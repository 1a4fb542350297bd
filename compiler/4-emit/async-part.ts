/**
 * The part of an async function that is async still: an arrow function within the one that may return the sentinel.
 *
 *     async function f() {…}   →  function f() { let $f; const f$a = async () => { $b: {…} }, $p = f$a();
 *                                                return $f === undefined ? $p : $u($f, …); }
 *
 * In: a half's statements. Out: what the half consists of. The arrow function has the half's `this` and `arguments`. It
 * runs at once up to its first `await`, and only until then can it be suspended: so by the time it has returned its
 * promise, it is known whether there is a frame.
 * The trap: of a call that suspends several times each part returns a promise. All but the last are dropped, so nothing
 * that they can settle with may have consequences: never an error of the program's.
 */
import * as t from '@babel/types';
import { block, id, letDeclaration, same, undef } from '../normal-form/build.js';
import type { Emission } from './fast-half.js';

export class AsyncPart {
  readonly #name: string;
  readonly #promise: string;

  constructor(name: string, promise: string) {
    this.#name = name;
    this.#promise = promise;
  }

  #started(body: t.Statement[]): t.Statement {
    const part = t.arrowFunctionExpression([], block(body), true);
    return t.variableDeclaration('const', [
      t.variableDeclarator(id(this.#name), part),
      t.variableDeclarator(id(this.#promise), t.callExpression(id(this.#name), [])),
    ]);
  }

  /** The mark must stay at the very end of the text: hence the test that minifiers have no reason to turn round. */
  fastHalf(body: t.Statement[], { frame }: Emission, ending: t.Expression): t.Statement[] {
    const completed = same(id(frame), undef());
    return [this.#started(body), t.returnStatement(t.conditionalExpression(completed, id(this.#promise), ending))];
  }

  resumeHalf(body: t.Statement[], suspended: string): t.Statement[] {
    return [
      letDeclaration(id(suspended)),
      this.#started(body),
      t.returnStatement(t.logicalExpression('||', id(suspended), id(this.#promise))),
    ];
  }
}

/**
 * The part of an async function that is async still: an arrow function within the one that may return the sentinel.
 *
 *     async function f() {…}   →  function f() { let $f; const f$a = async () => { try { $b: {…} } catch ($x) {…} }, $p = f$a();
 *                                                return $f === undefined ? $p : $u($f, …); }
 *
 * In: a half's statements. Out: what the half consists of. The arrow function has the half's `this` and `arguments`. It
 * runs at once up to its first `await`, and only until then can it be suspended: so by the time it has returned its
 * promise, it is known whether there is a frame. What it throws rejects the promise, so `caught` looks at that first, as it
 * does in handlers (2-normalise/explicit/handlers).
 * The trap: of a call that suspends several times each part returns a promise. All but the last are dropped, so nothing
 * that they can settle with may have consequences: never an error of the program's.
 */
import * as t from '@babel/types';
import { block, id, letDeclaration, same, undef } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { Emission } from './fast-half.js';

export class AsyncPart {
  readonly #name: string;
  readonly #promise: string;
  readonly #helpers: Helpers;

  constructor(name: string, promise: string, helpers: Helpers) {
    this.#name = name;
    this.#promise = promise;
    this.#helpers = helpers;
  }

  #started(body: t.Statement[]): t.Statement {
    const error = this.#helpers.local('$x');
    const rejection = t.throwStatement(this.#helpers.call('caught', id(error)));
    const attempt = t.tryStatement(block(body), t.catchClause(id(error), block([rejection])));
    const part = t.arrowFunctionExpression([], block([attempt]), true);
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

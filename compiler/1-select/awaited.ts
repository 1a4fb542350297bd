/**
 * Finds what an async function can only come to after an `await`. From then on it runs as the main greenlet does, which
 * is never suspended: no call there is a suspension point.
 *
 * In: an async function as the author wrote it. Out: `awaited` on the calls, loops and whatever else can run code of
 * somebody's, if they come after an `await` whichever way control went.
 *
 *     async function f(a) { if (g(a)) await h(a); k(a); await l(a); m(a); }   →  m(a) is awaited; g, h, k and l are not
 *
 * Forward data flow over structured statements, with one bit: an `await` sets it, nothing resets it. So one walk in the
 * order of evaluation is enough, and a loop begins with what holds before its first round. Where nothing comes, after a
 * jump, everything holds.
 *
 * The trap: whatever may be skipped (a right operand, a default, a branch, the rest of a chain) proves nothing for what
 * follows, and an error may reach a handler before any of its block has run.
 */
import * as t from '@babel/types';
import { children, isFunction } from '../normal-form/build.js';

export type Awaitable = t.Node & {
  /** Runs where nothing is suspended: after an `await` of its function, or while a class is being defined. */
  awaited?: boolean;
};

/** Marks the calls of an async function; true if there is one to mark. */
export function markAwaited(node: t.Function): boolean {
  const walk = new Walk();
  walk.visit(node.body);
  return walk.found;
}

/** A statement that jumps can name as their target. */
interface Target {
  labels: readonly string[];
  loops: boolean;
  plain: boolean;
  /** What holds at all its `break`s so far, and at all its `continue`s. */
  atBreak: boolean;
  atContinue: boolean;
}

class Walk {
  found = false;
  /** An `await` has certainly happened. */
  #awaited = false;
  readonly #targets: Target[] = [];

  visit(node: t.Node | null | undefined): void {
    if (!node) return;
    switch (node.type) {
      case 'AwaitExpression':
        this.visit(node.argument);
        this.#awaited = true;
        return;
      case 'CallExpression':
      case 'NewExpression':
      case 'TaggedTemplateExpression':
        this.#visitAll(children(node));
        if (this.#mark(node)) this.found = true;
        return;
      case 'MemberExpression':
      case 'SpreadElement':
        this.#visitAll(children(node));
        this.#mark(node);
        return;
      case 'ArrayPattern':
        this.#mark(node);
        this.#visitAll(children(node));
        return;
      case 'ObjectProperty':
        if (node.computed) this.visit(node.key);
        this.#mark(node);
        this.visit(node.value);
        return;
      case 'ClassExpression':
      case 'ClassDeclaration':
        this.#visitAll(children(node));
        this.#mark(node);
        return;
      case 'OptionalCallExpression':
      case 'OptionalMemberExpression':
        this.#chain(node);
        return;
      case 'LogicalExpression':
        this.visit(node.left);
        this.#perhaps(() => this.visit(node.right));
        return;
      case 'AssignmentExpression':
        this.#assignment(node);
        return;
      case 'AssignmentPattern':
        this.visit(node.left);
        this.#perhaps(() => this.visit(node.right));
        return;
      case 'VariableDeclarator':
        this.visit(node.init);
        this.visit(node.id);
        return;
      case 'ConditionalExpression':
      case 'IfStatement':
        this.visit(node.test);
        this.#branches(
          () => this.visit(node.consequent),
          () => this.visit(node.alternate),
        );
        return;
      case 'ReturnStatement':
      case 'ThrowStatement':
        this.visit(node.argument);
        this.#awaited = true;
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#jump(node);
        return;
      case 'LabeledStatement':
        this.#labelled(node, []);
        return;
      case 'TryStatement':
        this.#try(node);
        return;
      default:
        if (t.isLoop(node)) this.#loop(node, []);
        else if (node.type === 'SwitchStatement') this.#switch(node, []);
        else this.#visitAll(evaluated(node));
    }
  }

  #visitAll(nodes: Iterable<t.Node>): void {
    for (const node of nodes) this.visit(node);
  }

  #mark(node: Awaitable): boolean {
    if (this.#awaited) node.awaited = true;
    return this.#awaited;
  }

  /** What may be left out. */
  #perhaps(visit: () => void): void {
    this.#branches(visit, () => {});
  }

  #branches(first: () => void, second: () => void): void {
    const before = this.#awaited;
    first();
    const afterFirst = this.#awaited;
    this.#awaited = before;
    second();
    this.#awaited &&= afterFirst;
  }

  #chain(node: t.OptionalCallExpression | t.OptionalMemberExpression): void {
    const [base, ...rest] = children(node);
    this.visit(base);
    this.#perhaps(() => {
      this.#visitAll(rest);
      if (this.#mark(node) && node.type === 'OptionalCallExpression') this.found = true;
    });
  }

  #assignment({ left, right, operator }: t.AssignmentExpression): void {
    if (t.isPattern(left)) {
      this.visit(right);
      this.visit(left);
      return;
    }
    this.visit(left);
    if (operator === '&&=' || operator === '||=' || operator === '??=') this.#perhaps(() => this.visit(right));
    else this.visit(right);
  }

  #jump(node: t.BreakStatement | t.ContinueStatement): void {
    const name = node.label?.name;
    const isBreak = node.type === 'BreakStatement';
    const target = this.#targets.findLast(one =>
      name === undefined ? (isBreak ? one.plain : one.loops) : one.labels.includes(name),
    );
    if (target && isBreak) target.atBreak &&= this.#awaited;
    else if (target) target.atContinue &&= this.#awaited;
    this.#awaited = true;
  }

  /** Gives what holds after `visit`, whose `break`s lead behind it. */
  #within(visit: (target: Target) => void, labels: readonly string[], loops: boolean, plain: boolean): void {
    const target = { labels, loops, plain, atBreak: true, atContinue: true };
    this.#targets.push(target);
    visit(target);
    this.#targets.pop();
    this.#awaited &&= target.atBreak;
  }

  #labelled(node: t.LabeledStatement, outer: readonly string[]): void {
    const labels = [...outer, node.label.name];
    if (node.body.type === 'LabeledStatement') this.#labelled(node.body, labels);
    else if (t.isLoop(node.body)) this.#loop(node.body, labels);
    else if (node.body.type === 'SwitchStatement') this.#switch(node.body, labels);
    else this.#within(() => this.visit(node.body), labels, false, false);
  }

  #loop(node: t.Loop, labels: readonly string[]): void {
    if (node.type === 'ForStatement') this.visit(node.init);
    const within = (visit: (target: Target) => void) => this.#within(visit, labels, true, true);
    if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') {
      this.visit(node.right);
      if (node.type === 'ForOfStatement' && this.#mark(node)) this.found = true;
      // Before it has a first item, or knows that there is none, `for await` has awaited.
      if (node.type === 'ForOfStatement' && node.await) this.#awaited = true;
      within(() =>
        this.#perhaps(() => {
          this.visit(node.left);
          this.visit(node.body);
        }),
      );
    } else if (node.type === 'DoWhileStatement') {
      within(target => {
        this.visit(node.body);
        this.#awaited &&= target.atContinue;
        this.visit(node.test);
      });
    } else {
      within(target => {
        this.visit(node.test);
        const isEndless = !node.test || t.isBooleanLiteral(node.test, { value: true });
        const atTest = this.#awaited || isEndless;
        this.visit(node.body);
        this.#awaited &&= target.atContinue;
        if (node.type === 'ForStatement') this.visit(node.update);
        this.#awaited = atTest;
      });
    }
  }

  #switch(node: t.SwitchStatement, labels: readonly string[]): void {
    this.visit(node.discriminant);
    const before = this.#awaited;
    this.#within(
      () => {
        for (const clause of node.cases) {
          this.#awaited = before;
          this.visit(clause.test);
          this.#awaited = before;
          this.#visitAll(clause.consequent);
        }
        this.#awaited = before;
      },
      labels,
      false,
      true,
    );
  }

  #try({ block, handler, finalizer }: t.TryStatement): void {
    const before = this.#awaited;
    this.visit(block);
    if (handler) {
      const afterBlock = this.#awaited;
      this.#awaited = before;
      this.visit(handler);
      this.#awaited &&= afterBlock;
    }
    if (!finalizer) return;
    const afterBoth = this.#awaited;
    this.#awaited = before;
    this.visit(finalizer);
    this.#awaited ||= afterBoth;
  }
}

/** What runs with the node itself: of functions, fields and static blocks no more than computed keys. */
function* evaluated(node: t.Node): Generator<t.Node> {
  const isField = t.isClassProperty(node) || t.isClassPrivateProperty(node) || t.isClassAccessorProperty(node);
  if (!isFunction(node) && !isField && !t.isStaticBlock(node)) yield* children(node);
  else if ('computed' in node && node.computed) yield (node as t.ClassMethod).key;
}

/**
 * Numbers the suspension points of a normalised function, and finds the variables live after each.
 *
 * Classic backward data flow (Aho et al., 9.2.5) over structured statements: loops are iterated to a fixed
 * point, jumps look up the set at their target, and within a `try` everything its handler needs is live.
 * Sets are bit masks. Only what a frame must carry is tracked: not what closures share outside the halves.
 *
 * The trap: the value that a point delivers is not saved, but if the point can fail inside a `try`, the
 * handler may still need the target's old value (normalisation never targets such a variable).
 */
import type * as t from '@babel/types';
import * as types from '@babel/types';
import { children, isFunction } from '../normal-form/build.js';
import { type Binding, type IdentifierRef, type Point, pointOf } from '../normal-form/model.js';

type Mask = bigint;

interface Targets {
  breaks: ReadonlyMap<string, Mask>;
  continues: ReadonlyMap<string, Mask>;
  /** Live at the entry of every handler around. */
  handler: Mask;
}

/** For a `break` or `continue` without a label. */
const nearest = '';

export interface Liveness {
  points: Point[];
  tracked: Binding[];
}

/**
 * Fills in `pc` and `live` of every point of `body`. `isTracked` says which variables frames carry, `self` is saved
 * where `this` is wanted, and `result` is what the function may return at its end.
 */
export function analyse(
  body: readonly t.Statement[],
  isTracked: (binding: Binding) => boolean,
  self: Binding | null,
  result: Binding | null = null,
): Liveness {
  const analysis = new Analysis(isTracked, self, result);
  analysis.number(body);
  analysis.list(body, analysis.atEnd(), { breaks: new Map(), continues: new Map(), handler: 0n });
  return { points: analysis.points, tracked: analysis.tracked };
}

class Analysis {
  readonly points: Point[] = [];
  readonly tracked: Binding[] = [];
  readonly #index = new Map<Binding, Mask>();
  readonly #uses = new WeakMap<t.Node, Mask>();
  readonly #isTracked: (binding: Binding) => boolean;
  readonly #this: Binding | null;
  readonly #result: Binding | null;

  constructor(isTracked: (binding: Binding) => boolean, self: Binding | null, result: Binding | null) {
    this.#result = result;
    this.#isTracked = isTracked;
    this.#this = self;
  }

  /** What the end of the function reads. */
  atEnd(): Mask {
    return this.#bit(this.#result);
  }

  number(nodes: Iterable<t.Node>): void {
    for (const node of nodes) {
      const point = pointOf(node);
      if (point) {
        this.points.push(point);
        point.pc = this.points.length;
      } else if (!isFunction(node)) this.number(children(node));
    }
  }

  #bit(binding: Binding | null | undefined): Mask {
    if (!binding || !this.#isTracked(binding)) return 0n;
    let bit = this.#index.get(binding);
    if (bit === undefined) {
      bit = 1n << BigInt(this.tracked.length);
      this.tracked.push(binding);
      this.#index.set(binding, bit);
    }
    return bit;
  }

  /** The variables that evaluating `node` reads, closures it creates included. */
  #reads(node: t.Node | null | undefined): Mask {
    if (!node) return 0n;
    let mask = this.#uses.get(node);
    if (mask !== undefined) return mask;
    mask = 0n;
    if (node.type === 'Identifier') mask = this.#bit((node as IdentifierRef).binding);
    else if (node.type === 'ThisExpression' || node.type === 'Super') mask = this.#bit(this.#this);
    else {
      const plainTarget =
        node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier';
      for (const child of children(node)) {
        if (plainTarget && child === (node as t.AssignmentExpression).left) continue;
        mask |= this.#reads(child);
      }
      // A function or field of its own has a `this` of its own; a computed key has not.
      if (this.#this && ownsThis(node)) {
        mask &= ~this.#bit(this.#this);
        if ('computed' in node && node.computed) mask |= this.#reads((node as t.ClassMethod).key);
      }
    }
    this.#uses.set(node, mask);
    return mask;
  }

  /** The variables that are read to assign to `node`: in defaults, keys and members, not the ones it assigns. */
  #readsOfTarget(node: t.Node): Mask {
    switch (node.type) {
      case 'Identifier':
        return 0n;
      case 'AssignmentPattern':
        return this.#readsOfTarget(node.left) | this.#reads(node.right);
      case 'ObjectProperty':
        return this.#readsOfTarget(node.value) | (node.computed ? this.#reads(node.key) : 0n);
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'RestElement': {
        let mask = 0n;
        for (const part of children(node)) mask |= this.#readsOfTarget(part);
        return mask;
      }
      default:
        return this.#reads(node);
    }
  }

  #declared(node: t.Node): Mask {
    let mask = 0n;
    for (const name of Object.values(types.getBindingIdentifiers(node)))
      mask |= this.#bit((name as IdentifierRef).binding);
    return mask;
  }

  list(nodes: readonly t.Statement[], out: Mask, to: Targets): Mask {
    let live = out;
    for (let i = nodes.length - 1; i >= 0; i--) live = this.#statement(nodes[i] as t.Statement, live, to, []);
    return live;
  }

  #statement(node: t.Statement, out: Mask, to: Targets, labels: readonly string[]): Mask {
    return this.#before(node, out, to, labels) | to.handler;
  }

  #before(node: t.Statement, out: Mask, to: Targets, labels: readonly string[]): Mask {
    switch (node.type) {
      case 'ExpressionStatement':
      case 'VariableDeclaration':
        return this.#simple(node, out, to);
      case 'BlockStatement':
        return this.list(node.body, out, to);
      case 'IfStatement': {
        const then = this.#statement(node.consequent, out, to, []);
        const otherwise = node.alternate ? this.#statement(node.alternate, out, to, []) : out;
        return then | otherwise | this.#reads(node.test);
      }
      case 'LabeledStatement': {
        const name = node.label.name;
        const breaks = new Map(to.breaks).set(name, out);
        return this.#statement(node.body, out, { ...to, breaks }, [...labels, name]);
      }
      case 'BreakStatement':
        return to.breaks.get(node.label?.name ?? nearest) ?? 0n;
      case 'ContinueStatement':
        return to.continues.get(node.label?.name ?? nearest) ?? 0n;
      case 'ReturnStatement':
        return this.#reads(node.argument) | this.atEnd();
      case 'ThrowStatement':
        return this.#reads(node.argument);
      case 'WhileStatement': {
        const test = this.#reads(node.test);
        return this.#loop(again => {
          return test | out | this.#statement(node.body, again, this.#inside(to, labels, out, again), []);
        });
      }
      case 'DoWhileStatement': {
        const test = this.#reads(node.test);
        return this.#loop(again => {
          const atTest = test | again | out;
          return this.#statement(node.body, atTest, this.#inside(to, labels, out, atTest), []);
        });
      }
      case 'ForStatement': {
        const test = this.#reads(node.test);
        const update = this.#reads(node.update);
        const atTest = this.#loop(again => {
          const atUpdate = update | again;
          const body = this.#statement(node.body, atUpdate, this.#inside(to, labels, out, atUpdate), []);
          return test | body | (node.test ? out : 0n);
        });
        if (!node.init) return atTest;
        if (node.init.type === 'VariableDeclaration') return this.#simple(node.init, atTest, to);
        return atTest | this.#reads(node.init);
      }
      case 'ForInStatement':
      case 'ForOfStatement': {
        const target = node.left.type === 'VariableDeclaration' ? 0n : this.#reads(node.left);
        const body = this.#loop(again => {
          const inner = this.#statement(node.body, again | out, this.#inside(to, labels, out, again | out), []);
          return inner | target | out;
        });
        return body | this.#reads(node.right);
      }
      case 'SwitchStatement': {
        const inside = { ...to, breaks: new Map(to.breaks).set(nearest, out) };
        let fall = out;
        let all = node.cases.some(clause => !clause.test) ? 0n : out;
        for (let i = node.cases.length - 1; i >= 0; i--) {
          const clause = node.cases[i] as t.SwitchCase;
          fall = this.list(clause.consequent, fall, inside);
          all |= fall | this.#reads(clause.test);
        }
        return all | this.#reads(node.discriminant);
      }
      case 'TryStatement':
        return this.#try(node, out, to);
      default:
        return out | this.#reads(node);
    }
  }

  #inside(to: Targets, labels: readonly string[], out: Mask, again: Mask): Targets {
    const breaks = new Map(to.breaks).set(nearest, out);
    const continues = new Map(to.continues).set(nearest, again);
    for (const label of labels) continues.set(label, again);
    return { breaks, continues, handler: to.handler };
  }

  #loop(step: (again: Mask) => Mask): Mask {
    let live = 0n;
    for (;;) {
      const next = step(live) | live;
      if (next === live) return live;
      live = next;
    }
  }

  #simple(node: t.ExpressionStatement | t.VariableDeclaration, out: Mask, to: Targets): Mask {
    const point = pointOf(node);
    if (point) {
      const delivered = this.#bit(point.target?.binding);
      const { target, self } = point.superCall ?? {};
      let live = ((out | to.handler) & ~delivered) | this.#reads(self);
      for (const arg of point.taker?.args ?? []) live |= this.#reads(arg);
      point.live = this.tracked.filter((_, i) => (live >> BigInt(i)) & 1n);
      const read = this.#reads(point.call) | this.#reads(point.callee) | this.#reads(self) | this.#bit(target);
      return (out & ~delivered) | read;
    }
    if (node.type === 'VariableDeclaration') {
      let live = out;
      for (const declarator of [...node.declarations].reverse()) {
        const written = this.#declared(declarator.id);
        const pattern = declarator.id.type === 'Identifier' ? 0n : this.#reads(declarator.id);
        // A closure in it may mention what is being declared, which had no value before.
        live = (live | pattern | this.#reads(declarator.init)) & ~written;
      }
      return live;
    }
    const { expression } = node;
    if (expression.type === 'AssignmentExpression' && expression.operator === '=') {
      const { left, right } = expression;
      return (out & ~this.#declared(left)) | this.#readsOfTarget(left) | this.#reads(right);
    }
    return out | this.#reads(expression);
  }

  #try(node: t.TryStatement, out: Mask, to: Targets): Mask {
    let after = out;
    let inside = to;
    if (node.finalizer) {
      after = this.#statement(node.finalizer, out | to.handler, to, []);
      // Every way out of the block passes through `finally`, and may go on anywhere.
      let anywhere = after;
      for (const mask of [...to.breaks.values(), ...to.continues.values()]) anywhere |= mask;
      inside = { ...to, handler: to.handler | anywhere };
    }
    if (!node.handler) return this.#statement(node.block, after, inside, []);
    const caught = this.#statement(node.handler.body, after, inside, []);
    const needed = node.handler.param ? caught & ~this.#declared(node.handler.param) : caught;
    return this.#statement(node.block, after, { ...inside, handler: inside.handler | needed }, []);
  }
}

/** Whether `this` inside means another one. */
export function ownsThis(node: t.Node): boolean {
  return (
    (isFunction(node) && node.type !== 'ArrowFunctionExpression') ||
    types.isClassProperty(node) ||
    types.isClassPrivateProperty(node) ||
    types.isClassAccessorProperty(node) ||
    types.isStaticBlock(node)
  );
}

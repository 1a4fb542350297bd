/**
 * The resume half: the same statements, entered again at the point where the frame stands.
 *
 * `pc` is that point while re-entering and 0 while running. A statement without points is skipped by
 * `if (pc === 0)`, one whose last point is `high` is entered by `if (pc <= high)`:
 *
 *     g(); while (c) { x = f(y); }        →  if (pc === 0) g();                        (dropped: no point before it)
 *                                            while (pc !== 0 || c) {
 *                                              if ((x = pc ? $t(pc = 0) : f(y)) === $S) return $f.save(1, f, …);
 *                                            }
 *
 * What only the fast half can reach is left out: `zero` says whether `pc` can be 0 where we are.
 * The trap: a closure made here must capture a binding of its own iteration, so variables that closures
 * capture by value are declared in their block again, not at the top.
 */
import * as t from '@babel/types';
import {
  and,
  assign,
  block,
  children,
  copy,
  id,
  isFunction,
  letDeclaration,
  member,
  num,
  ref,
  same,
  set,
  undef,
} from '../normal-form/build.js';
import { type Binding, type GuardedTry, type IdentifierRef, type Point, pointOf } from '../normal-form/model.js';
import { DerivedHalf, delivered, remade } from './construction.js';
import { type Emission, isSuspended, savedValues, slotPlace } from './fast-half.js';
import { completesAfterPoint, rangeOf, rangeOfAll } from './ranges.js';

export class ResumeHalf {
  readonly #e: Emission;
  /** Block-level variables that got their declaration. */
  readonly #placed = new Set<Binding>();
  #derived: DerivedHalf | null = null;
  #guards = 0;

  constructor(e: Emission) {
    this.#e = e;
  }

  /** The statements of the half, from the frame's fields on. `isOutside`: a variable the half closes over. */
  emit(body: readonly t.Statement[], isOutside: (binding: Binding) => boolean): t.Statement[] {
    const { construction, helpers } = this.#e;
    if (construction?.isDerived && construction.isNative) this.#derived = new DerivedHalf(construction, body, helpers);
    let statements = this.#list(body, false, true);
    if (this.#derived) statements = this.#derived.complete(statements);
    return [this.#prologue(mentionedIn(statements), isOutside), ...statements];
  }

  #prologue(mentioned: Set<Binding>, isOutside: (binding: Binding) => boolean): t.Statement {
    const { slots, frame, pc } = this.#e;
    const fields: t.ObjectProperty[] = [field('pc', pc)];
    const others: t.VariableDeclarator[] = [];
    const wanted = new Set([...slots.of.keys(), ...mentioned].filter(binding => !this.#placed.has(binding)));
    for (const binding of wanted) {
      if (binding === this.#e.self) continue;
      const slot = slots.of.get(binding);
      const name = ref(binding);
      if (slot === undefined) {
        if (!isOutside(binding)) others.push(t.variableDeclarator(name));
        continue;
      }
      const place = slotPlace(slot, this.#e);
      if (t.isIdentifier(place.property) && !place.computed) fields.push(field(place.property.name, name.name));
      else others.push(t.variableDeclarator(name, place));
    }
    return t.variableDeclaration('let', [t.variableDeclarator(t.objectPattern(fields), id(frame)), ...others]);
  }

  #zero(): t.Expression {
    return same(id(this.#e.pc), num(0));
  }

  #notZero(): t.Expression {
    return t.binaryExpression('!==', id(this.#e.pc), num(0));
  }

  #upTo(high: number): t.Expression {
    return t.binaryExpression('<=', id(this.#e.pc), num(high));
  }

  // ── lists ─────────────────────────────────────────────────────────────────

  #list(nodes: readonly t.Statement[], zero: boolean, isTop = false): t.Statement[] {
    const result: t.Statement[] = isTop ? [] : this.#blockVariables(nodes);
    let last = -1;
    nodes.forEach((node, i) => {
      if (rangeOf(node)) last = i;
    });
    let plain: t.Statement[] = [];
    nodes.forEach((node, i) => {
      const range = rangeOf(node);
      if (!range) {
        if (!zero) return;
        (i < last ? plain : result).push(...this.#plain(node));
        return;
      }
      if (plain.length > 0) result.push(t.ifStatement(this.#zero(), block(plain)));
      plain = [];
      const later = i < last;
      const isPoint = pointOf(node) !== undefined;
      const written = this.#statement(node, zero, later && isPoint);
      if (later && !isPoint) result.push(t.ifStatement(this.#upTo(range.high), block(written)));
      else result.push(...written);
      zero ||= completesAfterPoint(node);
    });
    return result;
  }

  /** Variables of this block that closures capture by value: a binding for each time the block is entered. */
  #blockVariables(nodes: readonly t.Statement[]): t.Statement[] {
    const result: t.Statement[] = [];
    for (const node of nodes) {
      if (node.type !== 'VariableDeclaration') continue;
      for (const name of Object.values(t.getBindingIdentifiers(node)) as IdentifierRef[]) {
        const { binding } = name;
        if (binding?.storage === 'copy') result.push(this.#place(binding));
      }
    }
    return result;
  }

  #place(binding: Binding): t.Statement {
    this.#placed.add(binding);
    const slot = this.#e.slots.of.get(binding);
    return letDeclaration(ref(binding), slot === undefined ? null : slotPlace(slot, this.#e));
  }

  // ── statements ────────────────────────────────────────────────────────────

  /** A statement without points: a copy, with the declarations of saved variables made assignments. */
  #plain(node: t.Statement): t.Statement[] {
    return [this.#copy(node)];
  }

  #copy<N extends t.Node>(node: N): N {
    const within = (inner: t.Node): t.Node | undefined => {
      if (inner.type === 'VariableDeclaration') return this.#declaration(inner, within);
      // What a function declares is its own affair.
      return isFunction(inner) ? copy(inner) : undefined;
    };
    const copied = (within(node) as N | undefined) ?? copy(node, within);
    return this.#derived ? this.#derived.rewrite(copied) : copied;
  }

  #declaration(node: t.VariableDeclaration, within: (node: t.Node) => t.Node | undefined): t.Node | undefined {
    const names = Object.values(t.getBindingIdentifiers(node)) as IdentifierRef[];
    const isHead = names.length === 0 && !node.declarations[0]?.init;
    if (isHead || (names.length > 0 && !names.some(({ binding }) => binding && binding.storage !== 'native')))
      return undefined;
    const parts = node.declarations.map((declarator, i) => {
      const target = copy(declarator.id, within);
      // The statement begins where the declaration does: debuggers look for that place.
      if (i === 0 && node.loc) target.loc = node.loc;
      const value = declarator.init ? copy(declarator.init, within) : undef();
      return t.assignmentExpression('=', target as t.Identifier, value);
    });
    const expression = parts.length === 1 ? (parts[0] as t.Expression) : t.sequenceExpression(parts);
    return t.inherits(t.expressionStatement(expression), node);
  }

  /** The statement with its points. `later`: `pc` may also stand at a point after it. */
  #statement(node: t.Statement, zero: boolean, later: boolean): t.Statement[] {
    const point = pointOf(node);
    if (point) return this.#point(node, point, zero, later);
    switch (node.type) {
      case 'BlockStatement':
        return [t.inherits(block(this.#list(node.body, zero)), node)];
      case 'IfStatement':
        return this.#if(node, zero);
      case 'LabeledStatement': {
        const written = this.#statement(node.body, zero, later);
        const inner = written.pop() as t.Statement;
        return [...written, t.inherits(t.labeledStatement(id(node.label.name), inner), node)];
      }
      case 'WhileStatement':
        return [t.inherits(t.whileStatement(this.#loopTest(node.test) as t.Expression, this.#body(node.body)), node)];
      case 'DoWhileStatement':
        return [t.inherits(t.doWhileStatement(this.#copy(node.test), this.#body(node.body, zero)), node)];
      case 'ForStatement':
        return this.#for(node, zero);
      case 'SwitchStatement':
        return this.#switch(node, zero);
      case 'TryStatement':
        return this.#try(node, zero);
      default:
        throw new Error(`greenc: a ${node.type} holds a suspension point`);
    }
  }

  /** A loop comes round again, so `pc` can be 0 anywhere in it. */
  #body(node: t.Statement, _zero = true): t.BlockStatement {
    return block(this.#list(node.type === 'BlockStatement' ? node.body : [node], true));
  }

  #loopTest(test: t.Expression | null | undefined): t.Expression | null {
    if (!test || t.isBooleanLiteral(test, { value: true })) return test ? this.#copy(test) : null;
    return t.logicalExpression('||', this.#notZero(), this.#copy(test));
  }

  #if(node: t.IfStatement, zero: boolean): t.Statement[] {
    const then = rangeOf(node.consequent);
    const otherwise = rangeOf(node.alternate);
    const branch = (part: t.Statement | null | undefined): t.BlockStatement | null =>
      part
        ? block(rangeOf(part) ? this.#list(listOf(part), zero) : zero ? listOf(part).flatMap(s => this.#plain(s)) : [])
        : null;
    if (!zero && !(then && otherwise))
      return [then ? (branch(node.consequent) as t.BlockStatement) : (branch(node.alternate) as t.BlockStatement)];
    let test: t.Expression;
    if (!zero) test = this.#upTo((then as { high: number }).high);
    else if (then && otherwise)
      test = t.conditionalExpression(this.#zero(), this.#copy(node.test), this.#upTo(then.high));
    else if (then) test = t.logicalExpression('||', this.#notZero(), this.#copy(node.test));
    else test = and(this.#zero(), this.#copy(node.test));
    return [t.inherits(t.ifStatement(test, branch(node.consequent) as t.BlockStatement, branch(node.alternate)), node)];
  }

  #for(node: t.ForStatement, zero: boolean): t.Statement[] {
    const before: t.Statement[] = [];
    let init: t.Expression | null = null;
    if (node.init) {
      if (node.init.type === 'VariableDeclaration') before.push(...this.#blockVariables([node.init]));
      const first = this.#copy(node.init as t.Node);
      const expression = t.isExpressionStatement(first) ? first.expression : (first as t.Expression);
      if (zero) init = and(this.#zero(), expression);
    }
    const update = node.update ? this.#copy(node.update) : null;
    const loop = t.forStatement(init, this.#loopTest(node.test), update, this.#body(node.body));
    return [...before, t.inherits(loop, node)];
  }

  #switch(node: t.SwitchStatement, zero: boolean): t.Statement[] {
    const before: t.Statement[] = [];
    let reached = zero;
    const always = () => t.booleanLiteral(true);
    const cases = node.cases.map(clause => {
      const range = rangeOfAll(clause.consequent);
      const here: t.Expression = range
        ? and(t.binaryExpression('>=', id(this.#e.pc), num(range.low)), this.#upTo(range.high))
        : t.booleanLiteral(false);
      const test = clause.test && (zero ? t.conditionalExpression(this.#zero(), this.#copy(clause.test), here) : here);
      before.push(...this.#blockVariables(clause.consequent));
      const body = range
        ? this.#list(clause.consequent, reached, true)
        : reached
          ? clause.consequent.flatMap(s => this.#plain(s))
          : [];
      // What ends in a jump does not fall into the next case.
      if (range && !t.isCompletionStatement(clause.consequent.at(-1))) reached = true;
      return t.switchCase(test ?? null, body);
    });
    const discriminant = zero
      ? t.conditionalExpression(this.#zero(), this.#copy(node.discriminant), always())
      : always();
    return [...before, t.inherits(t.switchStatement(discriminant, cases), node)];
  }

  #try(node: t.TryStatement, zero: boolean): t.Statement[] {
    const isGuarded = (node as GuardedTry).guarded && node.finalizer;
    if (isGuarded) this.#guards++;
    const body = block(this.#list(node.block.body, zero));
    if (isGuarded) this.#guards--;
    const handler = node.handler ? this.#copy(node.handler) : null;
    const finalizer = node.finalizer
      ? block([
          t.ifStatement(
            t.binaryExpression('>=', id(this.#e.pc), num(0)),
            block(node.finalizer.body.flatMap(s => this.#plain(s))),
          ),
        ])
      : null;
    return [t.inherits(t.tryStatement(body, handler, finalizer), node)];
  }

  // ── points ────────────────────────────────────────────────────────────────

  #point(node: t.Statement, point: Point, zero: boolean, later: boolean): t.Statement[] {
    const { helpers, pc, construction } = this.#e;
    const { helper, args } = point.taker ?? { helper: 'take', args: [] };
    const running = () => t.assignmentExpression('=', id(pc), num(0));
    const taken = () => helpers.call(helper, ...args.map(arg => this.#copy(arg)), running());
    const took = () => delivered(point, taken(), helpers);
    const deliver = (value: t.Expression): t.Expression =>
      point.target ? t.assignmentExpression('=', ref(point.target.binding as Binding), value) : value;
    if (!zero) {
      const taken = t.inherits(t.expressionStatement(deliver(took())), node);
      return later ? [t.ifStatement(same(id(pc), num(point.pc)), taken)] : [taken];
    }
    const value = t.conditionalExpression(id(pc), took(), this.#copy(remade(point, construction, helpers)));
    const failed = isSuspended(deliver(value), this.#e);
    const saved = savedValues(point, this.#e, this.#copy(point.callee));
    const save = t.callExpression(member(id(this.#e.frame), 'save'), saved);
    const left = this.#e.suspended === null ? save : assign(id(this.#e.suspended), save);
    // A `finally` on the way out must not run.
    const result = this.#guards > 0 ? t.sequenceExpression([set(id(pc), num(-1)).expression, left]) : left;
    const test = later ? and(this.#upTo(point.pc), failed) : failed;
    return [t.inherits(t.ifStatement(test, t.returnStatement(result)), node)];
  }
}

function field(key: string, name: string): t.ObjectProperty {
  return t.objectProperty(id(key), id(name), false, key === name);
}

function listOf(node: t.Statement): t.Statement[] {
  return node.type === 'BlockStatement' ? node.body : [node];
}

/** The variables that the statements mention. */
function mentionedIn(statements: readonly t.Node[]): Set<Binding> {
  const mentioned = new Set<Binding>();
  const visit = (node: t.Node): void => {
    const { binding } = node as IdentifierRef;
    if (binding) mentioned.add(binding);
    for (const child of children(node)) visit(child);
  };
  for (const statement of statements) visit(statement);
  return mentioned;
}

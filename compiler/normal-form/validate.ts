/**
 * Holds a function to the definition of the normal form, after the pass that made it and again after analysis and
 * emission. See definition.ts for the rules; it shares no code with the passes, except that 1-select says what a
 * point is.
 */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { type AnalysedFunction, type Complaint, describeComplaint, type NormalFunction } from './definition.js';
import type { HelperCall } from './helpers.js';
import { type GuardedTry, isGenerator, type Point, pointOf } from './model.js';
import { checkAnalysis } from './validate-analysis.js';
import { checkEmitted } from './validate-emitted.js';
import { bindingOf, Complaints, declaredBy, evaluated, holdsPoint, textOf, unlabelled } from './validate-tree.js';
import { checkVariables } from './validate-variables.js';

/** The steps as the pipeline takes them. Each throws an Error with all complaints if there are any. */
export const validate = {
  normalForm: (normal: NormalFunction): void => raise(checkNormalForm(normal)),
  analysis: (plan: AnalysedFunction): void => raise(checkAnalysis(plan)),
  emitted: (plan: AnalysedFunction, added: readonly t.FunctionDeclaration[]): void => raise(checkEmitted(plan, added)),
};

function raise(complaints: readonly Complaint[]): void {
  if (complaints.length > 0) throw new Error(complaints.map(describeComplaint).join('\n'));
}

/** What is wrong with a function as `2-normalise` left it. */
export function checkNormalForm(normal: NormalFunction): Complaint[] {
  const complaints = new Complaints(normal);
  new Structure(normal, complaints).list(normal.body, outermost);
  checkVariables(normal, complaints);
  return complaints.list;
}

interface Context {
  labels: ReadonlyMap<string, 'loop' | 'other'>;
  breakable: boolean;
  loop: boolean;
  inTry: boolean;
}

const outermost: Context = { labels: new Map(), breakable: false, loop: false, inTry: false };

const reenterable = new Set([
  'BlockStatement',
  'IfStatement',
  'LabeledStatement',
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'SwitchStatement',
  'TryStatement',
]);

/** Control flow: points, the statements around them, jumps. */
class Structure {
  readonly #normal: NormalFunction;
  readonly #complaints: Complaints;

  constructor(normal: NormalFunction, complaints: Complaints) {
    this.#normal = normal;
    this.#complaints = complaints;
  }

  list(nodes: readonly t.Statement[], context: Context): void {
    const pointful = nodes.some(holdsPoint) || nodes === this.#normal.body;
    for (const node of nodes) {
      this.#complaints.at(node);
      for (const { name } of pointful ? declaredBy(node) : [])
        if (unlabelled(node).type !== 'VariableDeclaration')
          this.#complaints.add('declaration', `a block with points declares ${name}`);
      this.#statement(node, context);
    }
  }

  #statement(node: t.Statement, context: Context): void {
    this.#complaints.at(node);
    const point = pointOf(node);
    if (point) {
      this.#point(node, point, context);
      return;
    }
    if (holdsPoint(node) && !reenterable.has(node.type))
      this.#complaints.add('no way back', `a point stands inside a ${node.type}`);
    switch (node.type) {
      case 'VariableDeclaration':
        this.#declaration(node);
        return;
      case 'BlockStatement':
        this.list(node.body, context);
        return;
      case 'LabeledStatement':
        this.#labelled(node, context);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#jump(node, context);
        return;
      case 'IfStatement':
        this.#pure(node.test);
        this.list([node.consequent], context);
        if (node.alternate) this.list([node.alternate], context);
        return;
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.#pure(node.test);
        this.list([node.body], { ...context, breakable: true, loop: true });
        return;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        this.#for(node, context);
        return;
      case 'SwitchStatement':
        this.#pure(node.discriminant);
        for (const clause of node.cases) this.#pure(clause.test);
        this.list(
          node.cases.flatMap(clause => clause.consequent),
          { ...context, breakable: true },
        );
        return;
      case 'TryStatement':
        this.#try(node, context);
        return;
      default:
        for (const part of evaluated(node)) this.#pure(part);
    }
  }

  #declaration(node: t.VariableDeclaration): void {
    if (node.kind === 'var')
      this.#complaints.add(
        'var',
        `the body declares ${Object.keys(t.getBindingIdentifiers(node)).join(', ')} with var`,
      );
    for (const declarator of node.declarations) this.#pure(declarator);
  }

  #labelled(node: t.LabeledStatement, context: Context): void {
    const { name } = node.label;
    if (context.labels.has(name)) this.#complaints.add('label', `the label ${name} stands inside itself`);
    const labels = new Map(context.labels).set(name, t.isLoop(unlabelled(node)) ? 'loop' : 'other');
    this.list([node.body], { ...context, labels });
  }

  #jump(node: t.BreakStatement | t.ContinueStatement, { labels, breakable, loop }: Context): void {
    const isContinue = node.type === 'ContinueStatement';
    const word = isContinue ? 'continue' : 'break';
    if (!node.label) {
      if (!(isContinue ? loop : breakable)) this.#complaints.add('label', `a ${word} has nothing around it to ${word}`);
      return;
    }
    const target = labels.get(node.label.name);
    if (!target) this.#complaints.add('label', `${word} ${node.label.name} has no such label around it`);
    else if (isContinue && target !== 'loop')
      this.#complaints.add('label', `continue ${node.label.name}, but the label is not a loop's`);
  }

  #for(node: t.ForStatement | t.ForXStatement, context: Context): void {
    if (node.type === 'ForStatement') {
      if (node.init && pointOf(node.init)) this.#complaints.add('no way back', 'the head of a for loop is a point');
      for (const part of [node.init, node.test, node.update]) this.#pure(part);
    } else {
      if (isPoint(node)) this.#complaints.add('native loop', 'a for…of loop is left: its iterator may suspend');
      this.#pure(node.left);
      this.#pure(node.right);
    }
    for (const head of node.type === 'ForStatement' ? [node.init] : [node.left])
      if (head?.type === 'VariableDeclaration' && head.kind === 'var') this.#declaration(head);
    this.list([node.body], { ...context, breakable: true, loop: true });
  }

  #try(node: t.TryStatement, context: Context): void {
    const { block, handler, finalizer } = node;
    // A generator is held where it stands, in whichever block.
    if (!isGenerator(this.#normal.fn)) this.#noPointsAfter(node);
    this.list(block.body, { ...context, inTry: true });
    if (handler) this.list(handler.body.body, context);
    if (finalizer) this.list(finalizer.body, context);
  }

  #noPointsAfter(node: t.TryStatement): void {
    const { block, handler, finalizer } = node;
    if (holdsPoint(handler)) this.#complaints.add('no way back', 'a point stands in a catch clause');
    if (holdsPoint(finalizer)) this.#complaints.add('no way back', 'a point stands in a finally block');
    if (finalizer && holdsPoint(block) && !(node as GuardedTry).guarded)
      this.#complaints.add('unguarded finally', 'a finally block would run while the point in its try suspends');
  }

  // ── points ────────────────────────────────────────────────────────────────

  #point(node: t.Statement, point: Point, context: Context): void {
    this.#shape(node, point);
    this.#target(node, point, context);
    // Which of two things is called may depend on a test: that of an iterator, or nothing for an array.
    const { call } = point;
    if (call.type === 'ConditionalExpression') {
      this.#pure(call.test);
      this.#pure(call.consequent);
      for (const part of evaluated(call.alternate)) this.#pure(part);
    } else for (const part of evaluated(call)) this.#pure(part);
    if (!isHarmless(point.callee))
      this.#complaints.add('point callee', `evaluating ${textOf(point.callee)} a second time could be noticed`);
  }

  #shape(node: t.Statement, { call, target }: Point): void {
    let fits = false;
    if (node.type === 'VariableDeclaration') {
      const [only, ...others] = node.declarations;
      fits = node.kind === 'let' && others.length === 0 && !!target && only?.id === target && only.init === call;
    } else if (node.type === 'ExpressionStatement') {
      const { expression } = node;
      fits = target
        ? t.isAssignmentExpression(expression, { operator: '=' }) &&
          expression.left === target &&
          expression.right === call
        : expression === call;
    }
    if (!fits)
      this.#complaints.add('point shape', `a ${node.type} does not evaluate its call into its target, and no more`);
  }

  #target(node: t.Statement, { target }: Point, { inTry }: Context): void {
    if (!target) return;
    const binding = bindingOf(target);
    const reject = (why: string) => this.#complaints.add('point target', `the target ${target.name} ${why}`);
    if (!binding) reject('is not a variable of this function');
    else if (binding.kind !== 'temp') {
      if (binding.owner !== this.#normal.fn) reject('is a variable of another function');
      else if (binding.storage !== 'local') reject(`is not saved by value: its storage is ${binding.storage}`);
      else if (binding.captures.length > 0) reject('is captured by a closure');
      else if (binding.needsTdz) reject('needs a check before it is assigned');
      else if (inTry && node.type !== 'VariableDeclaration') reject('would lose its value for the handler around');
    }
  }

  /** What may not suspend. */
  #pure(node: t.Node | null | undefined): void {
    if (!node) return;
    this.#complaints.at(node);
    if (isPoint(node))
      this.#complaints.add('hidden point', `${textOf(node)} may suspend, but is no statement of its own`);
    if (pointOf(node)) this.#complaints.add('hidden point', `a point stands inside ${textOf(node)}`);
    if (
      (node.type === 'AwaitExpression' && !this.#normal.fn.node.async) ||
      (node.type === 'YieldExpression' && !isGenerator(this.#normal.fn))
    )
      this.#complaints.add('await or yield', 'it has an await or yield of its own');
    for (const part of evaluated(node)) this.#pure(part);
  }
}

/** Evaluating it a second time does nothing that the program could notice. */
function isHarmless(node: t.Node | null): boolean {
  if (!node) return false;
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'BigIntLiteral':
    case 'RegExpLiteral':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'UnaryExpression':
      return node.operator !== 'delete' && t.isLiteral(node.argument) && isHarmless(node.argument);
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    case 'ArrayExpression':
      return node.elements.length === 0;
    case 'MemberExpression':
      return isHarmlessMember(node);
    case 'CallExpression':
      return !!(node as Partial<HelperCall>).helper && node.arguments.every(isHarmless);
    default:
      return false;
  }
}

/** A field of a record that only compiled code sees, a method of `super`, a private method, `Symbol.iterator`. */
function isHarmlessMember({ object, property, computed }: t.MemberExpression): boolean {
  if (computed) return false;
  if (object.type === 'Super') return true;
  if (property.type === 'PrivateName') return isHarmless(object);
  return bindingOf(object)?.kind === 'temp' || (!bindingOf(object) && t.isIdentifier(object, { name: 'Symbol' }));
}

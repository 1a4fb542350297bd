/** The rules about a function as it is written: the tail, the comparisons after calls, what the resume half sees. */
import * as t from '@babel/types';
import { isPoint } from '../1-select/points.js';
import { children, isFunction } from './build.js';
import type { AnalysedFunction, Complaint } from './definition.js';
import { type Binding, type FunctionInfo, isGenerator } from './model.js';
import { checkHeld } from './validate-held.js';
import { bindingOf, Complaints, evaluated, textOf } from './validate-tree.js';

/** `added`: what stands beside the function: its resume half and, if that wants its `this`, who calls it with one. */
export function checkEmitted(plan: AnalysedFunction, added: readonly t.FunctionDeclaration[]): Complaint[] {
  const half = added[0] ?? null;
  if (isGenerator(plan.normal.fn)) return checkHeld(plan);
  const { fn } = plan.normal;
  const complaints = new Complaints(plan.normal);
  const body = fn.node.body.type === 'BlockStatement' ? fn.node.body.body : [];
  const suspension = tailOf(body.at(-1), plan);
  const isAsync = plan.emission.suspended !== null;
  const fast = isAsync ? asyncPart(body).at(-1) : body.at(-2);
  if (!suspension || fast?.type !== 'LabeledStatement') {
    complaints.add(
      'tail',
      'the last statement does not return what suspend(…) gives, after the block of the fast half',
    );
    return complaints.list;
  }
  const mark = suspension.arguments.at(-1);
  if (!t.isStringLiteral(mark) || !/^greenc\d+:\d+$/.test(mark.value) || !mark.value.endsWith(`:${fn.id}`))
    complaints.add('tail', `the last argument of suspend is not the mark of function ${fn.id}`);
  const resume = suspension.arguments[1];
  const writtenInPlace = t.isArrowFunctionExpression(resume) ? resume : null;
  if (plan.shared) {
    if (!t.isIdentifier(resume) || half) complaints.add('tail', "the resume half is not the runtime's");
  } else if (plan.isStatic ? !t.isIdentifier(resume, { name: added.at(-1)?.id?.name ?? '' }) : half || !writtenInPlace)
    complaints.add(
      'tail',
      `the resume half ${plan.isStatic ? 'is not the one beside the function' : 'is not an arrow in the tail'}`,
    );

  checkFastHalf(plan, fast, complaints);
  const resumeHalf = half ?? writtenInPlace;
  if (resumeHalf) {
    const statements = resumeHalf.body.type === 'BlockStatement' ? resumeHalf.body.body : [];
    checkResumeHalf(plan, isAsync ? asyncPart(statements) : statements, complaints);
    const head = body.slice(0, -2).flatMap(namesDeclaredBy);
    const params = fn.bindings.flatMap(({ kind, name }) => (kind === 'param' ? name : []));
    new Sight(plan, half ? null : new Set([...head, ...params]), complaints).visit(
      resumeHalf,
      new Set(),
      added.length > 1,
    );
  }
  return complaints.list;
}

function tailOf(node: t.Statement | undefined, { emission }: AnalysedFunction): t.CallExpression | null {
  let value = t.isReturnStatement(node) ? node.argument : null;
  if (emission.suspended !== null) value = t.isConditionalExpression(value) ? value.alternate : null;
  return t.isCallExpression(value) && t.isIdentifier(value.callee) ? value : null;
}

/** The statements of what is async in a half of an async function, which stand in a `try`. */
function asyncPart(body: readonly t.Statement[]): readonly t.Statement[] {
  const started = body.at(-2);
  const part = t.isVariableDeclaration(started) ? started.declarations[0]?.init : null;
  const isPart = t.isArrowFunctionExpression(part, { async: true }) && t.isBlockStatement(part.body);
  const attempt = isPart ? (part.body as t.BlockStatement).body[0] : null;
  return t.isTryStatement(attempt) ? attempt.block.body : [];
}

/** `if (call === SUSPENDED) …`: the compared side, and what happens then. */
function comparison(node: t.Node): { compared: t.Expression; consequent: t.Statement } | null {
  if (node.type !== 'IfStatement' || node.alternate) return null;
  let { test } = node;
  if (test.type === 'LogicalExpression') test = test.right;
  if (!t.isBinaryExpression(test, { operator: '===' }) || !isSentinel(test.right)) return null;
  return { compared: test.left as t.Expression, consequent: node.consequent };
}

/** SUSPENDED or, after a `super()`, the blank that stands for it. */
const isSentinel = (node: t.Node): boolean =>
  t.isMemberExpression(node)
    ? t.isIdentifier(node.property, { name: 'blank' }) && isSentinel(node.object)
    : t.isIdentifier(node) && !bindingOf(node);

/** The number of the point whose frame the fast half makes: `{ $f = new $F(3, …); break $b; }`. */
function framePc(consequent: t.Statement, label: string): number | null {
  if (consequent.type !== 'BlockStatement' || consequent.body.length !== 2) return null;
  const [make, leave] = consequent.body as [t.Statement, t.Statement];
  if (!t.isBreakStatement(leave) || leave.label?.name !== label) return null;
  if (!t.isExpressionStatement(make) || !t.isAssignmentExpression(make.expression)) return null;
  const { right } = make.expression;
  const pc = t.isNewExpression(right) ? right.arguments[0] : null;
  return t.isNumericLiteral(pc) ? pc.value : null;
}

function checkFastHalf({ points }: AnalysedFunction, fast: t.LabeledStatement, complaints: Complaints): void {
  const pcs: number[] = [];
  const visit = (node: t.Node, previous: t.Node | null): void => {
    complaints.at(node);
    const check = comparison(node);
    const pc = check && framePc(check.consequent, fast.label.name);
    if (check && pc !== null) {
      pcs.push(pc);
      // The call stands in the comparison, or in the declaration just before it.
      if (t.isIdentifier(check.compared) && previous?.type !== 'VariableDeclaration')
        complaints.add('unchecked point', `the comparison of point ${pc} has no call before it`);
      return;
    }
    if (isPoint(node)) complaints.add('unchecked point', `${textOf(node)} is not compared with the sentinel`);
    let before: t.Node | null = null;
    const parts = evaluated(node);
    parts.forEach((part, i) => {
      if (!isDeclarationOfPoint(part, parts[i + 1], fast.label.name)) visit(part, before);
      before = part;
    });
  };
  visit(fast.body, null);
  const expected = points.map(({ pc }) => pc);
  if (String(pcs) !== String(expected))
    complaints.add('unchecked point', `the fast half makes frames for points ${pcs}, and should for ${expected}`);
}

/** `let x = f(); if (x === SUSPENDED) …` */
function isDeclarationOfPoint(node: t.Node, next: t.Node | undefined, label: string): boolean {
  if (node.type !== 'VariableDeclaration' || !next) return false;
  const check = comparison(next);
  const target = node.declarations[0]?.id;
  if (!check || framePc(check.consequent, label) === null) return false;
  return t.isIdentifier(target) && t.isIdentifier(check.compared, { name: target.name });
}

/** Of each call in the resume half the outcome is compared, and then the frame updated. */
function checkResumeHalf(plan: AnalysedFunction, half: readonly t.Statement[], complaints: Complaints): void {
  const known = new Set(plan.points.map(({ pc }) => pc));
  const visit = (node: t.Node): void => {
    complaints.at(node);
    const check = comparison(node);
    if (check && t.isReturnStatement(check.consequent)) {
      const saved = check.consequent.argument;
      let save = t.isSequenceExpression(saved) ? saved.expressions.at(-1) : saved;
      if (t.isAssignmentExpression(save) && t.isIdentifier(save.left, { name: plan.emission.suspended ?? '' }))
        save = save.right;
      const pc = t.isCallExpression(save) ? save.arguments[0] : null;
      if (t.isNumericLiteral(pc)) {
        if (!known.delete(pc.value))
          complaints.add('resume half', `it updates the frame for point ${pc.value} twice, or there is none`);
        return;
      }
    }
    if (isPoint(node))
      complaints.add('unchecked point', `${textOf(node)} in the resume half is not compared with the sentinel`);
    for (const part of evaluated(node)) visit(part);
  };
  for (const node of half) visit(node);
}

function namesDeclaredBy(node: t.Node): string[] {
  if (node.type === 'VariableDeclaration') return Object.keys(t.getBindingIdentifiers(node));
  return (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id ? [node.id.name] : [];
}

/** What the resume half can see from where it stands. `outside`: the names around it, null at the top of the module. */
class Sight {
  readonly #plan: AnalysedFunction;
  readonly #outside: ReadonlySet<string> | null;
  readonly #complaints: Complaints;

  constructor(plan: AnalysedFunction, outside: ReadonlySet<string> | null, complaints: Complaints) {
    this.#plan = plan;
    this.#outside = outside;
    this.#complaints = complaints;
  }

  visit(node: t.Node, names: ReadonlySet<string>, ownThis = false): void {
    this.#complaints.at(node);
    const binding = bindingOf(node);
    if (binding) this.#mention(binding, names);
    if (!this.#outside && !ownThis && isLexical(node))
      this.#complaints.add('resume half', `it uses ${textOf(node)}, but stands at the top of the module`);
    const inner = new Set([...names, ...opens(node)]);
    const own =
      ownThis || (isFunction(node) && node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionDeclaration');
    for (const part of children(node)) {
      if (isPlainName(node, part)) continue;
      const isKey = 'computed' in node && 'key' in node && part === node.key;
      const isField = t.isProperty(node) && node.type !== 'ObjectProperty' && !isKey;
      this.visit(part, inner, isKey ? ownThis : own || isField || node.type === 'StaticBlock');
    }
  }

  #mention(binding: Binding, names: ReadonlySet<string>): void {
    const { fn, temps } = this.#plan.normal;
    const mine = binding.owner === fn || temps.includes(binding) || binding === this.#plan.emission.self;
    if (mine && binding.kind !== 'self') {
      if (!names.has(binding.name) && !this.#outside?.has(binding.name))
        this.#complaints.add(
          'resume half',
          `it mentions ${binding.name}, which is declared neither in it nor around it`,
        );
    } else if (!this.#outside && binding.owner && !isWithin(binding.owner, fn))
      this.#complaints.add(
        'resume half',
        `it mentions ${binding.name} of a function around, but stands at the top of the module`,
      );
  }
}

function isWithin(fn: FunctionInfo, outer: FunctionInfo): boolean {
  for (let inner: FunctionInfo | null = fn; inner; inner = inner.parent) if (inner === outer) return true;
  return false;
}

/** The name of a property, which is no variable. */
function isPlainName(node: t.Node, part: t.Node): boolean {
  if (!('computed' in node) || node.computed) return false;
  return ('property' in node && part === node.property) || ('key' in node && part === node.key);
}

/** What means something else at the top of a module. */
function isLexical(node: t.Node): boolean {
  if (node.type === 'Identifier') return node.name === 'arguments' && !bindingOf(node);
  return (
    node.type === 'ThisExpression' ||
    node.type === 'Super' ||
    (node.type === 'MetaProperty' && node.meta.name === 'new')
  );
}

/** The names that a node declares for what is inside it. */
function opens(node: t.Node): string[] {
  switch (node.type) {
    case 'BlockStatement':
      return node.body.flatMap(namesDeclaredBy);
    case 'SwitchStatement':
      return node.cases.flatMap(clause => clause.consequent.flatMap(namesDeclaredBy));
    case 'ForStatement':
      return node.init ? namesDeclaredBy(node.init) : [];
    case 'ForInStatement':
    case 'ForOfStatement':
      return namesDeclaredBy(node.left);
    case 'CatchClause':
      return node.param ? Object.keys(t.getBindingIdentifiers(node.param)) : [];
    case 'ClassExpression':
    case 'ClassDeclaration':
      return node.id ? [node.id.name] : [];
    default:
      return isFunction(node)
        ? (node as t.Function).params.flatMap(param => Object.keys(t.getBindingIdentifiers(param)))
        : [];
  }
}

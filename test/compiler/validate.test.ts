/** The validators are tested with what they are there for: a normal form broken by hand, one rule at a time. */
import * as t from '@babel/types';
import { copy, ref } from '../../compiler/normal-form/build.js';
import {
  type Complaint,
  describeComplaint,
  type NormalFunction,
  type Rule,
  rules,
} from '../../compiler/normal-form/definition.js';
import { type Binding, type GuardedTry, type IdentifierRef, makeBinding } from '../../compiler/normal-form/model.js';
import { checkNormalForm } from '../../compiler/normal-form/validate.js';
import { checkAnalysis } from '../../compiler/normal-form/validate-analysis.js';
import { checkEmitted } from '../../compiler/normal-form/validate-emitted.js';
import { expression, find, pointsOf, stages, statement } from './stages.js';

const tested = new Set<Rule>();

/** Complaints as `rule: detail`. */
const shown = (complaints: readonly Complaint[]) => complaints.map(({ rule, detail }) => `${rule}: ${detail}`);

function expectComplaint(complaints: readonly Complaint[], rule: Rule, detail: RegExp): void {
  tested.add(rule);
  expect(shown(complaints).find(text => text.startsWith(`${rule}:`) && detail.test(text))).toBeDefined();
}

type Row<Broken> = [rule: Rule, detail: RegExp, source: string, spoil: (broken: Broken) => void];

const pointIn = (normal: NormalFunction, index = 0) => {
  const found = pointsOf(normal.body)[index];
  if (!found) throw new Error('There is no such point.');
  return found;
};

const variable = (normal: NormalFunction, name: string): Binding => {
  const found = [...normal.fn.bindings, ...normal.temps].find(binding => binding.name === name);
  if (!found) throw new Error(`There is no variable ${name}.`);
  return found;
};

const targetOf = (normal: NormalFunction) => pointIn(normal).point.target?.binding as Binding;

const inTry = 'function f(a) { try { a = 1 + p(a); } catch { return a; } finally { a = 2; } return a; }';
const loop = 'function f(a) { for (let i = 0; i < a; i++) { if (p(i)) continue; g(i); } }';
const simple = 'function f(a) { const x = p(a); return x + p(x); }';

const normalFormRows: Row<NormalFunction>[] = [
  ['hidden point', /g\(…\) may suspend/, loop, n => void (find(n.body, 'IfStatement').test = expression('g()'))],
  [
    'hidden point',
    /o\.m\(…\) may suspend/,
    simple,
    n => void (find(n.body, 'ReturnStatement').argument = expression('[o.m()]')),
  ],
  [
    'hidden point',
    /new C\(…\)/,
    simple,
    n => void (pointIn(n).point.call as t.CallExpression).arguments.push(expression('new C(1)')),
  ],
  ['hidden point', /g\(…\)/, simple, n => void n.body.push(statement('({ [g()]() {} })'))],
  ['point shape', /does not evaluate its call/, simple, n => void (pointIn(n).point.call = expression('p(1)'))],
  ['point shape', /VariableDeclaration/, simple, n => void ((pointIn(n).node as t.VariableDeclaration).kind = 'const')],
  [
    'point target',
    /\bx captured|x is captured/,
    simple,
    n => void targetOf(n).captures.push({ order: 1, loops: [], fn: n.fn }),
  ],
  ['point target', /storage is shared/, simple, n => void (targetOf(n).storage = 'shared')],
  ['point target', /needs a check/, simple, n => void (targetOf(n).needsTdz = true)],
  ['point target', /is a variable of another function/, simple, n => void (targetOf(n).owner = null)],
  [
    'point target',
    /lose its value for the handler/,
    inTry,
    n => {
      const { node, point } = pointIn(n);
      const target = ref(variable(n, 'a'));
      point.target = ((node as t.ExpressionStatement).expression as t.AssignmentExpression).left = target;
    },
  ],
  ['point callee', /a second time/, simple, n => void (pointIn(n).point.callee = expression('o.m'))],
  ['point callee', /a second time/, simple, n => void (pointIn(n).point.callee = expression('g()'))],
  [
    'no way back',
    /in a catch clause/,
    inTry,
    n => {
      const attempt = find(n.body, 'TryStatement');
      attempt.handler?.body.body.push(...attempt.block.body);
      attempt.block.body = [];
    },
  ],
  [
    'no way back',
    /in a finally block/,
    inTry,
    n => {
      const attempt = find(n.body, 'TryStatement');
      attempt.finalizer?.body.push(...attempt.block.body);
      attempt.block.body = [];
    },
  ],
  [
    'no way back',
    /inside a ForInStatement/,
    loop,
    n => {
      const { body } = find(n.body, 'ForStatement');
      n.body = [t.forInStatement(expression('o.p') as t.MemberExpression, expression('o'), body)];
    },
  ],
  [
    'no way back',
    /head of a for loop/,
    loop,
    n => {
      const [first] = pointsOf(stages(simple).normal[0]?.body ?? []);
      find(n.body, 'ForStatement').init = first?.node as t.VariableDeclaration;
    },
  ],
  [
    'unguarded finally',
    /would run while/,
    inTry,
    n => void delete (find(n.body, 'TryStatement') as GuardedTry).guarded,
  ],
  ['native loop', /for…of/, simple, n => void n.body.push(statement('for (o.p of o) ;'))],
  ['var', /declares v with var/, simple, n => void n.body.push(statement('var v = 1;'))],
  ['var', /declares v with var/, simple, n => void n.body.push(statement('for (var v in o) ;'))],
  ['declaration', /declares g/, simple, n => void n.body.push(declarationOf(n, 'function'))],
  [
    'declaration',
    /declares g/,
    simple,
    n => void n.body.push(t.labeledStatement(t.identifier('l'), declarationOf(n, 'function'))),
  ],
  ['declaration', /declares g/, simple, n => void n.body.push(declarationOf(n, 'class'))],
  ['native variable', /x stands beside a point/, simple, n => void (variable(n, 'x').storage = 'native')],
  ['native variable', /i stands beside a point/, loop, n => void (variable(n, 'i').storage = 'native')],
  ['unique name', /two variables are called a/, simple, n => void (variable(n, 'x').name = 'a')],
  ['unique name', /g would hide one from outside/, loop, n => void (variable(n, 'i').name = 'g')],
  ['out of scope', /i is mentioned/, loop, n => void n.body.push(t.expressionStatement(ref(variable(n, 'i'))))],
  ['out of scope', /\$1 is mentioned/, simple, n => void (n.temps = [])],
  [
    'out of scope',
    /x is mentioned/,
    'function f() { let x = p(); return h(); function h() { return 1; } }',
    n => void n.declarations[0]?.body.body.unshift(t.expressionStatement(ref(variable(n, 'x')))),
  ],
  ['declared twice', /x is declared twice/, simple, n => void n.body.push(copy(n.body[0] as t.Statement))],
  ['declared twice', /outside the halves and in the body/, simple, n => void n.fn.vars.push(variable(n, 'x'))],
  [
    'captured temporary',
    /a closure mentions \$1/,
    simple,
    n => void n.body.push(t.expressionStatement(t.arrowFunctionExpression([], ref(variable(n, '$1'))))),
  ],
  [
    'captured temporary',
    /a closure mentions \$1/,
    simple,
    n => {
      const field = t.classProperty(t.identifier('f'), ref(variable(n, '$1')));
      n.body.push(t.expressionStatement(t.classExpression(null, null, t.classBody([field]))));
    },
  ],
  ['label', /continue has nothing around it/, loop, n => void n.body.push(t.continueStatement())],
  ['label', /break has nothing around it/, loop, n => void n.body.push(t.breakStatement())],
  ['label', /break l has no such label/, simple, n => void n.body.push(t.breakStatement(t.identifier('l')))],
  [
    'label',
    /continue l, but the label is not a loop's/,
    simple,
    n => void n.body.push(labelled(t.continueStatement(t.identifier('l')))),
  ],
  ['label', /the label l stands inside itself/, simple, n => void n.body.push(labelled(labelled(t.emptyStatement())))],
  ['two places', /the same VariableDeclaration/, simple, n => void n.body.push(n.body[0] as t.Statement)],
  [
    'two places',
    /the same Identifier \(p\)/,
    simple,
    n => void (pointIn(n).point.callee = (pointIn(n).point.call as t.CallExpression).callee as t.Expression),
  ],
  ['await or yield', /await or yield/, simple, n => void n.body.push(statement('await o.p'))],
];

function labelled(body: t.Statement): t.Statement {
  return t.labeledStatement(t.identifier('l'), t.blockStatement([body]));
}

function declarationOf(normal: NormalFunction, kind: 'function' | 'class'): t.Statement {
  const name = ref(makeBinding('g', kind, normal.fn.scope, normal.fn));
  return kind === 'function'
    ? t.functionDeclaration(name, [], t.blockStatement([]))
    : t.classDeclaration(name, null, t.classBody([]));
}

const first = (source: string) => {
  const all = stages(source);
  const normal = all.normal[0] as NormalFunction;
  return { all, normal };
};

const likeArguments = 'function f(o) { p(); o.arguments = p(); return { arguments: o, arguments() {} }; }';

test.each([simple, inTry, loop, likeArguments])('a normal form is one: %s', source => {
  const { all, normal } = first(source);
  expect(shown(checkNormalForm(normal))).toEqual([]);
  const plan = all.plan(normal);
  expect(shown(checkAnalysis(plan))).toEqual([]);
  const half = all.emit(plan);
  expect(shown(checkEmitted(plan, half ? [half] : []))).toEqual([]);
});

test.each(normalFormRows)('%s: %s', (rule, detail, source, spoil) => {
  const { normal } = first(source);
  spoil(normal);
  expectComplaint(checkNormalForm(normal), rule, detail);
});

type Plan = ReturnType<ReturnType<typeof stages>['plan']>;

const method = 'class C { m(a, b) { const x = p(a); p(b); return this.n + x; } }';
const many = `function f(${[...'abcdefghij']}) { p(); return [${[...'abcdefghij']}]; }`;

const analysisRows: Row<Plan>[] = [
  ['point numbers', /has the number 2/, simple, plan => void plan.normal.body.reverse()],
  ['point numbers', /the body holds 2 points, the list 1/, simple, plan => void plan.points.pop()],
  ['point numbers', /is not in the list/, simple, plan => void plan.points.reverse()],
  ['live set', /x, which frames do not carry/, method, plan => void (plan.isTracked = binding => binding.name !== 'x')],
  [
    'live set',
    /x, which is not declared yet/,
    method,
    plan => void plan.points[0]?.live.push(variable(plan.normal, 'x')),
  ],
  ['live set', /x, which the point itself/, method, plan => void plan.points[0]?.live.push(variable(plan.normal, 'x'))],
  [
    'live set',
    /saves a variable twice/,
    method,
    plan => void plan.points[0]?.live.push(variable(plan.normal, 'b'), variable(plan.normal, 'b')),
  ],
  ['live variable missing', /point 1 does not save b/, method, plan => void forget(plan, 0, 'b')],
  ['live variable missing', /point 2 does not save x/, method, plan => void forget(plan, 1, 'x')],
  ['live variable missing', /point 2 does not save this/, method, plan => void forget(plan, 1, 'this')],
  [
    'slots',
    /share slot 0/,
    method,
    plan => {
      for (const binding of plan.emission.slots.of.keys()) plan.emission.slots.of.set(binding, 0);
    },
  ],
  ['slots', /has no slot/, method, plan => void plan.emission.slots.of.clear()],
  ['slots', /overflows is false/, many, plan => void (plan.emission.slots.overflows = false)],
];

function forget({ points }: Plan, index: number, name: string): void {
  const point = points[index];
  if (!point?.live.some(binding => binding.name === name)) throw new Error(`${name} is not live there.`);
  point.live = point.live.filter(binding => binding.name !== name);
}

test.each(analysisRows)('%s: %s', (rule, detail, source, spoil) => {
  const { all, normal } = first(source);
  const plan = all.plan(normal);
  spoil(plan);
  expectComplaint(checkAnalysis(plan), rule, detail);
});

interface Emitted {
  plan: Plan;
  half: t.FunctionDeclaration | null;
  body: t.Statement[];
}

const outer = 'function f(k) { p(); return function g(a) { return k + p(a); }; }';
const wrong = t.numericLiteral(9);

const emittedRows: Row<Emitted>[] = [
  ['tail', /does not return what suspend/, simple, ({ body }) => void body.push(t.emptyStatement())],
  ['tail', /does not return what suspend/, simple, ({ body }) => void body.pop()],
  ['tail', /is not the mark/, simple, ({ body }) => void tail(body).arguments.pop()],
  [
    'tail',
    /is not the mark of function 0/,
    simple,
    ({ body }) => void tail(body).arguments.push(t.stringLiteral('greenc1:7')),
  ],
  [
    'tail',
    /is not the one beside the function/,
    simple,
    emitted => void (tail(emitted.body).arguments[1] = t.identifier('g$r')),
  ],
  ['unchecked point', /g\(…\) is not compared/, simple, ({ body }) => void fastBody(body).push(statement('g();'))],
  [
    'unchecked point',
    /frames for points 9,2, and should for 1,2/,
    simple,
    ({ body }) => void (find(body, 'NewExpression').arguments[0] = wrong),
  ],
  ['unchecked point', /frames for points 2, and should/, simple, ({ body }) => void fastBody(body).splice(0, 2)],
  ['unchecked point', /g\(…\) in the resume half/, simple, ({ half }) => void half?.body.body.push(statement('g();'))],
  [
    'resume half',
    /mentions x, which is declared neither/,
    simple,
    ({ half, plan }) => void half?.body.body.push(mention(plan, 'a'), mention(plan, 'x')),
  ],
  [
    'resume half',
    /uses this, but stands at the top/,
    simple,
    ({ half }) => void half?.body.body.push(statement('o.p = () => this')),
  ],
  [
    'resume half',
    /uses arguments, but stands at the top/,
    simple,
    ({ half }) => void half?.body.body.push(statement('arguments')),
  ],
  ['resume half', /twice, or there is none/, simple, ({ half }) => void (lastSave(half).arguments[0] = wrong)],
];

const tail = (body: t.Statement[]) => (body.at(-1) as t.ReturnStatement).argument as t.CallExpression;
const fastBody = (body: t.Statement[]) => ((body.at(-2) as t.LabeledStatement).body as t.BlockStatement).body;
const mention = ({ normal }: Plan, name: string) => {
  const node = ref(variable(normal, name)) as IdentifierRef;
  return t.expressionStatement(node);
};

function lastSave(half: t.FunctionDeclaration | null): t.CallExpression {
  const returns = (half?.body.body ?? []).flatMap(node =>
    t.isIfStatement(node) && t.isReturnStatement(node.consequent) ? [node.consequent] : [],
  );
  return returns.at(-1)?.argument as t.CallExpression;
}

function emitted(source: string, index = 0): Emitted {
  const all = stages(source);
  const normal = all.normal[index] as NormalFunction;
  const plan = all.plan(normal);
  const half = all.emit(plan);
  return { plan, half, body: (normal.fn.node.body as t.BlockStatement).body };
}

test.each(emittedRows)('%s: %s', (rule, detail, source, spoil) => {
  const broken = emitted(source);
  if (/declared neither/.test(detail.source)) {
    const [prologue] = broken.half?.body.body ?? [];
    const pattern = find([prologue as t.Statement], 'ObjectPattern');
    pattern.properties = pattern.properties.slice(0, 1);
    (prologue as t.VariableDeclaration).declarations.length = 1;
  }
  spoil(broken);
  expectComplaint(checkEmitted(broken.plan, broken.half ? [broken.half] : []), rule, detail);
});

test('resume half: a variable of a function around', () => {
  const broken = emitted(outer, 1);
  expect(broken.plan.isStatic).toBe(false);
  const arrow = tail(broken.body).arguments[1] as t.ArrowFunctionExpression;
  const half = t.functionDeclaration(
    t.identifier('g$r'),
    arrow.params as t.Identifier[],
    arrow.body as t.BlockStatement,
  );
  tail(broken.body).arguments[1] = t.identifier('g$r');
  broken.plan.isStatic = true;
  expectComplaint(checkEmitted(broken.plan, [half]), 'resume half', /mentions k of a function around/);
});

test('tail: the resume half of a function that closes over something stands in it', () => {
  const broken = emitted(outer, 1);
  tail(broken.body).arguments[1] = t.identifier('g$r');
  expectComplaint(checkEmitted(broken.plan, []), 'tail', /is not an arrow in the tail/);
});

test('a complaint says what, where, and where to look first', () => {
  const { normal } = first('\n\nfunction total(a) {\n  p(a);\n  return a;\n}');
  normal.body.splice(1, 0, statement('var v;'));
  delete normal.body[1]?.loc;
  const [complaint] = checkNormalForm(normal);
  expect(describeComplaint(complaint as Complaint)).toBe(
    'normal form, var: the body declares v with var (in total, line 4). Likely cause: makeExplicit did not visit the declaration.',
  );
});

test('every rule has a test', () => {
  expect(Object.keys(rules).filter(rule => !tested.has(rule as Rule))).toEqual([]);
});

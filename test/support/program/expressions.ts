// Expressions. Everything compound is parenthesised; probes stand wherever a value can stand, so that every operand is
// at some time still to be evaluated, and at some time already evaluated, when the program is suspended.
import { accessorUse, propertyName } from './accessors.js';
import { awaiting, seen } from './async.js';
import { builtInArray, builtInValue } from './callbacks.js';
import { callExpression, methodCall } from './calls.js';
import { newExpression, superUse } from './class-uses.js';
import { closure } from './functions.js';
import { generated, generatorSource, stepped, yielding } from './generators.js';
import type { Maker, Value } from './maker.js';
import { assignmentPattern, patternAssignment } from './patterns.js';
import { annotation, typedly } from './types.js';

type Form = (maker: Maker, depth: number) => string | undefined;

/** An expression of a type. `depth` is how deep it may nest. */
export function expression(maker: Maker, type: Value, depth: number): string {
  const forms = depth <= 0 || maker.choices.exhausted ? simple[type] : [...simple[type], ...compound[type]];
  // A form that has nothing to work with here gives way to the simplest.
  const text = maker.choices.pick(forms)(maker, depth - 1) ?? (simple[type][0] as Form)(maker, depth - 1) ?? '0';
  return typedly(maker, text);
}

/** An expression that is more often than not a probe's. */
export function probed(maker: Maker, depth: number): string {
  return maker.choices.chance(60)
    ? `${maker.probe}(${expression(maker, 'num', depth - 1)})`
    : expression(maker, 'num', depth);
}

/** A property key of an `obj`, as text between brackets. */
export function computedKey(maker: Maker, depth: number): string {
  const key = `'${maker.choices.pick(['a', 'b', 'c', 'z'])}'`;
  const form = maker.choices.below(4);
  if (form === 0) return key;
  if (form === 3) return `${maker.use('keyOf')}(${key}, ${expression(maker, 'num', Math.min(depth - 1, 1))})`;
  return `${maker.probe}(${key})`;
}

const number: Form = maker => String(maker.choices.below(5));
const variable =
  (type: Value): Form =>
  maker =>
    maker.variable(type)?.name;

const binaryOperators = ['+', '-', '*', '%', '<', '===', '==', '|', '&', '>=', '!==', '**', '<<'];
const assignOperators = ['=', '+=', '-=', '||=', '&&=', '??=', '*=', '|='];

const simple: Record<Value, Form[]> = {
  num: [
    number,
    variable('num'),
    (maker, depth) => `${maker.probe}(${expression(maker, 'num', Math.min(depth, 0))})`,
    maker =>
      maker.choices.pick([
        "''",
        "'s'",
        'null',
        'undefined',
        'true',
        'false',
        '(-0)',
        'NaN',
        '(1n ? 1 : 0)',
        '/r/.source',
      ]),
    maker => member(maker, 0),
  ],
  arr: [() => '[]', variable('arr'), maker => `[${maker.choices.below(5)}, ${maker.choices.below(5)}]`],
  obj: [() => '{ a: 1 }', variable('obj')].map(
    (form): Form =>
      (maker, depth) => {
        const text = (form as Form)(maker, depth);
        return text?.startsWith('{') ? `(${text})` : text;
      },
  ),
  fn: [
    maker => maker.probe,
    maker => (maker.context.quiet ? undefined : maker.variable('fn', ({ counts }) => !counts)?.name),
    maker => closure(maker, 0),
  ],
};

const compound: Record<Value, Form[]> = {
  num: [
    (maker, depth) => `${maker.probe}(${expression(maker, 'num', depth)})`,
    binary,
    binary,
    (maker, depth) => `${maker.probe}(${list(maker, depth, 3)})`,
    (maker, depth) =>
      `(${probed(maker, depth)} ? ${expression(maker, 'num', depth)} : ${expression(maker, 'num', depth)})`,
    (maker, depth) =>
      `(${probed(maker, depth)} ${maker.choices.pick(['&&', '||', '??'])} ${expression(maker, 'num', depth)})`,
    assignVariable,
    member,
    assignMember,
    update,
    callExpression,
    callExpression,
    methodCall,
    methodCall,
    template,
    (maker, depth) => `(${expression(maker, 'num', depth)}, ${expression(maker, 'num', depth)})`,
    unary,
    functionValues,
    superUse,
    superUse,
    (maker, depth) => `(${expression(maker, 'arr', depth)}).length`,
    (maker, depth) => assignmentPattern(maker, depth),
    (maker, depth) =>
      maker.context.quiet ? undefined : `${maker.use('sum')}(${list(maker, depth, 2)}, ...${spreadable(maker, depth)})`,
    (maker, depth) => `(${computedKey(maker, depth)} in ${expression(maker, 'obj', depth)})`,
    wrong,
    (maker, depth) => `(${expression(maker, 'fn', depth)})(${list(maker, depth, 2)})`,
    awaiting,
    awaiting,
    awaiting,
    seen,
    yielding,
    yielding,
    yielding,
    stepped,
    builtInValue,
    builtInValue,
  ],
  arr: [
    (maker, depth) => `[${list(maker, depth, 3)}]`,
    (maker, depth) =>
      `[${expression(maker, 'num', depth)}, ...${spreadable(maker, depth)}, ${expression(maker, 'num', depth)}]`,
    (maker, depth) => `[, ${expression(maker, 'num', depth)}]`,
    (maker, depth) => `${maker.probe}(${expression(maker, 'arr', depth)})`,
    (maker, depth) =>
      `(${probed(maker, depth)} ? ${expression(maker, 'arr', depth)} : ${expression(maker, 'arr', depth)})`,
    (maker, depth) => `${maker.use('list')}(${list(maker, depth, 3)})`,
    iteratedByBuiltIn,
    builtInArray,
    builtInArray,
    generatorCall,
    (maker, depth) => `(${patternAssignment(maker, depth, 'array')})`,
  ],
  obj: [
    (maker, depth) => `({ a: ${expression(maker, 'num', depth)}, b: ${expression(maker, 'num', depth)} })`,
    (maker, depth) =>
      `({ [${computedKey(maker, depth)}]: ${expression(maker, 'num', depth)}, ...${expression(maker, 'obj', depth)}, c: ${expression(maker, 'num', depth)} })`,
    (maker, depth) => `${maker.probe}(${expression(maker, 'obj', depth)})`,
    (maker, depth) =>
      `({ get a() { return log(${maker.choices.below(9)}); }, set a(value) { log('set', value); }, b: ${expression(maker, 'num', depth)} })`,
    (maker, depth) => `({ a: ${expression(maker, 'num', depth)}, __proto__: ${expression(maker, 'obj', depth)} })`,
    newExpression,
    (maker, depth) => `(${patternAssignment(maker, depth, 'object')})`,
  ],
  fn: [
    (maker, depth) => closure(maker, depth),
    (maker, depth) => `${maker.probe}(${expression(maker, 'fn', depth)})`,
    (maker, depth) => `(${probed(maker, depth)} ? ${maker.probe} : ${closure(maker, depth)})`,
  ],
};

/** `count` expressions at most, separated by commas; at least one. */
export function list(maker: Maker, depth: number, count: number): string {
  return Array.from({ length: 1 + maker.choices.below(count) }, () => expression(maker, 'num', depth)).join(', ');
}

/** Something that `...` and destructuring take: mostly an array, at times an iterator that logs what is done to it. */
export function spreadable(maker: Maker, depth: number): string {
  const form = maker.choices.below(5);
  if (form < 3) return expression(maker, 'arr', depth);
  if (form === 3) return iterator(maker, depth);
  return `${maker.probe}(${expression(maker, 'arr', depth)})`;
}

/** An array that a built-in makes of an iterable. */
function iteratedByBuiltIn(maker: Maker, depth: number): string {
  const source = spreadable(maker, depth);
  const map = maker.context.quiet ? 'log' : maker.choices.pick(['p', '(x, i) => p(x, i)', 'log']);
  const pair = `${maker.use('list')}(${expression(maker, 'num', depth)}, ${expression(maker, 'num', depth)})`;
  return maker.choices.pick([
    `Array.from(${source})`,
    `Array.from(${source}, ${map})`,
    `Array.from({ length: 2, 0: ${expression(maker, 'num', depth)} }, ${map})`,
    `[...new Set(${source})]`,
    `[...new Map(${iterator(maker, depth, undefined, `[${pair}, ${pair}]`)}).keys()]`,
    `Object.keys(Object.fromEntries(${iterator(maker, depth, undefined, `[${pair}]`)}))`,
  ]);
}

/** An iterator that logs what is done to it, at times by probes; one that fails in every way; or a generator. */
export function iterator(
  maker: Maker,
  depth: number,
  kinds: readonly string[] = ['iter', 'probing', 'generated', 'probing', 'faulty'],
  items?: string,
): string {
  const made = items === undefined && maker.choices.chance(25) ? generatorSource(maker, Math.min(depth, 1)) : undefined;
  if (made !== undefined) return made;
  const kind = maker.context.quiet ? 'iter' : maker.choices.pick(kinds);
  return `${maker.use(kind)}('${kind[0]}${maker.choices.below(3)}', ${items ?? expression(maker, 'arr', depth)})`;
}

function binary(maker: Maker, depth: number): string {
  return `(${expression(maker, 'num', depth)} ${maker.choices.pick(binaryOperators)} ${probed(maker, depth)})`;
}

function assignVariable(maker: Maker, depth: number): string | undefined {
  const target = maker.variable('num', ({ writable }) => writable);
  return target && `(${target.name} ${maker.choices.pick(assignOperators)} ${probed(maker, depth)})`;
}

function member(maker: Maker, depth: number): string {
  const form = maker.choices.below(6);
  const object = depth <= 0 ? (maker.variable('obj')?.name ?? '({ a: 2 })') : expression(maker, 'obj', depth);
  if (form < 2) return `${object}.${propertyName(maker)}`;
  if (form === 2) return `${object}[${computedKey(maker, depth)}]`;
  if (form === 3) return `(${expression(maker, 'arr', depth)})[${probed(maker, depth)}]`;
  if (form === 4) return `${object}?.${propertyName(maker)}`;
  return `(${maker.choices.chance(50) ? `${maker.probe}(${maker.choices.pick(['null', 'undefined'])})` : object}?.[${computedKey(maker, depth)}])`;
}

/** A member expression that can be assigned to. */
export function memberTarget(maker: Maker, depth: number): string {
  const object =
    depth > 0 && maker.choices.chance(40)
      ? `${maker.probe}(${expression(maker, 'obj', depth - 1)})`
      : (maker.variable('obj')?.name ?? '({})');
  if (maker.context.superMethods > 0 && maker.choices.chance(20))
    return maker.choices.pick(['super.a', 'this.a', "super['b']"]);
  if (maker.choices.chance(15))
    return `${maker.variable('arr')?.name ?? '[]'}[${maker.probe}(${maker.choices.below(3)})]`;
  return maker.choices.chance(50) ? `${object}[${computedKey(maker, depth)}]` : `${object}.${propertyName(maker)}`;
}

function assignMember(maker: Maker, depth: number): string {
  return `(${memberTarget(maker, depth)} ${maker.choices.pick(assignOperators)} ${probed(maker, depth)})`;
}

function update(maker: Maker, depth: number): string {
  const target = maker.choices.chance(70)
    ? memberTarget(maker, depth)
    : (maker.variable('num', ({ writable }) => writable)?.name ?? memberTarget(maker, depth));
  return maker.choices.chance(50)
    ? `(${target}${maker.choices.pick(['++', '--'])})`
    : `(${maker.choices.pick(['++', '--'])}${target})`;
}

function template(maker: Maker, depth: number): string {
  const parts = Array.from(
    { length: 1 + maker.choices.below(2) },
    (_, index) => `${index}\${${expression(maker, 'num', depth)}}`,
  ).join('');
  const tag = maker.choices.below(4);
  if (tag === 1) return `${maker.use(maker.context.quiet ? 'quietTag' : 'tag')}\`${parts}t\``;
  if (tag === 2) return `${maker.use('tags')}.${maker.context.quiet ? 'quiet' : 'tag'}\`${parts}t\``;
  return `\`${parts}t\``;
}

function unary(maker: Maker, depth: number): string {
  const operator = maker.choices.pick(['-', '+', '!', '~', 'typeof ', 'void ', 'delete ']);
  if (operator === 'delete ' && maker.choices.chance(20))
    return `(delete ${maker.probe}(${expression(maker, 'obj', depth - 1)}))`;
  if (operator === 'delete ')
    return `(delete ${maker.choices.chance(50) ? expression(maker, 'obj', depth) : `${maker.probe}(${expression(maker, 'obj', depth - 1)})`}[${computedKey(maker, depth)}])`;
  return `(${operator}${probed(maker, depth)})`;
}

/** What a function has besides its variables. */
function functionValues(maker: Maker, depth: number): string {
  const { context } = maker;
  const thisObject = context.thisMethods >= 0;
  if (maker.choices.chance(5)) return `${closure(maker, -1)}.name`;
  const forms = [
    ...(context.initialises
      ? []
      : [
          'arguments.length',
          'arguments[0]',
          `(arguments[${maker.probe}(0)] = ${expression(maker, 'num', depth)})`,
          'arguments[1]',
          argumentsBesidePattern(maker),
        ]),
    '(typeof new.target)',
    `${maker.variable('fn')?.name ?? 'run'}.name`,
    ...(thisObject
      ? [
          'this.a',
          `(this.b = ${probed(maker, depth)})`,
          `(this.a += ${probed(maker, depth)})`,
          `this[${computedKey(maker, depth)}]`,
        ]
      : ['(typeof this)']),
    ...(context.superMethods > 0 ? ['super.a', `super[${computedKey(maker, depth)}]`] : []),
    ...(maker.accessors && !context.quiet && context.thisMethods > 0 ? [accessorUse(maker, 'this.g', depth)] : []),
    ...(maker.accessors && !context.quiet && context.superMethods > 0 ? [accessorUse(maker, 'super.g', depth)] : []),
  ];
  return maker.choices.pick(forms);
}

/** A pattern among the parameters takes the rest of them apart from `arguments`, in sloppy code too. */
function argumentsBesidePattern(maker: Maker): string {
  const [first, second] = [maker.fresh('a'), maker.fresh('a')];
  const written = maker.choices.pick([`arguments[0] = ${maker.probe}(2);`, `${first} = ${maker.probe}(2);`]);
  const parameters = `${first}${annotation(maker)}, ${maker.choices.pick([second, `{ q: ${second} }`, `...${second}`])}`;
  return `(function (${parameters}) { ${written} return [${first}, arguments[0]]; })(1, {}).join()`;
}

/** All that a generator gives. */
function generatorCall(maker: Maker, depth: number): string | undefined {
  const made = generated(maker, depth);
  return made && `[...${made}]`;
}

/** Expressions that fail, for the engine's messages and for leaving code in the middle. Rare, and caught more often than not. */
function wrong(maker: Maker, depth: number): string | undefined {
  if (!maker.choices.chance(20)) return undefined;
  const probe = maker.probe;
  return maker.choices.pick([
    `${probe}(undefined).q`,
    `${probe}(null)()`,
    `${probe}(3).q()`,
    `(${maker.variable('obj')?.name ?? '({})'}.missing(${expression(maker, 'num', depth)}))`,
    `(${maker.variable('num')?.name ?? 'log'}.q.r)`,
    `new (${probe}(4))()`,
    `(({ q: { r: log.q } } = ${maker.variable('obj')?.name ?? '({})'}))`,
    `(${probe}(1) in ${probe}(2))`,
    `(${maker.variable('obj')?.name ?? '({})'}[${probe}('zz')](${expression(maker, 'num', depth)}))`,
    `${maker.use('list')}(...${probe}(1))`,
    `(([log.q] = ${probe}(5)))`,
    'neverDeclared',
    'neverDeclared(1)',
    `(${probe}(1) instanceof ${probe}(2))`,
    `log.q.${probe === 'p' ? 'r' : 's'}(${expression(maker, 'num', depth)})`,
    `${maker.variable('arr')?.name ?? '[]'}[${probe}(0)](1)`,
    `(${probe}(null)[${probe}('k')])`,
    `(${probe}(undefined)[${probe}('k')] = ${probe}(1))`,
    `(null?.a.b.c(${probe}(1)))`,
  ]);
}

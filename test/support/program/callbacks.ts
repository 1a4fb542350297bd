// Calls of built-ins that call back, or iterate, in every form in which greenc finds them: by their names, as methods, of
// `super`, through call, apply and Reflect, through variables of the same name. What they are given may suspend, throw, and
// change what is being iterated.
import { callExpression } from './calls.js';
import { expression, iterator, list, probed } from './expressions.js';
import { body, closure } from './functions.js';
import { generatorSource } from './generators.js';
import { indent, type Maker, type Value } from './maker.js';
import { ofText, parsed, written } from './texts.js';

type Make = () => string;

/** The parameters of a callback, and what they stand for. */
export type Given = readonly (readonly [prefix: string, type: Value])[];

const ofElement: Given = [
  ['x', 'num'],
  ['i', 'num'],
  ['r', 'arr'],
];
const ofReduction: Given = [['s', 'num'], ...ofElement];
export const ofEntry: Given = [
  ['x', 'num'],
  ['k', 'num'],
  ['o', 'obj'],
];
export const ofPair: Given = [
  ['x', 'num'],
  ['y', 'num'],
];

/** A function for a built-in to call. `changes`: what it may do to the collection, which its last parameter is. */
export function callback(maker: Maker, depth: number, given: Given, changes: readonly string[] = []): string {
  const { choices, probe } = maker;
  const form = choices.below(12);
  if (form === 0) return probe;
  if (form === 1) return maker.variable('fn', ({ counts }) => !counts && !maker.context.quiet)?.name ?? probe;
  if (form === 2) return closure(maker, Math.min(depth, 1));
  if (form === 3) return `${probe}(${closure(maker, 0)})`;
  if (form === 4 && choices.chance(30)) return choices.pick([`${probe}(undefined)`, '{}', 'null', `${probe}(3)`]);
  const isArrow = choices.chance(65);
  return maker.inFunction({ kind: isArrow ? 'arrow' : 'function' }, () => {
    const names = given.slice(0, isArrow ? 1 + choices.below(given.length) : given.length).map(([prefix, type]) => {
      const name = maker.fresh(prefix);
      maker.declare({ name, type, writable: type === 'num' });
      return name;
    });
    const first = names[0] as string;
    const lines = [
      ...(isArrow ? [] : ['log(typeof this, arguments.length);']),
      ...(changes.length > 0 && names.length === given.length && choices.chance(50)
        ? [
            choices
              .pick(changes)
              .replaceAll('#', names.at(-1) as string)
              .replaceAll('@', names.at(-2) as string),
          ]
        : []),
      ...(choices.chance(12) ? [`if (${probe}(${first}) > ${choices.below(4)}) throw new Error('t' + ${first});`] : []),
    ];
    const result = choices.pick([
      () => `${probe}(${first})`,
      () => `${probe}(${names.at(-1)})`,
      () => `[${probe}(${first}), ${probed(maker, 1)}]`,
      () => expression(maker, 'num', 1),
      () => `(${probe}(${first}) > ${choices.below(3)})`,
    ])();
    if (isArrow && lines.length === 0 && choices.chance(60)) return `((${names.join(', ')}) => ${result})`;
    const more = choices.chance(30) ? `${body(maker, 1, false)}\n` : '';
    const text = `(${names.join(', ')}) ${isArrow ? '=> ' : ''}{\n${indent(`${lines.join('\n')}\n${more}return ${result};`.trim())}\n}`;
    return isArrow ? `(${text})` : `(function ${choices.chance(20) ? maker.fresh('f') : ''}${text})`;
  });
}

/** `receiver.name(args)`, or what does the same. `owner`: where the method is found. */
export function called(maker: Maker, owner: string, receiver: Make, name: string, args: Make): string {
  const { choices } = maker;
  const through = choices.chance(40) ? 4 + choices.below(6) : choices.below(4);
  if (through === 9) {
    const text = maker.inFunction({ kind: 'arrow' }, () => `return ${name}.call(${receiver()}, ${args()});`);
    return `(() => { const { ${name} } = ${owner}; ${text} })()`;
  }
  const [object, given] = [receiver(), args()];
  switch (through) {
    case 1:
      return `${object}?.${name}(${given})`;
    case 2:
      return `${object}.${name}?.(${given})`;
    case 3:
      return `${maker.probe}(${object})['${name}'](${given})`;
    case 4:
      return `${owner}.${name}.call(${object}, ${given})`;
    case 5:
      return `${owner}.${name}.apply(${object}, [${given}])`;
    case 6:
      return `Reflect.apply(${owner}.${name}, ${object}, [${given}])`;
    case 7:
      return `(${object}).${name}(...[${given}])`;
    case 8:
      return `(${object}?.${name})(${given})`;
    default:
      return `${object}.${name}(${given})`;
  }
}

const changes = [
  'if (@ < 2) #.push(p(9));',
  '#.length = 1;',
  'delete #[@ + 1];',
  '#[@ + 1] = p(5);',
  '#.pop();',
  'if (@ === 0) #.unshift(p(7));',
];

/** What an array's methods are called with, and on. */
interface Receiver {
  readonly owner: string;
  readonly make: Make;
  readonly isTyped: boolean;
  /** What it is given has to suspend, or the engine's own does the work, and constructs. */
  readonly isSlow?: boolean;
}

function receiverOf(maker: Maker, depth: number): Receiver {
  const { choices, probe } = maker;
  const inner = Math.min(depth, 1);
  if (choices.chance(15)) {
    const type = choices.pick(['Float64Array', 'Int8Array', 'Uint8ClampedArray']);
    const make = (): string => `${type}.of(3, ${probe}(1), 2)`;
    return { owner: `${type}.prototype`, make, isTyped: true };
  }
  const slow = (): string => `new ${maker.use('Slow')}(p(2), 1)`;
  const made = choices.pick([
    () => expression(maker, 'arr', inner),
    () => expression(maker, 'arr', inner),
    () => maker.variable('arr')?.name ?? '[1, 2]',
    () => `[3, , ${expression(maker, 'num', inner)}, 1]`,
    () => `[2, ${probe}(3), 1]`,
    () => `new ${maker.use('Bag')}(${probe}(2), 1, 3)`,
    ...(maker.context.quiet ? [] : [slow]),
  ]);
  return { owner: choices.pick(['Array.prototype', '[]']), make: made, isTyped: false, isSlow: made === slow };
}

/** What is an array, or like one: for `call` and the like. */
const changesOf = ({ isTyped }: Receiver, maker: Maker): readonly string[] =>
  (isTyped ? ['#[@ + 1] = p(5);'] : changes).map(text => (maker.context.quiet ? text.replace('p(', 'log(') : text));

const thisArgument = (maker: Maker): string =>
  maker.choices.chance(25) ? `, ${maker.choices.pick(['{ a: 1 }', 'null', `${maker.probe}(5)`])}` : '';

/** A method that gives an array. */
export function builtInArray(maker: Maker, depth: number): string {
  const { choices } = maker;
  const receiver = receiverOf(maker, depth);
  const changing = changesOf(receiver, maker);
  const name = choices.pick([
    'map',
    'filter',
    'map',
    'filter',
    receiver.isTyped ? 'map' : 'flatMap',
    'sort',
    'toSorted',
  ]);
  const args = (): string =>
    name.endsWith('ort') || name === 'toSorted'
      ? comparator(maker, depth)
      : `${receiver.isSlow ? `p(${callback(maker, depth, ofElement, changing)})` : callback(maker, depth, ofElement, changing)}${thisArgument(maker)}`;
  if (choices.chance(12)) return arrayOfBuiltIn(maker, depth);
  return called(maker, receiver.owner, receiver.make, name, args);
}

function comparator(maker: Maker, depth: number): string {
  const { choices, probe } = maker;
  const [first, second] = [maker.fresh('x'), maker.fresh('y')];
  return choices.pick([
    () => `((${first}, ${second}) => ${probe}(${first}) - ${second})`,
    () => `((${first}, ${second}) => ${probe}(${second} > ${first} ? 1 : -1))`,
    () => `((${first}, ${second}) => ${probe}(0))`,
    () => callback(maker, depth, ofPair),
  ])();
}

function arrayOfBuiltIn(maker: Maker, depth: number): string {
  const source = iterator(maker, depth);
  const mapped = `${callback(maker, depth, ofElement.slice(0, 2))}${thisArgument(maker)}`;
  return maker.choices.pick([
    `Array.from(${source}, ${mapped})`,
    `${maker.use('Bag')}.from(${source}, ${mapped})`,
    `Array.from({ length: 2, 1: ${probed(maker, depth)} }, ${mapped})`,
    `new ${maker.use('Bag')}(3, 1).each(${callback(maker, depth, ofElement)})`,
    `[...new Set(${source})]`,
    `[...new Map(${pairs(maker)}).keys()]`,
    `Object.values(Object.fromEntries(${pairs(maker)}))`,
  ]);
}

/** A generator of entries; what is no entry is refused, and ends the generator. */
function pairs(maker: Maker): string {
  const entry = (): string =>
    `yield ${maker.choices.chance(8) ? maker.probe : ''}([${list(maker, 0, 1)}, ${probed(maker, 1)}]);`;
  return maker.inFunction({ kind: 'function' }, () => {
    const entries = Array.from({ length: 1 + maker.choices.below(3) }, entry);
    if (maker.choices.chance(15)) entries.push(`yield ${probed(maker, 1)};`);
    return `(function* () {\n  try {\n${indent(indent(entries.join('\n')))}\n  } finally {\n    ${maker.probe}('closed');\n  }\n})()`;
  });
}

/** A built-in that gives anything. */
export function builtInValue(maker: Maker, depth: number): string | undefined {
  const { choices } = maker;
  return choices.pick<(maker: Maker, depth: number) => string | undefined>([
    ofArray,
    ofArray,
    ofArray,
    ofCollection,
    ofText,
    ofText,
    parsed,
    written,
    written,
    applied,
    promised,
    promised,
  ])(maker, Math.min(depth, 1));
}

function ofArray(maker: Maker, depth: number): string {
  const receiver = receiverOf(maker, depth);
  const changing = changesOf(receiver, maker);
  const name = maker.choices.pick([
    'forEach',
    'reduce',
    'reduceRight',
    'some',
    'every',
    'find',
    'findIndex',
    'findLast',
    'findLastIndex',
  ]);
  const initial = (): string => (maker.choices.chance(60) ? `, ${probed(maker, depth)}` : '');
  const args = (): string =>
    name.startsWith('reduce')
      ? `${callback(maker, depth, ofReduction, changing)}${initial()}`
      : `${callback(maker, depth, ofElement, changing)}${thisArgument(maker)}`;
  return called(maker, receiver.owner, receiver.make, name, args);
}

function ofCollection(maker: Maker, depth: number): string {
  const isMap = maker.choices.chance(60);
  const probe = maker.probe;
  const changing = [
    '#.delete(@);',
    '#.clear();',
    isMap ? `if (#.size < 4) #.set(#.size, ${probe}(1));` : `if (#.size < 4) #.add(${probe}('n') + #.size);`,
  ];
  const made = (): string =>
    isMap ? `new Map([[1, ${probed(maker, depth)}], ['k', 2]])` : `new Set(['a', ${probed(maker, depth)}])`;
  return called(
    maker,
    isMap ? 'Map.prototype' : 'Set.prototype',
    made,
    'forEach',
    () => `${callback(maker, depth, ofEntry, changing)}${thisArgument(maker)}`,
  );
}

/** A function of the program's, called by the engine's. */
function applied(maker: Maker, depth: number): string | undefined {
  const { choices } = maker;
  const callee = maker.context.quiet ? undefined : maker.variable('fn', ({ counts }) => !counts)?.name;
  const made = callee ?? `${closure(maker, 0)}`;
  return choices.pick([
    `Reflect.apply(${made}, ${probed(maker, depth)}, ${expression(maker, 'arr', depth)})`,
    `${made}.call(${list(maker, depth, 2)})`,
    `${made}.apply(null, [${list(maker, depth, 2)}])`,
    `${made}.bind(null, ${probed(maker, depth)})(${list(maker, depth, 1)})`,
    `${made}.bind(null).bind({}, ${maker.probe}(1))(2)`,
    `Function.prototype.call.call(${made}, null, ${probed(maker, depth)})`,
    `Function.prototype.apply.call(${made}, null, [${probed(maker, depth)}])`,
    `Reflect.apply(Function.prototype.call, ${made}, [null, ${probed(maker, depth)}])`,
    callExpression(maker, depth) ?? '0',
  ]);
}

/** A promise; what becomes of it is logged. */
function promised(maker: Maker, depth: number): string | undefined {
  const { choices, probe } = maker;
  if (maker.context.quiet) return undefined;
  const tag = maker.fresh('s');
  const [resolve, reject] = [maker.fresh('g'), maker.fresh('g')];
  if (choices.chance(45)) {
    const source = choices.chance(60) ? (generatorSource(maker, 1) ?? '[]') : iterator(maker, depth);
    const name = choices.pick(['all', 'allSettled', 'any', 'race']);
    return `${maker.use('seen')}('${tag}', ${called(
      maker,
      'Promise',
      () => 'Promise',
      name,
      () => source,
    )})`;
  }
  const executor = maker.inFunction({ kind: 'arrow' }, () => {
    const end = choices.pick([
      `${resolve}(${probed(maker, 1)});`,
      `${reject}(${probed(maker, 1)});`,
      `throw ${probed(maker, 1)};`,
      `${resolve}(p(1));\n${reject}(p(2));`,
      `p(3);`,
    ]);
    return `(${resolve}, ${reject}) => {\n${indent(`${choices.chance(60) ? body(maker, 1, false) : `${probe}(0);`}\n${end}`)}\n}`;
  });
  return `${maker.use('seen')}('${tag}', new Promise(${choices.chance(20) ? `p(${executor})` : executor}))`;
}

/** Calls that run for certain, each for itself. */
export function builtInTheme(maker: Maker): string | undefined {
  if (maker.context.quiet) return undefined;
  const attempt = maker.use('attempt');
  return Array.from({ length: 2 + maker.choices.below(4) }, () => {
    const use = maker.inFunction({ kind: 'arrow' }, () =>
      maker.choices.chance(40) ? builtInArray(maker, 2) : (builtInValue(maker, 2) ?? builtInArray(maker, 1)),
    );
    return `${attempt}(() => ${use.startsWith('{') ? `(${use})` : use});`;
  }).join('\n');
}

/** Classes that programs share. */
export const callbackPrelude: Readonly<Record<string, string>> = {
  Bag: `class Bag extends Array {
  static get [Symbol.species]() {
    return log(this);
  }
  each(action) {
    return super.map(action);
  }
}`,
  Slow: `class Slow extends Array {
  constructor(...given) {
    super(...given);
    p('made', given.length);
  }
}`,
};

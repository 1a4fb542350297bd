// Loops, which all count, and the statements that `break` and `continue` may name.
import { loopSource } from './async.js';
import { expression, memberTarget, probed } from './expressions.js';
import type { Maker } from './maker.js';
import { declarationPattern } from './patterns.js';
import { block } from './statements.js';

/** Makes a loop's body with the loop as a target of `break` and `continue`. */
function loopBody(maker: Maker, label: string, count = 1 + maker.choices.below(3)): string {
  return withTarget(maker, label, true, () => block(maker, count));
}

export function withTarget<T>(maker: Maker, label: string, loops: boolean, make: () => T, plain = true): T {
  const { targets } = maker.context;
  targets.push({ label, loops, plain });
  try {
    return make();
  } finally {
    targets.pop();
  }
}

/** A label for the statement to come, or none. */
export function label(maker: Maker): [label: string, text: string] {
  if (!maker.choices.chance(35)) return ['', ''];
  const name = maker.fresh('l');
  return [name, `${name}: `];
}

export function countingLoop(maker: Maker): string {
  const [name, prefix] = label(maker);
  const counter = maker.fresh('i');
  const kind = maker.choices.chance(80) ? 'let' : 'var';
  return maker.inScope(false, () => {
    const start = maker.choices.pick(['0', `${maker.probe}(0)`]);
    maker.declare({ name: counter, type: 'num', writable: false });
    const extra = maker.choices.chance(20) ? maker.fresh('x') : undefined;
    const extraText = extra === undefined ? '' : `, ${extra} = ${probed(maker, 1)}`;
    if (extra !== undefined) maker.declare({ name: extra, type: 'num', writable: true });
    const limit = 1 + maker.choices.below(3);
    const test = maker.choices.pick([
      `${counter} < ${limit}`,
      `${maker.probe}(${counter} < ${limit})`,
      `${counter} < ${limit} && ${probed(maker, 1)}`,
      `(kept.push(() => ${counter}), ${counter} < ${limit})`,
    ]);
    const update = maker.choices.pick([
      `${counter}++`,
      `${maker.probe}(${counter}++)`,
      `${counter} += ${maker.probe}(1) ? 1 : 1`,
      `(kept.push(() => ${counter}), ++${counter})`,
    ]);
    return `${prefix}for (${kind} ${counter} = ${start}${extraText}; ${test}; ${update}) ${loopBody(maker, name)}`;
  });
}

export function forOf(maker: Maker): string {
  const [name, prefix] = label(maker);
  const { keyword, source } = loopSource(maker);
  return maker.inScope(false, () => {
    const head = loopHead(maker);
    return `${prefix}${keyword} (${head} of ${source}) ${loopBody(maker, name)}`;
  });
}

function loopHead(maker: Maker): string {
  const kind = maker.choices.pick(['let', 'const', 'var'] as const);
  const form = maker.choices.below(5);
  if (form === 3) {
    const shape = maker.choices.pick(['array', 'object'] as const);
    const text = declarationPattern(maker, 1, kind, shape);
    return `${kind} ${shape === 'array' ? `[${text}]` : `{ ${text} }`}`;
  }
  if (form === 4)
    return maker.choices.chance(50)
      ? memberTarget(maker, 1)
      : (maker.variable('num', ({ writable }) => writable)?.name ?? memberTarget(maker, 1));
  const name = maker.fresh(kind === 'var' ? 'v' : 'x');
  const variable = { name, type: 'num', writable: kind !== 'const' } as const;
  if (kind === 'var') maker.declareVar(variable);
  else maker.declare(variable);
  return `${kind} ${name}`;
}

export function forIn(maker: Maker): string {
  const [name, prefix] = label(maker);
  const object = maker.choices.chance(50) ? maker.variable('obj') : undefined;
  const source = object?.name ?? expression(maker, 'obj', 2);
  return maker.inScope(false, () => {
    const isInitialised = maker.isSloppy && maker.choices.chance(15);
    const kind = isInitialised ? 'var' : maker.choices.pick(['const', 'let'] as const);
    const key = maker.fresh('x');
    const initial = isInitialised ? ` = ${probed(maker, 1)}` : '';
    maker.declare({ name: key, type: 'num', writable: kind === 'let' });
    const change =
      object === undefined
        ? ''
        : maker.choices.pick(['', `  delete ${object.name}.b;\n`, `  ${object.name}.z${key} = ${maker.probe}(1);\n`]);
    const text = loopBody(maker, name);
    return `${prefix}for (${kind} ${key}${initial} in ${source}) ${change === '' ? text : `{\n${change}${text.slice(2)}`}`;
  });
}

export function whileLoop(maker: Maker): string {
  const [name, prefix] = label(maker);
  const counter = maker.fresh('w');
  const test = `${counter}++ < ${1 + maker.choices.below(2)} && ${probed(maker, 2)}`;
  if (maker.choices.chance(50)) return `let ${counter} = 0;\n${prefix}while (${test}) ${loopBody(maker, name)}`;
  return `let ${counter} = 0;\n${prefix}do ${loopBody(maker, name)} while (${test});`;
}

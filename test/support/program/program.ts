// Whole programs: the helpers a program uses, its functions and classes, and `run`, which the harness calls.
import fc from 'fast-check';
import { withAccessors, withFullChecks, withTypes } from '../workbench.js';
import { asyncPrelude } from './async.js';
import { callbackPrelude } from './callbacks.js';
import { callExpression, methodCall } from './calls.js';
import { classPrelude, classUse } from './class-uses.js';
import { classDeclaration } from './classes.js';
import { constructorDeclaration, functionDeclaration, objectDeclaration } from './functions.js';
import { generatorDeclaration, generatorPrelude } from './generators.js';
import { indent, Maker } from './maker.js';
import { requestPrelude } from './requests.js';
import { resourcePrelude } from './resources.js';
import { statements, theme } from './statements.js';
import { textPrelude } from './texts.js';
import { namespace, typesPrelude } from './types.js';

/** Functions that programs share. They are green, too. */
const prelude: Readonly<Record<string, string>> = {
  iter: `function iter(tag, items) {
  let index = 0;
  return {
    [Symbol.iterator]() { log(tag, 'open'); return this; },
    next() { log(tag, 'next'); return index < items.length ? { value: items[index++], done: false } : { value: undefined, done: true }; },
    return(value) { log(tag, 'return'); return {}; },
  };
}`,
  probing: `function probing(tag, items) {
  let index = 0;
  return {
    [Symbol.iterator]() { p(tag, 'open'); return this; },
    next() { p(tag, 'next'); return index < items.length ? { value: items[index++], done: false } : { value: undefined, done: true }; },
    return(value) { p(tag, 'return'); return {}; },
  };
}`,
  faulty: `function faulty(tag, items) {
  let index = 0;
  const fail = what => { throw new Error(tag + what); };
  return {
    get [Symbol.iterator]() { log(tag, 'method'); return tag === 'f2' ? 5 : () => p(this, 'open'); },
    get next() { log(tag, 'next'); return () => index < items.length ? p({ value: items[index++], done: p(0) }) : index++ > items.length ? p(5) : fail('next'); },
    get return() { log(tag, 'return'); return tag === 'f0' ? undefined : items.length > 1 ? () => p(items[0]) : () => fail(p('return')); },
  };
}`,
  generated: `function* generated(tag, items) {
  try {
    for (const item of items) yield log(item, tag);
  } finally {
    log(tag, 'closed');
  }
}`,
  list: 'function list(...items) {\n  return items;\n}',
  sum: 'function sum(first, ...rest) {\n  let total = first;\n  for (const each of rest) total += p(each);\n  return total;\n}',
  keyOf: 'function keyOf(name, value) {\n  return { toString() { log(name, value); return name; } };\n}',
  tag: 'function tag(strings, ...values) {\n  return p(strings, ...values, strings.raw);\n}',
  quietTag: 'function quietTag(strings, ...values) {\n  return log(strings.raw.join(), ...values);\n}',
  tags: `const tags = {
  own: 5,
  tag(strings, ...values) { return p(this.own, ...values); },
  quiet(strings, ...values) { return log(this.own, ...values); },
};`,
};

export interface GeneratedProgram {
  readonly source: string;
  readonly strict: boolean;
}

/** The program that a list of choices stands for. */
export function generateProgram(tape: readonly number[]): GeneratedProgram {
  const maker = new Maker(tape);
  maker.typed = maker.choices.chance(15);
  // What is lowered goes through modules, which are strict.
  const strict = maker.typed || maker.choices.chance(40);
  maker.isSloppy = !strict;
  maker.accessors = maker.choices.chance(40);
  const isFull = maker.choices.chance(15);
  maker.resources = strict && maker.choices.chance(45);
  // Functions and classes are at module level or inside `run`, where they may share its variables.
  const outside = maker.choices.chance(50) ? declarations(maker, maker.choices.below(3)) : '';
  const inside = maker.inFunction({ kind: 'function' }, () => {
    const shared = declarations(maker, maker.choices.below(3));
    const main = maker.inScope(false, () => mainBody(maker));
    const end = 'for (let index = 0; index < kept.length && index < 20; index++) p(kept[index]());';
    return `const kept = [];\n${shared}${shared === '' ? '' : '\n'}try {\n${indent(main)}\n} finally {\n  ${end}\n}`;
  });
  const helpers = [...maker.helpers]
    .sort()
    .map(
      name =>
        prelude[name] ??
        asyncPrelude[name] ??
        generatorPrelude[name] ??
        requestPrelude[name] ??
        classPrelude[name] ??
        callbackPrelude[name] ??
        textPrelude[name] ??
        typesPrelude[name] ??
        resourcePrelude[name] ??
        '',
    );
  const directives = `"use greenlet";\n${strict ? '"use strict";\n' : ''}${maker.accessors ? `${withAccessors}\n` : ''}${maker.typed ? `${withTypes}\n` : ''}${isFull ? `${withFullChecks}\n` : ''}`;
  const source = `${directives}${[...helpers, outside].filter(text => text !== '').join('\n')}\nfunction run() {\n${indent(inside)}\n}\nexports.run = run;\n`;
  return { source, strict };
}

function declarations(maker: Maker, count: number): string {
  const kinds = [
    functionDeclaration,
    functionDeclaration,
    classDeclaration,
    constructorDeclaration,
    objectDeclaration,
    generatorDeclaration,
  ];
  const texts = Array.from({ length: count }, () => maker.choices.pick(kinds)(maker));
  if (maker.typed && maker.atModuleLevel && maker.choices.chance(50)) texts.push(namespace(maker));
  return texts.join('\n');
}

function mainBody(maker: Maker): string {
  const [number, object, array] = [maker.fresh('x'), maker.fresh('o'), maker.fresh('r')];
  maker.declare({ name: number, type: 'num', writable: true });
  maker.declare({ name: object, type: 'obj', writable: false });
  maker.declare({ name: array, type: 'arr', writable: false });
  const head = `let ${number} = 1;\nconst ${object} = { a: 1, b: [2, 3], c: 'c' };\nconst ${array} = [4, 5, 6];`;
  const themes = Array.from({ length: maker.choices.below(3) }, () => maker.withBudget(5, () => theme(maker)));
  const parts = [...themes, ...Array.from({ length: 1 + maker.choices.below(3) }, () => guarded(maker))];
  const text = parts.join('\n');
  return `${head}\n${text}\n${uses(maker)}\nreturn [${number}, ${object}, ${array}];`;
}

/** A few statements; more often than not what they throw is caught, so that the program goes on. */
function guarded(maker: Maker): string {
  const isCaught = maker.choices.chance(70);
  const make = (): string =>
    maker.withBudget(4 + maker.choices.below(6), () => statements(maker, 1 + maker.choices.below(3)));
  if (!isCaught) return make();
  return `try {\n${indent(maker.inScope(false, make))}\n} catch (error) {\n  log(error && error.message);\n}`;
}

/** Calls what nobody may have called yet. */
function uses(maker: Maker): string {
  const texts = Array.from({ length: maker.choices.below(4) }, () =>
    maker.choices.pick([callExpression, methodCall])(maker, 2),
  );
  const used = maker.choices.chance(60) ? classUse(maker) : undefined;
  return texts
    .filter(text => text !== undefined)
    .map(text => `try {\n  p(${text});\n} catch (error) {\n  log(error && error.message);\n}`)
    .concat(used ?? [])
    .join('\n');
}

/** fast-check's view of it: it shrinks the choices, and with them the program. `size` is the number of choices. */
export function programsOf(size: number): fc.Arbitrary<GeneratedProgram> {
  return fc
    .noBias(fc.array(fc.nat({ max: 0xffff }), { minLength: size, maxLength: size, size: 'max' }))
    .map(generateProgram);
}

// Built-ins that make texts, or take them apart, and call back: `replace` by functions and by patterns with methods of the
// program's, and both ways of JSON.
import { callback, called, type Given, ofEntry, ofPair } from './callbacks.js';
import { expression, probed } from './expressions.js';
import type { Maker } from './maker.js';

const ofMatch: Given = [
  ['x', 'num'],
  ['y', 'num'],
  ['z', 'num'],
];

const patterns = ["'b'", '/[ab]/g', '/b/g', '/(?<one>a)(b)?/g', "''", '/(?:)/gu', '/b/y', '/q/'];

export function ofText(maker: Maker, depth: number): string {
  const { choices, probe } = maker;
  const own = maker.context.quiet
    ? []
    : [`${maker.use('searching')}(${choices.pick(['/b/g', '/a(b)?/', '/b/y'])})`, `{ [Symbol.replace]: p }`];
  const pattern = choices.pick([...patterns, ...own, `${probe}(/c/g)`]);
  const text = (): string => choices.pick(["'abcab'", "'aXb'", `${probe}('cab')`, "''"]);
  const replacement = (): string =>
    choices.chance(25) ? choices.pick(["'<$&>'", "'$1$`'", `${probe}('$$')`]) : callback(maker, depth, ofMatch);
  if (!/^['{]/.test(pattern) && choices.chance(25)) return `${pattern}[Symbol.replace](${text()}, ${replacement()})`;
  const name = choices.pick(['replace', 'replaceAll']);
  return called(maker, 'String.prototype', text, name, () => `${pattern}, ${replacement()}`);
}

export function parsed(maker: Maker, depth: number): string {
  const text = maker.choices.pick([
    `'{"a":[1,{"b":null}],"c":"x"}'`,
    `'[1,2,[3]]'`,
    `${maker.probe}('{"a":1,"__proto__":2}')`,
    `'7'`,
    `'{'`,
  ]);
  return called(
    maker,
    'JSON',
    () => 'JSON',
    'parse',
    () => `${text}, ${callback(maker, depth, ofEntry.slice(0, 2))}`,
  );
}

export function written(maker: Maker, depth: number): string {
  const { choices, probe } = maker;
  const value = choices.pick([
    () => expression(maker, 'obj', depth),
    () => expression(maker, 'arr', depth),
    () => `{ a: [1, ${probed(maker, depth)}], b: { toJSON(key) { return ${probe}(key); } }, c: undefined }`,
    () => `[new Date(0), { a: ${probed(maker, depth)}, f() {} }, NaN, new String('s')]`,
  ])();
  const last = choices.pick(['', ', 2', ", '-'", `, ${probe}(1)`]);
  const replacer = maker.inFunction({ kind: 'arrow' }, () =>
    choices.pick([
      () => `((key, value) => (${probe}(key), value))`,
      () => `(function (key, value) { log(typeof this); return key === 'a' ? ${probed(maker, 1)} : ${probe}(value); })`,
      () => `((key, value) => typeof value === 'number' ? ${probe}(undefined) : value)`,
      () => callback(maker, 0, ofPair),
    ])(),
  );
  return called(
    maker,
    'JSON',
    () => 'JSON',
    'stringify',
    () => `${value}, ${replacer}${last}`,
  );
}

/** What programs share. */
export const textPrelude: Readonly<Record<string, string>> = {
  searching: `function searching(pattern) {
  pattern.exec = function (text) {
    p(text);
    return p(RegExp.prototype.exec.call(this, text));
  };
  return pattern;
}`,
};

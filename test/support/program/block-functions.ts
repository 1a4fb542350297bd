// Function declarations in blocks, of which sloppy code (Annex B of ECMA-262) also sees something outside: a variable of
// the function around, which gets the function when the declaration is reached, unless another declaration forbids it.
import { list, probed } from './expressions.js';
import { body, ownKept, parameters } from './functions.js';
import { indent, type Maker } from './maker.js';

/** A block with a function in it, and looks at its name from inside and outside. */
export function blockFunction(maker: Maker): string {
  const { choices, context } = maker;
  const name = context.hoisted.length > 0 && choices.chance(40) ? choices.pick(context.hoisted) : maker.fresh('h');
  const made = (): string =>
    maker.inFunction({ kind: 'function' }, () => {
      const kind = choices.pick(['', '', '', '', 'async ', '*']);
      const text = parameters(maker);
      return `${kind === '*' ? 'function*' : `${kind}function`} ${name}(${text}) {\n${ownKept(maker)}${indent(body(maker, choices.below(3), true))}\n}`;
    });
  const plain = (): string =>
    maker.inFunction(
      { kind: 'function' },
      () =>
        `function ${name}(${parameters(maker)}) {\n${ownKept(maker)}${indent(body(maker, choices.below(3), true))}\n}`,
    );
  const { probe } = maker;
  const use = (): string =>
    choices.pick([
      `${probe}(typeof ${name});`,
      context.quiet ? `log(typeof ${name});` : `if (typeof ${name} === 'function') p(${name}(${list(maker, 1, 2)}));`,
      `kept.push(() => typeof ${name});`,
    ]);
  const inside = (text: string): string => {
    const parts = [use(), use()];
    parts.splice(choices.below(3), 0, text);
    return indent(parts.join('\n'));
  };
  const each = maker.fresh('x');
  const blocks = [
    () => `{\n${inside(made())}\n}`,
    () => `if (${probed(maker, 1)}) {\n${inside(made())}\n}`,
    () => `switch (${probed(maker, 1)}) {\ncase 0:\n${indent(use())}\ndefault:\n${inside(made())}\n}`,
    () =>
      `for (const ${each} of [${probed(maker, 1)}, 2]) {\n  kept.push(() => ${name}.name + ${each});\n${inside(plain())}\n}`,
    () => `{\n  let ${name} = ${probed(maker, 1)};\n  {\n${indent(inside(made()))}\n  }\n  ${probe}(${name});\n}`,
    () =>
      `try {\n  throw ${probed(maker, 1)};\n} catch (${name}) {\n  {\n${indent(inside(plain()))}\n  }\n  ${probe}(typeof ${name});\n}`,
  ];
  const loose = [
    () => `if (${probed(maker, 1)}) ${plain()}${choices.chance(40) ? `\nelse ${plain()}` : ''}`,
    () => `{\n${inside(`${maker.fresh('l')}: ${plain()}`)}\n}`,
    () => `{\n${inside(`${plain()}\n${plain()}`)}\n}`,
  ];
  const before = choices.chance(30) ? `${use()}\n` : '';
  const text = choices.pick(maker.isSloppy ? [...blocks, ...loose] : blocks)();
  if (!context.hoisted.includes(name)) context.hoisted.push(name);
  return `${before}${text}\n${use()}`;
}

// `using` and `await using`: resources that are disposed of at the end of their block, in whatever way it is left.
import { probed } from './expressions.js';
import { indent, type Maker } from './maker.js';
import { statements } from './statements.js';

/** A block with resources, or a loop over some. */
export function usingBlock(maker: Maker): string | undefined {
  if (!maker.resources || maker.context.quiet) return undefined;
  const { choices } = maker;
  const isAsync = maker.context.awaits && choices.chance(60);
  const keyword = isAsync ? 'await using' : 'using';
  const resource = (): string =>
    choices.pick([
      `${maker.use('disposable')}('${maker.fresh('d')}', ${choices.below(3)})`,
      `p(${maker.use('disposable')}('${maker.fresh('d')}', 0))`,
      'null',
      ...(isAsync ? [`${maker.use('asyncDisposable')}('${maker.fresh('d')}', ${choices.below(2)})`] : []),
      ...(choices.chance(20) ? ['p(3)'] : []),
    ]);
  return maker.inScope(false, () => {
    const names = Array.from({ length: 1 + choices.below(2) }, () => maker.fresh('z'));
    if (choices.chance(20)) {
      const body = statements(maker, 1 + choices.below(2));
      return `for (${keyword} ${names[0]} of [${resource()}, ${resource()}]) {\n${indent(`p(typeof ${names[0]});\n${body}`)}\n}`;
    }
    const declared = names.map(name => `${keyword} ${name} = ${resource()};`);
    const body = statements(maker, 1 + choices.below(3));
    return `{\n${indent(`${declared.join(`\n${maker.probe}(${probed(maker, 1)});\n`)}\n${body}`)}\n}`;
  });
}

/** A block of resources that runs for certain; in a program with few of them, in an async function. */
export function usingTheme(maker: Maker): string | undefined {
  if (!maker.resources || maker.context.quiet) return undefined;
  if (!maker.choices.chance(60)) return usingBlock(maker);
  const name = maker.fresh('f');
  const text = maker.inFunction({ kind: 'function' }, () => {
    maker.context.awaits = true;
    return indent(`${usingBlock(maker)}\nreturn ${probed(maker, 1)};`);
  });
  return `async function ${name}() {\n${text}\n}\n${maker.use('seen')}('${maker.fresh('s')}', ${name}());`;
}

/** Functions that programs share. */
export const resourcePrelude: Readonly<Record<string, string>> = {
  disposable: `function disposable(tag, fails) {
  return { tag, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { p(tag, 'dispose'); if (fails === 2) throw new Error(tag); } };
}`,
  asyncDisposable: `function asyncDisposable(tag, fails) {
  return { tag, async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() { p(tag, 'dispose'); await 0; if (fails === 1) throw new Error(tag); } };
}`,
};

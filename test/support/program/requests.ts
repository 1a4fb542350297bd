// Requests to generators from where they cannot be suspended: from the generator's own body, which is running, and from
// under a built-in, to generators in which nothing suspends.
import { probed } from './expressions.js';
import { body } from './functions.js';
import { yieldStatement } from './generators.js';
import { indent, type Maker } from './maker.js';

const methods = ['next', 'next', 'return', 'throw'];

/** A generator whose body makes requests to itself, and its first steps. */
export function reentered(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('i');
  const how = choices.pick(methods);
  const text = maker.inFunction({ kind: 'function' }, () => {
    const natively = maker.use('natively');
    const ask = choices.pick([
      `${name}.${how}(${probed(maker, 1)})`,
      `${natively}(() => ${name}.${how}(log(1)))`,
      `(() => ${name}.${how}(${probed(maker, 1)}))()`,
      `[...${name}]`,
    ]);
    maker.context.yields = true;
    const first = choices.chance(50) ? `${yieldStatement(maker)}\n` : '';
    const inside = `${first}try {\n  p(${ask});\n} catch (error) {\n  log(error && error.message);\n}\n${body(maker, 1 + choices.below(2), false)}\n${yieldStatement(maker)}`;
    return `(function*() {\n${indent(inside)}\n})()`;
  });
  maker.declare({ name, type: 'it', writable: false });
  return `const ${name} = ${text};\n${maker.use('driven')}(${name}, 'next', '${choices.pick(methods)}');`;
}

/** What foreign code does with a generator in which nothing suspends; green code joins in. */
export function foreignRequests(maker: Maker): string | undefined {
  const { choices } = maker;
  const callee = maker.variable('quiet');
  if (callee === undefined || maker.context.quiet) return undefined;
  const made = `${callee.name}(${choices.below(3)})`;
  const name = maker.fresh('i');
  const natively = maker.use('natively');
  const lines = Array.from({ length: 1 + choices.below(4) }, () =>
    choices.pick([
      `p(${natively}(() => ${name}.${choices.pick(methods)}(log(1)).value));`,
      `p(${name}.${choices.pick(methods)}(${probed(maker, 1)}).value);`,
      `p(${natively}(() => [...${name}].length));`,
      `p(${natively}(() => { for (const x of ${made}) if (log(x) > 1) return x; }));`,
      `p([...new (p(Set))(${made})]);`,
      `p(Math.max(...${made}));`,
      `p([...${name}]);`,
      `const [${maker.fresh('x')}] = ${name};`,
    ]),
  ).map(line => `  ${line}\n`);
  return `try {\n  const ${name} = ${made};\n${lines.join('')}} catch (error) {\n  log(error && error.message);\n}`;
}

/** Functions that programs share. */
export const requestPrelude: Readonly<Record<string, string>> = {
  natively: 'function natively(action) {\n  return [0].map(() => action())[0];\n}',
};

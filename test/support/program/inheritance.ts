// `super.x` in every position, in classes so small that all of it runs: methods, static ones, fields, static blocks,
// private methods, accessors that only log, and objects.
import { superUse } from './class-uses.js';
import { expression, probed } from './expressions.js';
import { indent, type Maker } from './maker.js';

/** A parent, what is derived from it, and uses of every part. */
export function inheritanceTheme(maker: Maker): string | undefined {
  if (maker.context.quiet) return undefined;
  const { choices } = maker;
  const [base, name, object] = [maker.fresh('B'), maker.fresh('D'), maker.fresh('u')];
  const attempt = maker.use('attempt');
  const method = (prefix: string): string =>
    `${prefix}m0(x) {\n  return [p(x), this.a, ${probed(maker, 1)}];\n}\n${prefix}get q() {\n  return log('q');\n}\n${prefix}set q(value) {\n  log('q', value);\n}`;
  const parent = `class ${base} {\n${indent(`${method('')}\n${method('static ')}`)}\n}\n${base}.prototype.a = 3;`;
  const uses: string[] = [];
  const part = (make: () => string): string =>
    maker.inFunction({ kind: 'method', thisMethods: 0, superMethods: 1 }, () => indent(make()));
  const above = (): string => superUse(maker, 1) as string;
  const parts = Array.from({ length: 2 + choices.below(4) }, () => {
    const own = maker.fresh('t');
    switch (choices.below(7)) {
      case 1:
        uses.push(`${name}.${own}(p(1))`);
        return `static ${own}(x) {\n${part(() => `return ${above()};`)}\n}`;
      case 2:
        uses.push(`${object}.${own}`);
        return `${own} = ${part(above).trimStart()};`;
      case 3:
        uses.push(`${name}.${own}`);
        return `static ${own} = ${part(above).trimStart()};`;
      case 4:
        return `static {\n${part(() => `try {\n  p(${above()});\n} catch (error) {\n  log(error.message);\n}`)}\n}`;
      case 5:
        uses.push(`${object}.${own}(p(1))`);
        return `#${own}(x) {\n${part(() => `p(x);\nreturn ${above()};`)}\n}\n${own}(x) {\n  return this.#${own}(x);\n}`;
      case 6:
        uses.push(`${object}.${own}(...[p(1)])`);
        return `${own} = x => {\n${part(() => `return [x, ${above()}];`)}\n};`;
      default:
        uses.push(`${object}.${own}(p(1))`);
        return `${own}(x) {\n${part(() => `try {\n  return p(${above()});\n} finally {\n  p(${above()});\n}`)}\n}`;
    }
  });
  const derived = `class ${name} extends ${choices.chance(30) ? `p(${base})` : base} {\n${indent(parts.join('\n'))}\n}`;
  const held = maker.fresh('o');
  const inObject = `const ${held} = { __proto__: ${base}.prototype, b: 2, t(x) {\n${part(() => `return p(${above()});`)}\n} };`;
  uses.push(`${held}.t(${expression(maker, 'num', 1)})`);
  const calls = uses.map(use => `${attempt}(() => ${use});`);
  return [parent, derived, `const ${object} = new ${name}(${probed(maker, 1)});`, inObject, ...calls].join('\n');
}

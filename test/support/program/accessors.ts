// Getters and setters that suspend. They have a name of their own, `g`, which is never computed, and stand where no
// spread and no rest pattern finds them: on prototypes.
import { probed } from './expressions.js';
import { indent, type Maker } from './maker.js';
import { body } from './statements.js';

/** The name of a property: of an accessor that may suspend, where that can be. */
export function propertyName(maker: Maker): string {
  const names = ['a', 'b', 'c'];
  return maker.choices.pick(maker.accessors && !maker.context.quiet ? [...names, 'g', 'g'] : names);
}

/** `g` of an object's prototype, as a property of the object. */
export function inheritedAccessors(maker: Maker): string {
  return `__proto__: {\n${indent(accessors(maker, 'g', false).join(',\n'))},\n}`;
}

/**
 * The getter, the setter, or both, of this name. They use nothing of `this` that might use them again. `isDerived`:
 * there may be others above.
 */
export function accessors(maker: Maker, name: string, isDerived: boolean, prefix = ''): string[] {
  const { choices } = maker;
  const above = isDerived && choices.chance(50);
  const make = (head: string, first: string): string =>
    maker.inFunction({ kind: 'method', thisMethods: 0, superMethods: 0 }, () => {
      const kept = maker.context.parent?.kind === 'module' ? '  const kept = [];\n' : '';
      const text = maker.withBudget(3, () => body(maker, choices.below(3), true));
      return `${prefix}${head} {\n${kept}  ${first}\n${indent(text)}\n}`;
    });
  const parameter = choices.pick(['value', 'value', 'value = p(7)', '{ length: value = p(8) }', '[value] = [p(9)]']);
  const form = choices.below(4);
  const both = [
    make(`get ${name}()`, above ? `p(super.${name});` : `p(${probed(maker, 0)});`),
    make(`set ${name}(${parameter})`, above ? `super.${name} = p(value);` : `p('set', value);`),
  ];
  return form < 2 ? both : [both[form - 2] as string];
}

/** What a method does with an accessor of `this` or `super`, or of a private name. */
export function accessorUse(maker: Maker, target: string, depth: number): string {
  const value = probed(maker, depth);
  return maker.choices.pick([
    target,
    `(${target} = ${value})`,
    `(${target} ${maker.choices.pick(['+=', '*=', '||=', '&&=', '??='])} ${value})`,
    `(${target}++)`,
    `(--${target})`,
  ]);
}

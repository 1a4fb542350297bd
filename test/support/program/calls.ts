// Calls of every form.
import { accessorUse } from './accessors.js';
import { construction } from './class-uses.js';
import { computedKey, expression, list, probed, spreadable } from './expressions.js';
import { closure } from './functions.js';
import type { Maker } from './maker.js';

/** A call of a function that is complete already. */
export function callExpression(maker: Maker, depth: number): string | undefined {
  const callee = maker.context.quiet ? undefined : maker.variable('fn');
  if (callee === undefined) return undefined;
  const { name, counts } = callee;
  // A counting function gets a small number first; its second parameter is a function.
  if (counts)
    return `${name}(${maker.choices.below(3)}, ${closure(maker, Math.min(depth, 1))}, ${list(maker, depth, 2)})`;
  const args = maker.choices.chance(25)
    ? `${expression(maker, 'num', depth)}, ...${spreadable(maker, depth)}`
    : list(maker, depth, 3);
  switch (maker.choices.below(8)) {
    case 1:
      return `${name}?.(${args})`;
    case 2:
      return `${name}.call(${expression(maker, 'num', Math.min(depth, 0))}, ${args})`;
    case 3:
      return `${name}.apply(null, ${expression(maker, 'arr', depth)})`;
    case 4:
      return `(${probed(maker, depth)}, ${name})(${args})`;
    case 5:
      return `p(${name})(${args})`;
    case 6:
      return `(p(${maker.choices.pick(['null', 'undefined'])})?.(${args}))`;
    default:
      return `${name}(${args})`;
  }
}

/** A call of a method: of an object, of `this`, of `super`, of a private name, of a class. */
export function methodCall(maker: Maker, depth: number): string | undefined {
  const { context } = maker;
  if (context.quiet) return undefined;
  if (context.superMethods > 0 && maker.choices.chance(50)) {
    const method = `m${maker.choices.below(context.superMethods)}`;
    return maker.choices.chance(30)
      ? `super['${method}'](${list(maker, depth, 2)})`
      : `super.${method}(${list(maker, depth, 2)})`;
  }
  if (context.thisMethods > 0 && maker.choices.chance(60)) return call(maker, 'this', context.thisMethods, depth);
  const object = maker.variable('obj', ({ methods }) => (methods ?? 0) > 0);
  if (object !== undefined && (maker.classes.length === 0 || maker.choices.chance(50)))
    return call(maker, object.name, object.methods ?? 1, depth);
  if (maker.classes.length > 0) {
    const made = maker.choices.pick(maker.classes);
    if (made.statics && maker.choices.chance(40)) return `${made.name}.s(${list(maker, depth, 2)})`;
    if (maker.accessors && maker.choices.chance(25)) {
      const held = construction(maker, made, depth);
      return maker.choices.pick([`(${held}.held?.())`, accessorUse(maker, `${made.name}.g`, 1), `(${held}.g)`]);
    }
    return call(maker, construction(maker, made, depth), Math.max(1, made.methods), depth);
  }
  return `(${expression(maker, 'obj', depth)}).a`;
}

function call(maker: Maker, object: string, methods: number, depth: number): string {
  const method = `m${maker.choices.below(methods)}`;
  const args = list(maker, depth, 2);
  const receiver = maker.choices.chance(25) ? `p(${object})` : object;
  switch (maker.choices.below(9)) {
    case 1:
      return `${receiver}[p('${method}')](${args})`;
    case 2:
      return `${receiver}?.${method}(${args})`;
    case 3:
      return `${receiver}.${method}?.(${args})`;
    case 4:
      return `(${receiver}.${method})(${args})`;
    case 5:
      return `${receiver}.${method}(${args}, ...${spreadable(maker, depth)})`;
    case 6:
      return `(${receiver}?.missing?.[${computedKey(maker, depth)}](${args}))`;
    case 7:
      return `${receiver}.${method}.bind(${object})(${args})`;
    default:
      return `${receiver}.${method}(${args})`;
  }
}

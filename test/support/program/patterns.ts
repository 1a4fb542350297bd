// Destructuring: patterns that declare, and patterns that assign, with defaults, computed keys, holes and rests.
import { propertyName } from './accessors.js';
import { computedKey, expression, memberTarget, probed, spreadable } from './expressions.js';
import type { Maker } from './maker.js';

/** The inside of a pattern that declares variables. With `var` they go to the function's scope. */
export function declarationPattern(
  maker: Maker,
  depth: number,
  kind: 'let' | 'const' | 'var',
  shape: 'array' | 'object',
): string {
  const bind = (): string => {
    const name = kind === 'var' ? maker.fresh('v') : maker.shadowing('x');
    const variable = { name, type: 'num', writable: kind !== 'const' } as const;
    if (kind === 'var') maker.declareVar(variable);
    else maker.declare(variable);
    return name;
  };
  return pattern(maker, depth, shape, bind, restType => {
    const name = maker.fresh(kind === 'var' ? 'v' : 'x');
    const variable = { name, type: restType, writable: false } as const;
    if (kind === 'var') maker.declareVar(variable);
    else maker.declare(variable);
    return name;
  });
}

function pattern(
  maker: Maker,
  depth: number,
  shape: 'array' | 'object',
  target: () => string,
  rest: (type: 'arr' | 'obj') => string,
): string {
  const { choices } = maker;
  const parts: string[] = [];
  const count = 1 + choices.below(3);
  for (let index = 0; index < count; index++) {
    const prefix =
      shape === 'array' ? '' : choices.chance(35) ? `[${computedKey(maker, depth)}]: ` : `${propertyName(maker)}: `;
    if (shape === 'array' && choices.chance(12)) {
      parts.push('');
      continue;
    }
    // The default is made before the target, which it must not name.
    const nested = depth > 0 && choices.chance(20);
    if (nested) {
      const inner = choices.pick(['array', 'object'] as const);
      const fallback = choices.chance(25)
        ? ''
        : ` = ${inner === 'array' ? spreadable(maker, depth - 1) : expression(maker, 'obj', depth - 1)}`;
      const text = pattern(maker, depth - 1, inner, target, rest);
      parts.push(`${prefix}${inner === 'array' ? `[${text}]` : `{ ${text} }`}${fallback}`);
    } else {
      const fallback = choices.chance(45) ? ` = ${probed(maker, depth)}` : '';
      parts.push(`${prefix}${target()}${fallback}`);
    }
  }
  if (choices.chance(20)) parts.push(`...${rest(shape === 'array' ? 'arr' : 'obj')}`);
  return parts.join(', ');
}

/** What a pattern of this shape is matched against. */
export function patternSource(maker: Maker, depth: number, shape: 'array' | 'object'): string {
  if (shape === 'array') return spreadable(maker, depth);
  return maker.choices.chance(40)
    ? `${maker.probe}(${expression(maker, 'obj', depth)})`
    : expression(maker, 'obj', depth);
}

/** An assignment to a pattern, for its effects; its value is 0. */
export function assignmentPattern(maker: Maker, depth: number): string {
  return `(${patternAssignment(maker, depth, maker.choices.pick(['array', 'object'] as const))}, 0)`;
}

/** An assignment to a pattern whose targets are variables and members. Its value is what is taken apart. */
export function patternAssignment(maker: Maker, depth: number, shape: 'array' | 'object'): string {
  const target = (): string => {
    const variable = maker.choices.chance(60) ? maker.variable('num', ({ writable }) => writable) : undefined;
    return variable?.name ?? memberTarget(maker, depth);
  };
  const text = pattern(maker, Math.min(depth, 1), shape, target, () => memberTarget(maker, 0));
  return `${shape === 'array' ? `[${text}]` : `{ ${text} }`} = ${patternSource(maker, depth, shape)}`;
}

// What programs do with classes: they construct objects in every way, use their parts, and look at what they have got.
import { accessorUse } from './accessors.js';
import { computedKey, expression, list, probed, spreadable } from './expressions.js';
import type { ClassInfo, Maker } from './maker.js';

/** Classes that may be constructed here. */
function usableClasses(maker: Maker): ClassInfo[] {
  return maker.classes.filter(({ suspends }) => !suspends || !maker.context.quiet);
}

/** An object of some class. */
export function newExpression(maker: Maker, depth: number): string | undefined {
  const usable = usableClasses(maker);
  return usable.length === 0 ? undefined : construction(maker, maker.choices.pick(usable), depth);
}

/** A construction of an object of this class. */
export function construction(maker: Maker, made: ClassInfo, depth: number): string {
  const { choices } = maker;
  const { name } = made;
  const args = made.arguments?.(maker) ?? list(maker, depth, 2);
  if (maker.context.quiet) return `new ${name}(${args})`;
  const other = choices.pick(usableClasses(maker)).name;
  switch (choices.below(9)) {
    case 1:
      return `new (p(${name}))(${args})`;
    case 2:
      return made.arguments === undefined ? `new ${name}(...${spreadable(maker, depth)})` : `new ${name}(${args})`;
    case 3:
      return `Reflect.construct(${choices.chance(30) ? `p(${name})` : name}, [${args}])`;
    case 4:
      return `Reflect.construct(${name}, [${args}], ${choices.pick([other, `p(${other})`, name])})`;
    case 5:
      return made.arguments === undefined ? `(new ${name})` : `new ${name}(${args})`;
    default:
      return `new ${name}(${args})`;
  }
}

/** Statements that construct an object of a class and use it, preferably of the one declared last. */
export function classUse(maker: Maker): string | undefined {
  const { choices } = maker;
  const usable = usableClasses(maker);
  if (usable.length === 0 || maker.context.quiet) return undefined;
  const made = (choices.chance(60) ? usable.at(-1) : choices.pick(usable)) as ClassInfo;
  const object = maker.fresh('u');
  const lines = Array.from({ length: 2 + choices.below(4) }, () => {
    // One that fails must not keep the others from being tried.
    const use = maker.inFunction({ kind: 'arrow' }, () => part(maker, made, object));
    return `${maker.use('attempt')}(() => ${use});`;
  });
  const text = [`const ${object} = ${construction(maker, made, 1)};`, ...lines].map(line => `  ${line}\n`).join('');
  return `try {\n${text}} catch (error) {\n  log(error && error.message);\n}`;
}

function part(maker: Maker, made: ClassInfo, object: string): string {
  const { choices } = maker;
  const { name } = made;
  const forms = [
    `${object}.m${choices.below(Math.max(1, made.methods))}(${list(maker, 1, 2)})`,
    ...made.others.flatMap(other => [`${object}.${other}(${probed(maker, 1)})`, `${object}.${other}(p(2))`]),
    ...made.staticOthers.map(other => `${name}.${other}(${probed(maker, 1)})`),
    object,
    `${object}.${choices.pick(['a', 'b', 'b1'])}`,
    `[${object} instanceof ${name}, ${object}.constructor === ${name}]`,
    ...(made.items ? [`[...${object}.items(${probed(maker, 1)})]`] : []),
    ...(made.statics ? [`${name}.s(${list(maker, 1, 2)})`] : []),
    ...(maker.accessors ? [accessorUse(maker, `${object}.g`, 1), accessorUse(maker, `${name}.g`, 1)] : []),
  ];
  return choices.pick(forms);
}

/** `super.x` in every position. */
export function superUse(maker: Maker, depth: number): string | undefined {
  const { context, choices } = maker;
  if (context.superMethods <= 0 || context.quiet) return undefined;
  const key = choices.pick(['.a', "['b']", `[${computedKey(maker, depth)}]`]);
  // V8 converts the key of `super[key] += 1` twice.
  const kept = choices.pick(['.a', "['b']", `[${maker.probe}('a')]`]);
  const value = probed(maker, depth);
  const method = `m${choices.below(context.superMethods)}`;
  return choices.pick([
    `super${key}`,
    `(super${key} = ${value})`,
    `(super${kept} ${choices.pick(['+=', '??=', '&&=', '||=', '**='])} ${value})`,
    `(super${kept}++)`,
    `(--super${kept})`,
    `super.${method}(${list(maker, depth, 2)})`,
    `super[p('${method}')](${list(maker, depth, 1)}, ...${spreadable(maker, depth)})`,
    `super.${method}?.(${value})`,
    `(super.missing?.(${value}))`,
    `super.missing(${value})`,
    `super.${method}\`\${${value}}t\``,
    `([super${key}, super.b = ${value}] = ${spreadable(maker, depth)}, 0)`,
    `({ a: super${key}, ...super.c } = ${expression(maker, 'obj', depth)}, 0)`,
    `(() => super.${method}(${value}))()`,
    `(typeof super${key})`,
    `super.${method}.call(this, ${value})`,
    `((super${key}) ? ${value} : 0)`,
  ]);
}

/** Functions that programs share. */
export const classPrelude: Readonly<Record<string, string>> = {
  attempt: `function attempt(action) {
  try {
    return p(action());
  } catch (error) {
    return log(error && error.message);
  }
}`,
};

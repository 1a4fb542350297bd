// Generators of every form, sync and async, and what goes through their values. A program makes one where it has a
// name for it (`gen`, `agen`), keeps one that is under way (`it`, which anybody may go on with), or makes one in place.
import { iterator, list, probed, spreadable } from './expressions.js';
import { body, ownKept, parameters } from './functions.js';
import { indent, type Maker } from './maker.js';

/** `async `, now and then. */
function asyncness(maker: Maker): string {
  return !maker.context.quiet && maker.choices.chance(40) ? 'async ' : '';
}

/** The parameters and the body of a generator, whose function is being made. */
function inside(maker: Maker, isAsync: string, count: number): string {
  const text = parameters(maker);
  maker.context.yields = true;
  maker.context.awaits = isAsync !== '';
  const first = maker.choices.chance(70) ? `${yieldStatement(maker)}\n` : '';
  return `(${text}) {\n${ownKept(maker)}${indent(`${first}${body(maker, count, true)}`)}\n}`;
}

/** A generator function's declaration, or a constant that holds one; declared once it is complete. */
export function generatorDeclaration(maker: Maker): string {
  const name = maker.fresh('y');
  // One that never suspends, for foreign code to use.
  const quiet = maker.choices.chance(20);
  const isAsync = quiet ? '' : asyncness(maker);
  const isDeclared = maker.choices.chance(60);
  const own = isDeclared ? ` ${name}` : maker.choices.chance(30) ? ` ${maker.fresh('f')}` : '';
  const text = maker.inFunction(
    quiet ? { kind: 'function', quiet } : { kind: 'function' },
    () => `${isAsync}function*${own}${inside(maker, isAsync, 1 + maker.choices.below(4))}`,
  );
  maker.declare({ name, type: quiet ? 'quiet' : isAsync === '' ? 'gen' : 'agen', writable: false });
  return isDeclared ? text : `const ${name} = ${text};`;
}

/** A declaration, and most often a first use of what it declares. */
export function generatorWithUse(maker: Maker): string {
  const text = generatorDeclaration(maker);
  return maker.choices.chance(30) ? text : `${text}\n${steps(maker) ?? ''}`;
}

/** A generator function in parentheses. */
export function generatorExpression(maker: Maker): string {
  return maker.inFunction({ kind: 'function' }, () => `(function*${inside(maker, '', maker.choices.below(2))})`);
}

/** The generator method `items` of an object or class. */
export function generatorMethod(maker: Maker, thisMethods: number, superItems: boolean): string {
  const key = maker.choices.chance(30) && !maker.atModuleLevel ? `[${maker.probe}('items')]` : 'items';
  return maker.inFunction({ kind: 'method', thisMethods, superMethods: 0 }, () => {
    if (superItems && maker.choices.chance(50)) return `*${key}() {\n  return p(yield* super.items(p(1)));\n}`;
    return `*${key}${inside(maker, '', 1 + maker.choices.below(2))}`;
  });
}

/** `const i0 = y0(…);`: a generator that is begun, perhaps, and not over. */
export function generatorInstance(maker: Maker): string | undefined {
  const made = generated(maker, 2);
  if (made === undefined) return undefined;
  const name = maker.fresh('i');
  const begun = maker.choices.chance(60) ? `\n${maker.probe}(${name}.next().value);` : '';
  maker.declare({ name, type: 'it', writable: false });
  return `const ${name} = ${made};${begun}`;
}

/** The call of a sync generator function. */
export function generated(maker: Maker, depth: number): string | undefined {
  if (maker.context.quiet) return undefined;
  const args = list(maker, Math.min(depth, 1), 2);
  const object = maker.variable('obj', ({ items }) => items === true);
  const callee = maker.variable('gen');
  const form = maker.choices.below(4);
  if (form < 2 && callee !== undefined)
    return `${maker.choices.chance(20) ? `p(${callee.name})` : callee.name}(${args})`;
  if (form === 2 && object !== undefined) return `${object.name}${maker.choices.pick(['.', '?.'])}items(${args})`;
  if (form === 3) {
    const made = maker.classes.filter(({ items }) => items);
    if (made.length > 0) return `new ${maker.choices.pick(made).name}(${args}).items(${args})`;
  }
  return depth > 0 ? `${generatorExpression(maker)}(${args})` : callee && `${callee.name}()`;
}

/** Something of a generator's to iterate: one that is made here, or one under way. */
export function generatorSource(maker: Maker, depth: number): string | undefined {
  const underWay = maker.context.quiet ? undefined : maker.variable('it');
  return underWay !== undefined && maker.choices.chance(50) ? underWay.name : generated(maker, depth);
}

/** `yield` and `yield*`, where they may stand. */
export function yielding(maker: Maker, depth: number): string | undefined {
  if (!maker.context.yields) return undefined;
  if (maker.choices.chance(70)) return `(yield ${probed(maker, depth)})`;
  const native = maker.choices.pick([
    `[${probed(maker, depth)}, 2].values()`,
    `new Map([[1, ${probed(maker, depth)}]]).entries()`,
    "'ab'",
    `new Set([${probed(maker, depth)}])`,
  ]);
  const source = maker.choices.pick([
    native,
    generated(maker, depth) ?? native,
    spreadable(maker, depth),
    iterator(maker, depth),
    generatorSource(maker, depth) ?? native,
  ]);
  return `(yield* ${source})`;
}

export function yieldStatement(maker: Maker): string {
  return maker.context.yields ? `${(yielding(maker, 2) as string).slice(1, -1)};` : `${probed(maker, 1)};`;
}

/** One request to a generator, for its value. */
export function stepped(maker: Maker, depth: number): string | undefined {
  const source = generatorSource(maker, depth);
  if (source === undefined) return undefined;
  return `${source}.${maker.choices.pick(['next', 'next', 'return', 'throw'])}(${probed(maker, depth)}).value`;
}

/** Several requests to a generator, each of which may fail; an async one is asked all at once. */
export function steps(maker: Maker): string | undefined {
  const hows = Array.from({ length: 1 + maker.choices.below(5) }, () =>
    maker.choices.pick(["'next'", "'next'", "'next'", "'return'", "'throw'"]),
  ).join(', ');
  const late = maker.context.quiet ? undefined : maker.variable('agen');
  if (late !== undefined && maker.choices.chance(60))
    return `${maker.use('asked')}('${maker.fresh('s')}', ${late.name}(${list(maker, 1, 2)}), ${hows});`;
  const source = generatorSource(maker, 1);
  return source && `${maker.use('driven')}(${source}, ${hows});`;
}

/** What a `for await` takes that an async generator gives. */
export function asyncSource(maker: Maker): string | undefined {
  const callee = maker.context.quiet ? undefined : maker.variable('agen');
  return callee && `${callee.name}(${list(maker, 1, 2)})`;
}

/** Functions that programs share. */
export const generatorPrelude: Readonly<Record<string, string>> = {
  driven: `function driven(it, ...hows) {
  for (const how of hows) {
    try {
      const { value, done } = it[how](p(how));
      p(value, done);
    } catch (error) {
      log(how, error && error.message);
    }
  }
}`,
  asked: `function asked(tag, it, ...hows) {
  for (const how of hows)
    it[how](p(how)).then(({ value, done }) => { log(tag, value, done); }, error => { log(tag, how, error && error.message); });
}`,
};

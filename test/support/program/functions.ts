// Functions of every kind: closures, declarations, methods of objects and classes, with parameters of every form.
import { inheritedAccessors } from './accessors.js';
import { asyncness, begin } from './async.js';
import { superUse } from './class-uses.js';
import { expression, probed, spreadable } from './expressions.js';
import { generatorMethod } from './generators.js';
import { type FunctionContext, indent, type Maker, type Variable } from './maker.js';
import { declarationPattern } from './patterns.js';
import { body as statementsOf } from './statements.js';
import { annotation } from './types.js';

const deepest = 4;

/** A function's body, with a small budget of its own where functions are nested. */
export function body(maker: Maker, count: number, returns: boolean): string {
  const { nesting: outer } = maker;
  maker.nesting = nesting(maker.context) - 1;
  const text = maker.withBudget(Math.max(1, 7 - 2 * maker.nesting), () => statementsOf(maker, count, returns));
  maker.nesting = outer;
  return text;
}

function nesting(context: FunctionContext | null): number {
  return context === null ? 0 : 1 + nesting(context.parent);
}

/** What the body of a function at module level starts with: `kept` is elsewhere the one of `run`. */
export function ownKept(maker: Maker): string {
  return maker.context.parent?.kind === 'module' ? '  const kept = [];\n' : '';
}

/** Parameters, which are declared in the scope of the function being made. */
export function parameters(maker: Maker): string {
  const { choices } = maker;
  const count = choices.below(4);
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const name = maker.shadowing('a');
    const declare = (type: Variable['type']): void => maker.declare({ name, type, writable: type === 'num' });
    switch (choices.below(10)) {
      case 9:
        texts.push(`${name}${annotation(maker)} = ${closure(maker, 0)}`);
        maker.declare({ name, type: 'fn', writable: false, counts: true });
        break;
      case 5:
        texts.push(`${name}${annotation(maker)} = ${probed(maker, 2)}`);
        declare('num');
        break;
      case 6:
        texts.push(patternParameter(maker, 'array'));
        break;
      case 7:
        texts.push(patternParameter(maker, 'object'));
        break;
      case 8:
        if (index === count - 1) {
          texts.push(`...${name}`);
          declare('arr');
          break;
        }
        texts.push(`${name}${annotation(maker)}`);
        declare('num');
        break;
      default:
        texts.push(`${name}${annotation(maker)}`);
        declare('num');
    }
  }
  return texts.join(', ');
}

/** The default comes first: it must not name the pattern's own variables. */
function patternParameter(maker: Maker, shape: 'array' | 'object'): string {
  const fallback = shape === 'array' ? spreadable(maker, 1) : expression(maker, 'obj', 1);
  const pattern = declarationPattern(maker, 1, 'let', shape);
  return `${shape === 'array' ? `[${pattern}]` : `{ ${pattern} }`} = ${fallback}`;
}

/** A function expression or arrow, in parentheses. */
export function closure(maker: Maker, depth: number): string {
  const { choices } = maker;
  const form = nesting(maker.context) > deepest || depth < 0 ? choices.below(2) : choices.below(6);
  if (form < 3) {
    return maker.inFunction({ kind: 'arrow' }, () => {
      const isAsync = asyncness(maker);
      const text = parameters(maker);
      begin(maker, isAsync);
      if (form === 0) return `(${isAsync}(${text}) => ${parenthesised(expression(maker, 'num', Math.max(depth, 1)))})`;
      return `(${isAsync}(${text}) => {\n${indent(body(maker, choices.below(3), true))}\n})`;
    });
  }
  const name = form === 5 ? ` ${maker.fresh('f')}` : '';
  return maker.inFunction({ kind: 'function' }, () => {
    const isAsync = asyncness(maker);
    const text = parameters(maker);
    begin(maker, isAsync);
    return `(${isAsync}function${name}(${text}) {\n${indent(body(maker, choices.below(4), true))}\n})`;
  });
}

function parenthesised(text: string): string {
  return text.startsWith('{') ? `(${text})` : text;
}

/** A function declaration; it is declared once it is complete. */
export function functionDeclaration(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('f');
  const counts = choices.chance(35) && !maker.context.quiet;
  const text = maker.inFunction({ kind: 'function' }, () => {
    const isAsync = asyncness(maker);
    if (!counts) {
      const text = parameters(maker);
      begin(maker, isAsync);
      return `${isAsync}function ${name}(${text}) {\n${ownKept(maker)}${indent(body(maker, 1 + choices.below(5), true))}\n}`;
    }
    const [level, callback] = [maker.fresh('n'), maker.fresh('g')];
    maker.declare({ name: level, type: 'num', writable: false });
    maker.declare({ name: callback, type: 'fn', writable: false });
    const rest = parameters(maker);
    begin(maker, isAsync);
    const again = `${name}(${level} - 1, ${callback}, ${expression(maker, 'num', 1)})`;
    const statements = body(maker, 1 + choices.below(3), false);
    const last = choices.pick([
      `return ${again};`,
      `return ${expression(maker, 'num', 1)} + ${again};`,
      `try { return ${maker.probe}(${again}); } finally { ${maker.probe}(${level}); }`,
    ]);
    return `${isAsync}function ${name}(${level}, ${callback}${rest === '' ? '' : `, ${rest}`}) {\n${ownKept(maker)}  if (${level} <= 0) return ${callback}(${probed(maker, 1)});\n${indent(statements)}\n  ${last}\n}`;
  });
  maker.declare({ name, type: 'fn', writable: false, counts });
  return text;
}

/** `const o = { … }` with methods, accessors and a computed name. */
export function objectDeclaration(maker: Maker): string {
  const name = maker.fresh('o');
  const methods = 1 + maker.choices.below(3);
  const field = (): string => (maker.atModuleLevel ? '1' : expression(maker, 'num', 1));
  const parts = [`a: ${field()}`, `b: ${field()}`];
  // `super` in an object's methods means its prototype.
  const base =
    maker.choices.chance(30) && !maker.atModuleLevel
      ? maker.variable('obj', variable => (variable.methods ?? 0) > 0)
      : undefined;
  if (base !== undefined) parts.push(`__proto__: ${base.name}`);
  else if (maker.accessors && !maker.context.quiet && maker.choices.chance(40)) parts.push(inheritedAccessors(maker));
  for (let index = 0; index < methods; index++)
    parts.push(method(maker, index, index, base === undefined ? 0 : Math.min(base.methods ?? 0, index + 1)));
  if (maker.choices.chance(40)) parts.push(quietAccessors(maker));
  const items = maker.choices.chance(30);
  if (items) parts.push(generatorMethod(maker, methods, false));
  maker.declare({ name, type: 'obj', writable: false, methods, items });
  const text = `{\n${indent(parts.join(',\n'))},\n}`;
  // What twins share must not change.
  return `const ${name} = ${maker.atModuleLevel ? `Object.freeze(${text})` : text};`;
}

/** A method of an object or class: `m` and its number. */
export function method(maker: Maker, index: number, thisMethods: number, superMethods: number, prefix = ''): string {
  const { choices } = maker;
  const key =
    choices.chance(25) && !maker.atModuleLevel ? `[${maker.context.quiet ? 'log' : 'p'}('m${index}')]` : `m${index}`;
  return maker.inFunction({ kind: 'method', thisMethods, superMethods }, () => {
    const isAsync = asyncness(maker);
    const text = parameters(maker);
    begin(maker, isAsync);
    const above = superMethods > 0 && choices.chance(50) ? superUse(maker, 1) : undefined;
    const first = above === undefined ? '' : `  ${maker.probe}(${above});\n`;
    return `${prefix}${isAsync}${key}(${text}) {\n${ownKept(maker)}${first}${indent(body(maker, 1 + choices.below(3), true))}\n}`;
  });
}

function quietAccessors(maker: Maker): string {
  return maker.inFunction(
    { kind: 'method', thisMethods: 0, quiet: true },
    () => `get c() {\n  return log(${expression(maker, 'num', 1)});\n},\nset c(value) {\n  log('set c', value);\n}`,
  );
}

/** A constructor as ES5 had it. Its body may suspend. */
export function constructorDeclaration(maker: Maker): string {
  const name = maker.fresh('K');
  const text = maker.inFunction({ kind: 'function', thisMethods: 0 }, () => {
    const params = parameters(maker);
    const end = maker.choices.pick(['', 'return p(1);', 'return p({ a: 7 });', 'return;']);
    return `function ${name}(${params}) {\n${ownKept(maker)}  this.a = ${probed(maker, 2)};\n${indent(body(maker, maker.choices.below(3), false))}\n  ${end}\n}`;
  });
  const made = maker.inFunction(
    { kind: 'function', thisMethods: 0 },
    () =>
      `${name}.prototype.m0 = function (${parameters(maker)}) {\n${ownKept(maker)}${indent(body(maker, 1 + maker.choices.below(2), true))}\n};`,
  );
  maker.classes.push({ name, methods: 1, statics: false, items: false, suspends: true, others: [], staticOthers: [] });
  // What twins share must not change.
  return `${text}\n${made}${maker.atModuleLevel ? `\nObject.freeze(${name});` : ''}`;
}

// Functions of every kind: closures, declarations, methods of objects and classes, with parameters of every form.
import { expression, probed } from './expressions.js';
import { type FunctionContext, indent, type Maker, type Variable } from './maker.js';
import { declarationPattern } from './patterns.js';
import { body as statementsOf } from './statements.js';

const deepest = 4;

/** A function's body, with a small budget of its own where functions are nested. */
function body(maker: Maker, count: number, returns: boolean): string {
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
function ownKept(maker: Maker): string {
  return maker.context.parent?.kind === 'module' ? '  const kept = [];\n' : '';
}

/** Parameters, which are declared in the scope of the function being made. */
function parameters(maker: Maker): string {
  const { choices } = maker;
  const count = choices.below(4);
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const name = maker.shadowing('a');
    const declare = (type: Variable['type']): void => maker.declare({ name, type, writable: type === 'num' });
    switch (choices.below(10)) {
      case 9:
        texts.push(`${name} = ${closure(maker, 0)}`);
        maker.declare({ name, type: 'fn', writable: false, counts: true });
        break;
      case 5:
        texts.push(`${name} = ${probed(maker, 2)}`);
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
        texts.push(name);
        declare('num');
        break;
      default:
        texts.push(name);
        declare('num');
    }
  }
  return texts.join(', ');
}

/** The default comes first: it must not name the pattern's own variables. */
function patternParameter(maker: Maker, shape: 'array' | 'object'): string {
  const fallback = expression(maker, shape === 'array' ? 'arr' : 'obj', 1);
  const pattern = declarationPattern(maker, 1, 'let', shape);
  return `${shape === 'array' ? `[${pattern}]` : `{ ${pattern} }`} = ${fallback}`;
}

/** A function expression or arrow, in parentheses. */
export function closure(maker: Maker, depth: number): string {
  const { choices } = maker;
  const form = nesting(maker.context) > deepest || depth < 0 ? choices.below(2) : choices.below(6);
  if (form < 3) {
    return maker.inFunction({ kind: 'arrow' }, () => {
      const text = parameters(maker);
      if (form === 0) return `((${text}) => ${parenthesised(expression(maker, 'num', Math.max(depth, 1)))})`;
      return `((${text}) => {\n${indent(body(maker, choices.below(3), true))}\n})`;
    });
  }
  const name = form === 5 ? ` ${maker.fresh('f')}` : '';
  return maker.inFunction(
    { kind: 'function' },
    () => `(function${name}(${parameters(maker)}) {\n${indent(body(maker, choices.below(4), true))}\n})`,
  );
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
    if (!counts)
      return `function ${name}(${parameters(maker)}) {\n${ownKept(maker)}${indent(body(maker, 1 + choices.below(5), true))}\n}`;
    const [level, callback] = [maker.fresh('n'), maker.fresh('g')];
    maker.declare({ name: level, type: 'num', writable: false });
    maker.declare({ name: callback, type: 'fn', writable: false });
    const rest = parameters(maker);
    const again = `${name}(${level} - 1, ${callback}, ${expression(maker, 'num', 1)})`;
    const statements = body(maker, 1 + choices.below(3), false);
    const last = choices.pick([
      `return ${again};`,
      `return ${expression(maker, 'num', 1)} + ${again};`,
      `try { return ${maker.probe}(${again}); } finally { ${maker.probe}(${level}); }`,
    ]);
    return `function ${name}(${level}, ${callback}${rest === '' ? '' : `, ${rest}`}) {\n${ownKept(maker)}  if (${level} <= 0) return ${callback}(${probed(maker, 1)});\n${indent(statements)}\n  ${last}\n}`;
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
  for (let index = 0; index < methods; index++)
    parts.push(method(maker, index, index, base === undefined ? 0 : Math.min(base.methods ?? 0, index + 1)));
  if (maker.choices.chance(40)) parts.push(accessors(maker));
  maker.declare({ name, type: 'obj', writable: false, methods });
  const text = `{\n${indent(parts.join(',\n'))},\n}`;
  // What twins share must not change.
  return `const ${name} = ${maker.atModuleLevel ? `Object.freeze(${text})` : text};`;
}

function method(maker: Maker, index: number, thisMethods: number, superMethods: number, prefix = ''): string {
  const { choices } = maker;
  const key =
    choices.chance(25) && !maker.atModuleLevel ? `[${maker.context.quiet ? 'log' : 'p'}('m${index}')]` : `m${index}`;
  return maker.inFunction(
    { kind: 'method', thisMethods, superMethods },
    () =>
      `${prefix}${key}(${parameters(maker)}) {\n${ownKept(maker)}${indent(body(maker, 1 + choices.below(3), true))}\n}`,
  );
}

function accessors(maker: Maker): string {
  return maker.inFunction(
    { kind: 'method', thisMethods: 0, quiet: true },
    () => `get c() {\n  return log(${expression(maker, 'num', 1)});\n},\nset c(value) {\n  log('set c', value);\n}`,
  );
}

/** A class, perhaps derived from one before it. Its constructor and its fields make no suspension. */
export function classDeclaration(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('C');
  const bases = maker.classes.filter(({ suspends }) => !suspends);
  const base = bases.length > 0 && choices.chance(60) ? choices.pick(bases) : undefined;
  const methods = Math.max(1 + choices.below(3), base?.methods ?? 0);
  const statics = choices.chance(40);
  const parts: string[] = [];
  if (choices.chance(60)) {
    parts.push(
      maker.inFunction({ kind: 'method', thisMethods: 0, superMethods: 0, quiet: true }, () => {
        const text = parameters(maker);
        return `constructor(${text}) {\n${base === undefined ? '' : `  super(${expression(maker, 'num', 0)});\n`}  this.a = ${expression(maker, 'num', 1)};\n${ownKept(maker)}${indent(body(maker, choices.below(2), false))}\n}`;
      }),
    );
  }
  if (choices.chance(40))
    parts.push(
      `b = ${maker.inFunction({ kind: 'arrow', thisMethods: 0, quiet: true }, () => choices.pick(['1', 'log(this.a)', "log('field')"]))};`,
    );
  if (choices.chance(30) && !maker.atModuleLevel)
    parts.push(`static [${maker.context.quiet ? 'log' : 'p'}('k')] = ${choices.below(4)};`);
  const isPrivate = choices.chance(40);
  if (isPrivate) {
    parts.push(
      '#secret = 1;',
      maker.inFunction(
        { kind: 'method', thisMethods: 0, superMethods: 0 },
        () =>
          `#hidden(${parameters(maker)}) {\n  this.#secret += ${probed(maker, 2)};\n  return this.#secret${choices.pick(['', '++', ' ||= p(2)', ' = p(3)'])};\n}`,
      ),
    );
    parts.push(
      `open() {\n  return ${choices.pick(['this.#hidden(p(1))', 'p(this).#hidden(p(1))', 'this?.#hidden(...[p(1)])', '#secret in p(this)'])};\n}`,
    );
  }
  for (let index = 0; index < methods; index++) {
    if (base !== undefined && index < base.methods && choices.chance(40)) continue;
    parts.push(method(maker, index, index, base === undefined ? 0 : Math.min(base.methods, index + 1)));
  }
  if (statics)
    parts.push(
      maker.inFunction(
        { kind: 'method', thisMethods: 0 },
        () => `static s(${parameters(maker)}) {\n${ownKept(maker)}${indent(body(maker, choices.below(3), true))}\n}`,
      ),
    );
  maker.classes.push({ name, methods, statics: statics || (base?.statics ?? false), suspends: false });
  const heritage =
    base === undefined
      ? ''
      : ` extends ${choices.chance(25) && !maker.context.quiet && !maker.atModuleLevel ? `p(${base.name})` : base.name}`;
  const text = `${heritage} {\n${indent(parts.join('\n'))}\n}`;
  if (!choices.chance(20)) return `class ${name}${text}`;
  return `const ${name} = class${choices.chance(50) ? ` ${maker.fresh('N')}` : ''}${text};`;
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
  maker.classes.push({ name, methods: 1, statics: false, suspends: true });
  return `${text}\n${made}`;
}

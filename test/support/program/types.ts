// What TypeScript adds, for programs that say `"with types"`: what only vanishes, and what turns into code that may be
// suspended (enums, namespaces, parameter properties, decorators, `accessor`).
import { list, probed } from './expressions.js';
import { functionDeclaration } from './functions.js';
import { indent, type Maker } from './maker.js';

/** The expression, at times with a type that vanishes. */
export function typedly(maker: Maker, text: string): string {
  if (!maker.typed || !maker.choices.chance(8) || text === '') return text;
  const form = maker.choices.below(4);
  if (form === 1) return `(${text} satisfies unknown)`;
  if (form === 2) return `(<any>${text})`;
  return form === 3 && /^[\w.]+$/.test(text) ? `${text}!` : `(${text} as any)`;
}

/** The annotation of a parameter. */
export function annotation(maker: Maker, isOptional = false): string {
  if (!maker.typed || !maker.choices.chance(50)) return '';
  return `${isOptional && maker.choices.chance(30) ? '?' : ''}: ${maker.choices.pick(['any', 'unknown', 'number | string', 'typeof run'])}`;
}

/** Parameters that are properties, before the others; none outside of TypeScript. */
export function parameterProperties(maker: Maker): string[] {
  if (!maker.typed || !maker.choices.chance(50)) return [];
  return Array.from({ length: 1 + maker.choices.below(2) }, () => {
    const name = maker.fresh('q');
    maker.declare({ name, type: 'num', writable: true });
    const modifier = maker.choices.pick(['public', 'private readonly', 'protected', 'readonly']);
    return `${modifier} ${name}${maker.choices.chance(50) ? `: any = ${probed(maker, 1)}` : ': any'}`;
  });
}

/** `enum E { … }`, and uses of it. */
export function enumDeclaration(maker: Maker): string {
  const name = maker.fresh('E');
  const members = [
    'A',
    `B = ${probed(maker, 1)} as any`,
    `C = A | 4`,
    `'d e' = ${maker.probe}(3)`,
    ...(maker.choices.chance(40) ? [`F = [${list(maker, 1, 2)}].length`] : []),
  ];
  return `enum ${name} { ${members.join(', ')} }\n${maker.probe}(${name}.B, ${name}[4], ${name}['d e']);`;
}

/** A namespace at the top of the module, and functions in it that everybody may call. */
export function namespace(maker: Maker): string {
  const name = maker.fresh('N');
  let inner: string | undefined;
  const text = maker.inScope(false, () => {
    const parts = [`export const a = 1;`, `export ${functionDeclaration(maker)}`];
    inner = maker.scope.variables.at(-1)?.name;
    parts.push(`export namespace M {\n  export function deep(x: any) {\n    return p(x) + p(a);\n  }\n}`);
    return parts.join('\n');
  });
  if (inner !== undefined && !/\bg\d+\b.*\) \{\n.*if \(n\d+ <= 0\)/.test(text))
    maker.declare({ name: `${name}.${inner}`, type: 'fn', writable: false });
  maker.declare({ name: `${name}.M.deep`, type: 'fn', writable: false });
  return `namespace ${name} {\n${indent(text)}\n}\nObject.freeze(${name});`;
}

/** A decorator before a class or one of its parts, or nothing. */
export function decorator(maker: Maker): string {
  if (!maker.typed || maker.context.quiet || maker.atModuleLevel || !maker.choices.chance(25)) return '';
  return `@${maker.use('decorated')}('${maker.fresh('d')}', ${maker.choices.below(3)})\n`;
}

/** A field with accessors of its own. */
export function accessorField(maker: Maker): string[] {
  if (!maker.typed || maker.context.quiet || !maker.choices.chance(30)) return [];
  return [
    `accessor h = ${maker.choices.below(5)};`,
    `useAccessor() {\n  return p(this.h) + (this.h = p(3)) + this.h;\n}`,
  ];
}

/** What turns into code, in a class so small that all of it runs; none outside of TypeScript. */
export function typesTheme(maker: Maker): string | undefined {
  if (!maker.typed || maker.context.quiet) return undefined;
  if (maker.choices.chance(35)) return enumDeclaration(maker);
  const [name, object] = [maker.fresh('T'), maker.fresh('u')];
  const decorated = (): string =>
    maker.choices.chance(60) ? `@${maker.use('decorated')}('${maker.fresh('d')}', ${maker.choices.below(3)}) ` : '';
  const attempt = maker.use('attempt');
  return `${decorated()}class ${name} {
  ${decorated()}accessor h: any = ${maker.choices.chance(40) ? 'p(1)' : '1'};
  ${decorated()}static s(x: any) {
    return p(x);
  }
  ${decorated()}f = ${probed(maker, 1)};
  constructor(public q: any = ${probed(maker, 1)}, readonly r = q) {
    ${maker.choices.chance(50) ? `p(this.q, this.h);` : ''}
  }
  ${decorated()}m(x: any) {
    this.h = p(x);
    return [this.h, (this.h += p(2)), this.q!, this.r as any];
  }
}
${attempt}(() => ${name}.s(${probed(maker, 1)}));
const ${object} = new ${name}(${maker.choices.chance(50) ? probed(maker, 1) : ''});
${attempt}(() => ${object}.m(${probed(maker, 1)}));`;
}

/** Functions that programs share. */
export const typesPrelude: Readonly<Record<string, string>> = {
  decorated: `function decorated(tag: string, kind: number) {
  p(tag);
  return (value: any, context: any): any => {
    log(tag, context.kind, context.name);
    if (kind === 1) context.addInitializer(function (this: any) { log(tag, 'initializer', typeof this); });
    if (kind === 2 && context.kind === 'method') return function (this: any, ...args: any[]) { p(tag, 'called'); return value.apply(this, args); };
    return p(undefined);
  };
}`,
};

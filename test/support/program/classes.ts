// Classes: constructors, fields and static parts that are suspended or not, derived from classes and from functions.
import { accessors, accessorUse } from './accessors.js';
import { asyncness, begin } from './async.js';
import { builtInParent } from './built-in-classes.js';
import { expression, list, probed } from './expressions.js';
import { body, method, ownKept, parameters } from './functions.js';
import { generatorMethod } from './generators.js';
import { type ClassInfo, indent, type Maker } from './maker.js';
import { accessorField, decorator, parameterProperties } from './types.js';

interface Plan {
  readonly base: ClassInfo | undefined;
  readonly methods: number;
  /** The class's own parts may be suspended while an object is constructed. */
  readonly suspends: boolean;
}

/** A class, perhaps derived from one before it. */
export function classDeclaration(maker: Maker): string {
  return maker.inStrictCode(() => classOf(maker));
}

function classOf(maker: Maker): string {
  const { choices } = maker;
  const name = maker.fresh('C');
  const { quiet } = maker.context;
  const bases = maker.classes.filter(({ suspends }) => !suspends || !quiet);
  const builtIn = !quiet && choices.chance(15) ? builtInParent(maker) : undefined;
  const base = builtIn?.info ?? (bases.length > 0 && choices.chance(60) ? choices.pick(bases) : undefined);
  const methods = Math.max(1 + choices.below(3), base?.methods ?? 0);
  // The engine makes promises of its own by a promise's constructor.
  const isPromise = base?.arguments !== undefined && !base.suspends;
  const suspends = !quiet && !isPromise && choices.chance(70);
  const plan = { base, methods, suspends };
  const statics = choices.chance(40);
  const parts: string[] = [...fields(maker, plan), ...staticParts(maker, plan)];
  const others: string[] = [...(base?.others ?? []), ...(builtIn === undefined ? [] : ['own'])];
  const staticOthers: string[] = [...(base?.staticOthers ?? [])];
  if (builtIn !== undefined) parts.push(ownText(maker, builtIn.own));
  if (choices.chance(60)) parts.splice(choices.below(parts.length + 1), 0, construction(maker, plan));
  if (choices.chance(40)) {
    parts.push(...privateParts(maker, plan));
    others.push('open');
    if (parts.some(part => part.startsWith('deep()'))) others.push('deep');
    if (parts.some(part => part.startsWith('static hidden'))) staticOthers.push('hidden');
  }
  if (maker.accessors && !quiet) {
    parts.push(...accessorParts(maker, plan, statics));
    if (parts.some(part => part.startsWith('held()'))) others.push('held');
  }
  for (let index = 0; index < methods; index++) {
    if (base !== undefined && index < base.methods && choices.chance(40)) continue;
    parts.push(
      `${decorator(maker)}${method(maker, index, index, base === undefined ? 0 : Math.min(base.methods, index + 1))}`,
    );
  }
  if (statics)
    parts.push(
      maker.inFunction({ kind: 'method', thisMethods: 0 }, () => {
        const isAsync = asyncness(maker);
        const text = parameters(maker);
        begin(maker, isAsync);
        const above =
          base?.statics && choices.chance(60)
            ? `${maker.probe}(${choices.pick(['super.s', "super['s']", 'super.name.length > 0 && super.s'])}(${list(maker, 1, 1)}));\n`
            : '';
        return `static ${isAsync}s(${text}) {\n${ownKept(maker)}${indent(`${above}${body(maker, choices.below(3), true)}`)}\n}`;
      }),
    );
  const items = choices.chance(40);
  const own = accessorField(maker);
  if (own.length > 0) others.push('useAccessor');
  parts.push(...own);
  if (items) parts.push(generatorMethod(maker, methods, base?.items ?? false));
  const text = ` {\n${indent(parts.join('\n'))}\n}`;
  // What twins share must not change.
  const frozen = maker.atModuleLevel ? `\nObject.freeze(${name});` : '';
  const made = `${declared(maker, name, base, text)}${frozen}`;
  maker.classes.push({
    name,
    methods,
    statics: statics || (base?.statics ?? false),
    items: items || (base?.items ?? false),
    suspends: suspends || (base?.suspends ?? false),
    others,
    staticOthers,
    ...(base?.arguments === undefined ? {} : { arguments: base.arguments }),
  });
  return made;
}

/** Methods at module level may be in quiet code. */
function ownText(maker: Maker, text: string): string {
  return maker.context.quiet ? text.replace(/\bp\(/g, 'log(') : text;
}

/** The forms in which a class gets its name. */
function declared(maker: Maker, name: string, base: ClassInfo | undefined, text: string): string {
  const { choices } = maker;
  const isCalm = maker.context.quiet || maker.atModuleLevel;
  const heritage =
    base === undefined ? '' : ` extends ${choices.chance(25) && !isCalm ? `p(${base.name})` : base.name}`;
  const whole = `${heritage}${text}`;
  // The static parts of a decorated class are not all functions once it is lowered.
  if (!choices.chance(30)) return `${/\bstatic\b/.test(text) ? '' : decorator(maker)}class ${name}${whole}`;
  switch (choices.below(6)) {
    case 1:
      return `const ${name} = class ${maker.fresh('N')}${whole};`;
    case 2:
      return `const [${name}] = [class${whole}];`;
    case 3:
      return `const { [${isCalm ? 'log' : 'p'}('q')]: ${name} } = { [${isCalm ? 'log' : 'p'}('q')]: class${whole} };`;
    case 4:
      return base === undefined || isCalm || !/^\w+$/.test(base.name)
        ? `const ${name} = (class${whole});`
        : `const ${name} = (${base.name} => class ${base.name}s extends ${base.name}${text})(${base.name});`;
    default:
      return `const ${name} = class${whole};`;
  }
}

function construction(maker: Maker, { base, methods, suspends }: Plan): string {
  const { choices } = maker;
  const quiet = !suspends;
  return maker.inFunction({ kind: 'method', thisMethods: -1, superMethods: 0, quiet }, () => {
    const text = [...parameterProperties(maker), parameters(maker)].filter(part => part !== '').join(', ');
    // What comes before `super()` must not touch `this`.
    const before = base !== undefined && choices.chance(30) ? `${statementsOf(maker, 1)}\n` : '';
    const start = base === undefined ? '' : `${superCall(maker, base)}\n`;
    const inside = maker.inScope(false, () => {
      Object.assign(maker.context, {
        thisMethods: suspends ? methods : 0,
        superMethods: suspends ? (base?.methods ?? 0) : 0,
      });
      return `this.a = ${quiet ? expression(maker, 'num', 1) : probed(maker, 2)};\n${statementsOf(maker, choices.below(3))}`;
    });
    const result = !suspends
      ? ''
      : choices.pick([
          '',
          '',
          '',
          'return;',
          'return p({ a: 7, m0() { return p(8); } });',
          'return p(undefined);',
          'return p(1);',
        ]);
    const end =
      choices.chance(20) && result !== ''
        ? `try {\n${indent(result)}\n} finally {\n  ${maker.probe}('end');\n}`
        : result;
    return `constructor(${text}) {\n${ownKept(maker)}${indent(before)}${indent(start)}${indent(inside)}\n${indent(end)}\n}`;
  });
}

function statementsOf(maker: Maker, count: number): string {
  return body(maker, count, false);
}

/** `super(…)`, where the language allows it. */
function superCall(maker: Maker, base: ClassInfo): string {
  const { choices } = maker;
  const given = (): string => base.arguments?.(maker) ?? list(maker, 1, 2);
  const args = given();
  const [make, index] = [maker.fresh('s'), maker.fresh('i')];
  if (!choices.chance(45)) return `super(${args});`;
  switch (choices.below(8)) {
    case 1:
      return `if (${probed(maker, 1)}) super(${args}); else super(${given()});`;
    case 2:
      return `try {\n  super(${args});\n} finally {\n  ${maker.probe}('made');\n}`;
    case 3:
      return `const ${make} = () => super(${args});\n${maker.probe}(${make}() === this);`;
    case 4:
      return `for (let ${index} = 0; ${index} < 2; ${index}++) if (${maker.probe}(${index}) === 1) super(${args});`;
    case 5:
      return `const ${make} = () => this;\nsuper(${args});\nlog(${make}() === this, new.target.name.length > 0);`;
    case 6:
      return `const ${make} = [super(${args}), ${probed(maker, 1)}];\nlog(${make}[0] === this);`;
    case 7:
      return `super(${args});\ntry {\n  super(${base.arguments === undefined ? `${maker.probe}('again')` : given()});\n} catch (error) {\n  log(error.message);\n}`;
    default:
      return base.arguments === undefined ? `super(() => this, ${args});` : `super(${args});`;
  }
}

/** Public fields. An initialiser sees the fields before it. */
function fields(maker: Maker, { base, methods, suspends }: Plan): string[] {
  const { choices } = maker;
  if (!choices.chance(50)) return [];
  const isOnce = maker.context.quiet || maker.atModuleLevel;
  return Array.from({ length: 1 + choices.below(3) }, (_, index) =>
    maker.inFunction(
      {
        kind: 'arrow',
        initialises: true,
        thisMethods: suspends ? methods : 0,
        superMethods: suspends ? (base?.methods ?? 0) : 0,
        quiet: !suspends,
      },
      () => {
        const key = choices.pick([
          `b${index || ''}`,
          `b${index}`,
          `'b ${index}'`,
          isOnce ? `[log('k${index}')]` : `[p('k${index}')]`,
        ]);
        const value = choices.pick([
          '1',
          maker.probe === 'p' ? `p('field')` : 'log(this.a)',
          probed(maker, 2),
          expression(maker, 'num', 1),
          '() => this.a',
          'function () {}',
          `[${probed(maker, 1)}, typeof this.b]`,
          'class { x = 1; }',
          `(() => ${maker.probe}(typeof this))()`,
          '',
        ]);
        return value === '' ? `${key};` : `${key} = ${value};`;
      },
    ),
  );
}

/** Static fields and blocks. At module level they run outside of any greenlet. */
function staticParts(maker: Maker, { base }: Plan): string[] {
  const { choices } = maker;
  if (maker.atModuleLevel || !choices.chance(45)) return [];
  return Array.from({ length: 1 + choices.below(3) }, (_, index) =>
    maker.inFunction({ kind: 'arrow', initialises: true, thisMethods: 0, superMethods: 0 }, () => {
      const probe = maker.probe;
      const own = maker.fresh('t');
      return choices.pick([
        ...(base?.statics
          ? [
              `static ${own} = ${probe}(super.s(${probed(maker, 1)}));`,
              `static {\n  ${probe}(super['s'](1));\n  super.${own} = ${probe}(this.${own});\n}`,
            ]
          : []),
        `static [${probe}('k${index}')] = ${choices.below(4)};`,
        `static ${own} = ${probed(maker, 2)};`,
        `static ${own} = ${probe}(typeof this.${own});`,
        `static #${own} = ${probed(maker, 1)};\nstatic { ${probe}(this.#${own}); }`,
        `static {\n  let ${own} = ${probed(maker, 1)};\n  this.${own} = () => ${own}++;\n}`,
        `static {\n  for (const ${own} of [1, 2]) {\n    if (${probe}(${own}) === 1) continue;\n    this.${own} = ${probe}(${own});\n  }\n}`,
        `static ${own} = () => ${probe}(this.name.length > 0);`,
        `static ${own} = [class { static s = ${probe}('inner'); x = ${probe}('x'); }].map(C => C.s);`,
      ]);
    }),
  );
}

function privateParts(maker: Maker, { suspends }: Plan): string[] {
  const { choices } = maker;
  const parts = [
    '#secret = 1;',
    maker.inFunction({ kind: 'method', thisMethods: 0, superMethods: 0 }, () => {
      const isAsync = asyncness(maker);
      const text = parameters(maker);
      begin(maker, isAsync);
      return `${isAsync}#hidden(${text}) {\n  this.#secret += ${probed(maker, 2)};\n  return this.#secret${choices.pick(['', '++', ' ||= p(2)', ' = p(3)'])};\n}`;
    }),
  ];
  // One that can be suspended exists, without its value, while those before it are initialised: nobody asks for it.
  if (suspends && choices.chance(50))
    parts.push(
      maker.inFunction(
        { kind: 'arrow', initialises: true, thisMethods: 0, superMethods: 0 },
        () => `#deep = [${probed(maker, 1)}, this.a];`,
      ),
      'deep() {\n  return this.#deep;\n}',
    );
  if (choices.chance(40) && !maker.atModuleLevel)
    parts.push(
      `static #shared(x) {\n  return [${maker.probe}(x), this.name];\n}`,
      `static hidden(x) {\n  return ${choices.pick(['this.#shared(p(x))', '#shared in p(this) && this.#shared(x)', 'p(this)?.#shared?.(x)'])};\n}`,
    );
  parts.push(
    `open() {\n  return ${choices.pick(['this.#hidden(p(1))', 'p(this).#hidden(p(1))', 'this?.#hidden(...[p(1)])', '#secret in p(this)', 'typeof p(this.#hidden)'])};\n}`,
  );
  return parts;
}

function accessorParts(maker: Maker, { base }: Plan, statics: boolean): string[] {
  const { choices } = maker;
  const parts: string[] = [];
  if (choices.chance(60)) parts.push(...accessors(maker, 'g', base !== undefined));
  if (statics && choices.chance(30)) parts.push(...accessors(maker, 'g', base?.statics ?? false, 'static '));
  if (choices.chance(30)) {
    parts.push(...accessors(maker, '#held', false));
    parts.push(
      maker.inFunction(
        { kind: 'method', thisMethods: 0, superMethods: 0 },
        () =>
          `held() {\n  return [${accessorUse(maker, 'this.#held', 2)}, ${accessorUse(maker, 'p(this).#held', 1)}];\n}`,
      ),
    );
  }
  return parts;
}

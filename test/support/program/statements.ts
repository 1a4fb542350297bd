// Statements. `break` and `continue` name any enclosing statement they may.
import { blockFunction } from './block-functions.js';
import { builtInTheme } from './callbacks.js';
import { calleeTheme } from './callees.js';
import { callExpression, methodCall } from './calls.js';
import { classUse } from './class-uses.js';
import { classDeclaration } from './classes.js';
import { expression, probed, spreadable } from './expressions.js';
import { closure, functionDeclaration, objectDeclaration } from './functions.js';
import { generatorDeclaration, generatorInstance, generatorWithUse, steps, yieldStatement } from './generators.js';
import { inheritanceTheme } from './inheritance.js';
import { countingLoop, forIn, forOf, label, whileLoop, withTarget } from './loops.js';
import { indent, type Maker } from './maker.js';
import { assignmentPattern, declarationPattern, patternSource } from './patterns.js';
import { foreignRequests, reentered } from './requests.js';
import { usingBlock, usingTheme } from './resources.js';
import { enumDeclaration, typesTheme } from './types.js';

/** The statements of a function's body; with `returns` the last one returns a value. */
export function body(maker: Maker, count: number, returns: boolean): string {
  const text = statements(maker, count);
  return returns ? `${text}${text === '' ? '' : '\n'}return ${expression(maker, 'num', 2)};` : text;
}

/** Statements in the current scope. Some function declarations come after the code that calls them. */
export function statements(maker: Maker, count: number): string {
  const texts: string[] = [];
  const hoisted: string[] = [];
  if (maker.choices.chance(8) && maker.budget > 4 && maker.nesting < deepestStatement)
    hoisted.push(functionDeclaration(maker));
  const late = maker.choices.chance(4) ? maker.fresh('x') : undefined;
  if (late !== undefined) maker.declare({ name: late, type: 'num', writable: false });
  for (let index = 0; index < count && maker.budget > 0; index++) {
    maker.budget--;
    texts.push(statement(maker));
  }
  if (late !== undefined) texts.splice(maker.choices.below(texts.length + 1), 0, `let ${late} = ${probed(maker, 1)};`);
  texts.splice(maker.choices.below(texts.length + 1), 0, ...hoisted);
  return texts.join('\n');
}

/** A block with a scope of its own. */
export function block(maker: Maker, count: number): string {
  maker.nesting++;
  const text = maker.inScope(false, () => statements(maker, count));
  maker.nesting--;
  return text === '' ? '{}' : `{\n${indent(text)}\n}`;
}

type Form = (maker: Maker) => string;

const deepestStatement = 5;

const simpleForms: Form[] = [
  maker => `${maker.probe}(${expression(maker, 'num', 1)});`,
  declaration,
  destructuring,
  expressionStatement,
  leave,
  keepClosure,
];

const forms: Form[] = [
  maker => `${maker.probe}(${expression(maker, 'num', 2)});`,
  declaration,
  declaration,
  destructuring,
  expressionStatement,
  expressionStatement,
  conditional,
  conditional,
  countingLoop,
  countingLoop,
  forOf,
  forOf,
  forIn,
  whileLoop,
  switchStatement,
  tryStatement,
  tryStatement,
  tryStatement,
  leave,
  leave,
  leave,
  keepClosure,
  keepClosure,
  labelled,
  maker => block(maker, 1 + maker.choices.below(3)),
  maker => withCall(maker, functionDeclaration(maker)),
  maker => usingBlock(maker) ?? withClassUse(maker),
  maker => (maker.typed ? enumDeclaration(maker) : withClassUse(maker)),
  withClassUse,
  maker => classUse(maker) ?? withClassUse(maker),
  blockFunction,
  maker => withCall(maker, objectDeclaration(maker)),
  maker => withCall(maker, functionVariable(maker)),
  generatorStatement,
  generatorStatement,
  maker => (maker.context.yields ? yieldStatement(maker) : forOf(maker)),
];

/** What runs for certain: constructs that are rare, or rarely reached, elsewhere. */
export function theme(maker: Maker): string {
  const text = maker.inScope(false, () => maker.choices.pick(themes)(maker) ?? withClassUse(maker));
  return `try {\n${indent(text)}\n} catch (error) {\n  log(error && error.message);\n}`;
}

const themes: ((maker: Maker) => string | undefined)[] = [
  withClassUse,
  withClassUse,
  withClassUse,
  blockFunction,
  generatorStatement,
  reentered,
  maker => `${generatorDeclaration(maker)}\n${foreignRequests(maker) ?? steps(maker) ?? ''}`,
  inheritanceTheme,
  inheritanceTheme,
  builtInTheme,
  builtInTheme,
  builtInTheme,
  maker => usingTheme(maker) ?? inheritanceTheme(maker),
  maker => calleeTheme(maker) ?? builtInTheme(maker),
  maker => calleeTheme(maker) ?? builtInTheme(maker),
  maker => typesTheme(maker) ?? withCall(maker, functionDeclaration(maker)),
];

/** A generator that is declared or begun, or requests to one. */
function generatorStatement(maker: Maker): string {
  const form = maker.choices.pick([
    generatorWithUse,
    generatorWithUse,
    generatorInstance,
    steps,
    reentered,
    foreignRequests,
  ]);
  return (maker.context.quiet ? undefined : form(maker)) ?? `${expression(maker, 'num', 1)};`;
}

/** A class, and what is done with it. */
function withClassUse(maker: Maker): string {
  const text = classDeclaration(maker);
  const use = maker.choices.chance(80) ? classUse(maker) : undefined;
  return use === undefined ? withCall(maker, text) : `${text}\n${use}`;
}

function statement(maker: Maker): string {
  return maker.choices.pick(maker.nesting > deepestStatement || maker.budget <= 0 ? simpleForms : forms)(maker);
}

function expressionStatement(maker: Maker): string {
  const text = expression(maker, 'num', 3);
  return /^(?:\{|function|class|let\b)/.test(text) ? `(${text});` : `${text};`;
}

function declaration(maker: Maker): string {
  const kind = maker.choices.pick(['let', 'const', 'var'] as const);
  const type = maker.choices.pick(['num', 'num', 'num', 'arr', 'obj'] as const);
  const initial = expression(maker, type, 3);
  const writable = kind !== 'const' || maker.choices.chance(5);
  if (kind === 'var') {
    const name = maker.fresh('v');
    maker.declareVar({ name, type, writable: type === 'num' });
    return `var ${name} = ${initial};`;
  }
  const name = type === 'num' ? maker.shadowing('x') : maker.fresh('x');
  maker.declare({ name, type, writable: writable && type === 'num' });
  return kind === 'let' && type === 'num' && maker.choices.chance(15)
    ? `let ${name};`
    : `${kind} ${name} = ${initial};`;
}

function destructuring(maker: Maker): string {
  if (maker.choices.chance(35)) return `${assignmentPattern(maker, 2)};`;
  const kind = maker.choices.pick(['let', 'const', 'var'] as const);
  const shape = maker.choices.pick(['array', 'object'] as const);
  const source = patternSource(maker, 2, shape);
  const text = declarationPattern(maker, 2, kind, shape);
  return `${kind} ${shape === 'array' ? `[${text}]` : `{ ${text} }`} = ${source};`;
}

/** A declaration, and most often a first use of what it declares. */
function withCall(maker: Maker, text: string): string {
  if (maker.choices.chance(30)) return text;
  const use = maker.choices.chance(50) ? callExpression(maker, 2) : methodCall(maker, 2);
  return use === undefined ? text : `${text}\n${maker.probe}(${use});`;
}

/** `const g = n => …` that calls itself while its argument is positive; an arrow or a function with a name of its own. */
function selfCalling(maker: Maker): string {
  const { choices } = maker;
  const [name, level] = [maker.fresh('g'), maker.fresh('n')];
  const inner = choices.chance(30) ? maker.fresh('f') : undefined;
  const kind = inner === undefined ? 'arrow' : 'function';
  const text = maker.inFunction({ kind }, () => {
    maker.declare({ name: level, type: 'num', writable: false });
    const again = `${inner ?? name}(${level} - 1)`;
    const rest = choices.pick([
      again,
      `p(${again})`,
      `(() => ${again})()`,
      `${again} + ${expression(maker, 'num', 1)}`,
    ]);
    const end = probed(maker, 2);
    const value = `${level} > 0 ? ${rest} : ${end}`;
    const block = choices.chance(50) ? body(maker, 1 + choices.below(2), false) : '';
    if (inner !== undefined) return `function ${inner}(${level}) {\n${indent(`${block}\nreturn ${value};`)}\n}`;
    return block === '' ? `${level} => (${value})` : `${level} => {\n${indent(`${block}\nreturn ${value};`)}\n}`;
  });
  maker.declare({ name, type: 'fn', writable: false, counts: true });
  return `const ${name} = ${text};`;
}

function functionVariable(maker: Maker): string {
  if (!maker.context.quiet && maker.choices.chance(35)) return selfCalling(maker);
  const name = maker.fresh('g');
  const text = `const ${name} = ${closure(maker, 2)};`;
  maker.declare({ name, type: 'fn', writable: false });
  return text;
}

/** `if (…) function f() {…}`: the function is there afterwards if the branch was taken. */
function functionBranch(maker: Maker): string {
  const name = maker.fresh('f');
  const test = probed(maker, 2);
  const text = maker.inFunction({ kind: 'function' }, () => indent(body(maker, 1 + maker.choices.below(2), true)));
  return `if (${test}) function ${name}() {\n${text}\n}\nif (typeof ${name} === 'function') ${maker.probe}(${name}());`;
}

function keepClosure(maker: Maker): string {
  const body = maker.inFunction({ kind: 'arrow' }, () => {
    const writable = maker.variable('num', variable => variable.writable);
    if (writable !== undefined && maker.choices.chance(50))
      return maker.choices.pick([`${writable.name}++`, `(${writable.name} += ${maker.probe}(1))`]);
    return expression(maker, 'num', 1);
  });
  return `kept.push(() => ${body});`;
}

/** A call where a target is wanted fails when it is reached. */
function callAsTarget(maker: Maker): string {
  const { choices, probe } = maker;
  const call = `${probe}(${choices.below(4)})`;
  const use = choices.pick([
    `${call} = ${probe}(1);`,
    `${call} -= ${probe}(1);`,
    `${call}++;`,
    `--${call};`,
    `for (${call} of [${probe}(2), 3]) ${probe}(4);`,
    `for (${call} in { a: ${probe}(2) }) ${probe}(4);`,
  ]);
  return `try {\n  ${use}\n} catch (error) {\n  ${probe}(error.message);\n}`;
}

function conditional(maker: Maker): string {
  if (maker.isSloppy && maker.choices.chance(10)) return functionBranch(maker);
  if (maker.isSloppy && maker.choices.chance(5)) return callAsTarget(maker);
  const test = probed(maker, 2);
  const then = block(maker, 1 + maker.choices.below(3));
  if (maker.choices.chance(50)) return `if (${test}) ${then} else ${block(maker, 1 + maker.choices.below(2))}`;
  return `if (${test}) ${then}`;
}

function switchStatement(maker: Maker): string {
  const [name, prefix] = label(maker);
  const subject = maker.choices.chance(50) ? `${maker.probe}(${maker.choices.below(4)})` : expression(maker, 'num', 2);
  const count = 1 + maker.choices.below(4);
  const fallback = maker.choices.below(count + 2);
  return maker.inScope(false, () =>
    withTarget(maker, name, false, () => {
      const cases: string[] = [];
      for (let index = 0; index < count; index++) {
        if (index === fallback) cases.push(`default:\n${indent(caseBody(maker))}`);
        const test = maker.choices.pick([String(index), `${maker.probe}(${index})`, expression(maker, 'num', 1)]);
        cases.push(`case ${test}:\n${indent(caseBody(maker))}`);
      }
      return `${prefix}switch (${subject}) {\n${indent(cases.join('\n'))}\n}`;
    }),
  );
}

/** Declarations of one case are in scope, and in their TDZ, in the others, which therefore do not mention them. */
function caseBody(maker: Maker): string {
  const end = maker.choices.pick(['', 'break;', 'break;']);
  const count = 1 + maker.choices.below(2);
  const text = maker.choices.chance(40)
    ? maker.inScope(false, () => {
        // Nothing of the other cases may be shadowed here.
        maker.scope.names.add('');
        return statements(maker, count);
      })
    : block(maker, count);
  return `${text}${end === '' ? '' : `\n${end}`}`;
}

function tryStatement(maker: Maker): string {
  const form = maker.choices.pick(['catch', 'finally', 'both'] as const);
  const thrown = form !== 'finally' && maker.choices.chance(10) ? spreadable(maker, 1) : undefined;
  const protectedBlock = block(maker, 1 + maker.choices.below(3));
  let text = thrown === undefined ? `try ${protectedBlock}` : `try {\n${protectedBlock}\nthrow ${thrown};\n}`;
  if (form !== 'finally') {
    const error = maker.fresh('e');
    text += maker.inScope(false, () => {
      const binding = maker.choices.pick([`(${error})`, `(${error})`, '', '({ message })', 'pattern']);
      if (thrown !== undefined) {
        const pattern = declarationPattern(maker, 1, 'let', 'array');
        return ` catch ([${pattern}]) {\n${indent(statements(maker, 1 + maker.choices.below(3)))}\n}`;
      }
      if (binding === 'pattern') {
        const pattern = declarationPattern(maker, 1, 'let', 'object');
        return ` catch ({ message, ${pattern} }) {\nlog(message);\n${indent(statements(maker, 1 + maker.choices.below(3)))}\n}`;
      }
      const seen =
        binding === '' ? '' : `log(${binding === '({ message })' ? 'message' : `${error} && ${error}.message`});\n`;
      const handler = `${seen}${maker.choices.chance(15) && binding.includes(error) ? `kept.push(() => log(${error}));\n` : ''}${statements(maker, 1 + maker.choices.below(2))}`;
      return ` catch ${binding}${binding === '' ? '' : ' '}{\n${indent(handler)}\n}`;
    });
  }
  if (form !== 'catch') text += ` finally ${block(maker, 1 + maker.choices.below(2))}`;
  return text;
}

function labelled(maker: Maker): string {
  const name = maker.fresh('l');
  return `${name}: ${withTarget(maker, name, false, () => block(maker, 1 + maker.choices.below(3)), false)}`;
}

/** Leaves something: break, continue, return, throw; most often under a condition. */
function leave(maker: Maker): string {
  const jumps: string[] = ['return', 'throw'];
  const { targets } = maker.context;
  if (targets.some(({ plain }) => plain)) jumps.push('break', 'break');
  if (targets.some(({ loops }) => loops)) jumps.push('continue', 'continue');
  for (const { label: name, loops } of targets) {
    if (name === '') continue;
    jumps.push(`break ${name}`);
    if (loops) jumps.push(`continue ${name}`);
  }
  const jump = maker.choices.pick(jumps);
  const value =
    jump === 'return'
      ? ` ${expression(maker, 'num', 2)}`
      : jump === 'throw'
        ? ` ${maker.choices.pick([`new Error('t' + ${probed(maker, 1)})`, probed(maker, 1), expression(maker, 'obj', 1)])}`
        : '';
  const text = `${jump}${value};`;
  return maker.choices.chance(12) ? text : `if (${probed(maker, 1)}${maker.choices.chance(40) ? ' > 2' : ''}) ${text}`;
}

/**
 * One program in four ways of writing: TypeScript and JavaScript, ES modules and CommonJS. It has marked and unmarked modules,
 * JSON, `import()`, `require` of ES modules, a package that is compiled because it is included and one that is not, and a
 * worker.
 */
export type Language = 'ts' | 'js';
export type Kind = 'esm' | 'cjs';

const marked = '"use greenlet";\n';

/** The same in all of them. */
export const printed = [
  'switches 1 2 done',
  'unmarked: as written',
  'data 7',
  'included: suspended',
  'other: ForeignFrameError',
  'imported late',
  'required module',
  'worker: suspended',
  '',
].join('\n');

export function program(language: Language, kind: Kind): { files: Record<string, string>; main: string } {
  const isTyped = language === 'ts';
  const extension = { esm: `m${language}`, cjs: `c${language}` };
  /** Types, where there are any. */
  const as = (type: string) => (isTyped ? `: ${type}` : '');
  const exported = (own: Kind, name: string) =>
    own === 'esm' ? `export { ${name} };\n` : isTyped ? `export { ${name} };\n` : `exports.${name} = ${name};\n`;
  const from = (names: string, path: string) =>
    kind === 'esm' ? `import { ${names} } from '${path}';\n` : `const { ${names} } = require('${path}');\n`;
  const imports = [
    from('Greenlet, getCurrent', 'greenc'),
    from('each', `./each.${extension[kind]}`),
    from('plain', `./plain.${kind === 'esm' ? 'mjs' : 'cjs'}`),
    from('relay', 'included'),
    from('relay as other'.replace(' as ', kind === 'esm' ? ' as ' : ': '), 'other'),
    kind === 'esm'
      ? `import data from './data.json' with { type: 'json' };\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n`
      : `const data = require('./data.json');\n`,
    kind === 'esm'
      ? `import { Worker } from 'node:worker_threads';\n`
      : `const { Worker } = require('node:worker_threads');\n`,
    kind === 'esm' ? `import { once } from 'node:events';\n` : `const { once } = require('node:events');\n`,
  ].join('');
  const main = `${marked}${imports}
const main = getCurrent();
const walker = new Greenlet(() => {
  each([1, 2], (n${as('number')}) => main.switch(n));
  return 'done';
});
console.log('switches', walker.switch(), walker.switch(), walker.switch());
console.log('unmarked:', plain.toString() === 'function plain() { return "plain"; }' ? 'as written' : plain.toString());
console.log('data', data.n);
const through = (relay${as('(f: () => string) => string')})${as('string')} => {
  try {
    const greenlet = new Greenlet(() => {
      const sent = relay(() => main.switch('out'));
      return sent;
    });
    greenlet.switch();
    return greenlet.switch('suspended');
  } catch (error${isTyped ? ': any' : ''}) {
    return error.name;
  }
};
console.log('included:', through(relay));
console.log('other:', through(other));
async function rest() {
  const late = await import('./late.${extension.esm}');
  console.log(late.text);
  console.log(require('./required.${extension.esm}').text);
  const worker = new Worker(${kind === 'esm' ? `new URL('./worker.${extension.esm}', import.meta.url)` : `require.resolve('./worker.${extension.cjs}')`});
  const [message] = await once(worker, 'message');
  console.log('worker:', message);
}
rest();
`;
  const each = (own: Kind) => `${marked}function each(list${as('number[]')}, f${as('(n: number) => void')}) {
  for (const one of list) f(one);
}
${exported(own, 'each')}`;
  const worker = `${marked}${from('parentPort', 'node:worker_threads')}${from('Greenlet, getCurrent', 'greenc')}${from('each', `./each.${extension[kind]}`)}
const main = getCurrent();
const greenlet = new Greenlet(() => each([1], () => parentPort${isTyped ? '!' : ''}.postMessage(main.switch())));
greenlet.switch();
greenlet.switch('suspended');
`;
  const relay = 'function relay(f) {\n  const result = f();\n  return result + "";\n}\n';
  const packages = Object.fromEntries(
    ['included', 'other'].flatMap(name => [
      [
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, main: 'index.js', type: kind === 'esm' ? 'module' : 'commonjs' }),
      ],
      [`node_modules/${name}/index.js`, relay + (kind === 'esm' ? 'export { relay };\n' : 'exports.relay = relay;\n')],
    ]),
  );
  const files = {
    ...packages,
    'package.json': JSON.stringify({ greenc: { include: ['node_modules/included'] } }),
    [`main.${extension[kind]}`]: main,
    [`each.${extension[kind]}`]: each(kind),
    [`worker.${extension[kind]}`]: worker,
    'plain.mjs': 'export function plain() { return "plain"; }\n',
    'plain.cjs': 'exports.plain = plain;\nfunction plain() { return "plain"; }\n',
    'data.json': '{ "n": 7 }',
    [`late.${extension.esm}`]: `${marked}const text${as('string')} = 'imported late';\nexport { text };\n`,
    [`required.${extension.esm}`]: `${marked}import { part } from './part.${extension.esm}';\nexport const text${as('string')} = part();\n`,
    [`part.${extension.esm}`]: `${marked}export function part()${as('string')} {\n  return 'required module';\n}\n`,
  };
  return { files, main: `main.${extension[kind]}` };
}

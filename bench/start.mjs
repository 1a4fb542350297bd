// A program of 200 TypeScript modules, for measuring how long programs take to start: the same in every run, with the sizes
// and the imports that programs have. Every fifth module is marked. The other folder holds what is left without types.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const MODULES = 200;
const folders = ['model', 'store', 'rules', 'views', 'text'];

/** Writes the program into `folder`, with greenc and tsx installed there; gives the entry of each language, and what both print. */
export function writeProgram(folder) {
  const random = seeded(7);
  let bytes = 0;
  for (let index = 0; index < MODULES; index++) {
    const source = moduleSource(index, random);
    bytes += source.length;
    write(folder, pathOf(index), source);
  }
  const last = Array.from({ length: 20 }, (_, i) => MODULES - 1 - i);
  const main = [
    ...last.map(index => `import { run${index} } from './${pathOf(index)}.js';`),
    'let sum: number = 0;',
    ...last.map(index => `sum = (sum + run${index}(${index % 7}, 1)) % 65521;`),
    'console.log(sum);',
  ];
  write(folder, 'main', `${main.join('\n')}\n`);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'greenc'));
  symlinkSync(dirname(require.resolve('tsx/package.json')), join(folder, 'node_modules', 'tsx'));
  return {
    typescript: join(folder, 'ts', 'main.ts'),
    javascript: join(folder, 'js', 'main.js'),
    bytes,
    modules: MODULES,
  };
}

function write(folder, path, source) {
  const { code } = transformSync(source, { loader: 'ts', format: 'esm', target: 'es2022' });
  for (const [extension, text] of [
    ['ts', source],
    ['js', code],
  ]) {
    const file = join(folder, extension, `${path}.${extension}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const pathOf = index => `${folders[index % folders.length]}/m${index}`;

/** A module imports up to five that come before it; most are a screen or two long, a few are large. */
function moduleSource(index, random) {
  const imports = new Set();
  for (let count = Math.min(index, 1 + random(5)); count > 0; count--)
    imports.add(random(Math.min(index, 60)) + Math.max(0, index - 60));
  const used = [...imports];
  const blocks = random(10) === 0 ? 8 + random(8) : 1 + random(4);
  const lines = [
    ...(index % 5 === 0 ? ["'use greenlet';"] : []),
    ...used.map(other => `import { run${other}, type Entry${other} } from '../${pathOf(other)}.js';`),
    '',
    `/** What module ${index} keeps of each of its entries. */`,
    `export interface Entry${index} {`,
    '  readonly key: string;',
    '  readonly weight: number;',
    '  parent?: string | undefined;',
    '}',
    '',
    `const entries: Map<string, Entry${index}> = new Map();`,
    used.length === 0 ? '' : `export type Known = ${used.map(other => `Entry${other}`).join(' | ')};`,
    ...Array.from({ length: blocks }, (_, block) => blockSource(index, block)),
    `export function run${index}(seed: number, depth: number): number {`,
    '  let total: number = seed;',
    ...Array.from({ length: blocks }, (_, block) => `  total += take${block}(seed + ${block}, ['a', 'b', 'c']);`),
    ...used.map(other => `  if (depth > 0) total += run${other}(total % 11, depth - 1);`),
    '  return total % 65521;',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function blockSource(index, block) {
  return `
/**
 * Finds what is to be done with the names of one step, and in which order.
 * Names that have been seen before are counted, not kept again.
 */
function take${block}(seed: number, names: readonly string[]): number {
  let count: number = seed;
  for (const [at, name] of names.entries()) {
    const key: string = \`\${name}:${index}:${block}:\${at}\`;
    const known: Entry${index} | undefined = entries.get(key);
    if (known !== undefined && known.weight > seed) {
      count += known.weight - at;
      continue;
    }
    try {
      const entry: Entry${index} = { key, weight: weigh${block}(key, (letter: string): number => letter.charCodeAt(0) % 13) };
      entries.set(key, entry);
      count += entry.weight;
    } catch (error: unknown) {
      throw new Error(\`\${key} cannot be taken: \${(error as Error).message}\`, { cause: error });
    }
  }
  return count;
}

function weigh${block}<T extends string>(key: T, value: (letter: string) => number): number {
  if (key.length > 100) throw new RangeError('The key is too long.');
  const list: number[] = [...key].map(letter => value(letter)).filter(one => one % 3 !== 1);
  return list.reduce((sum: number, one: number): number => sum + one, ${block});
}

export class Step${block} implements Entry${index} {
  readonly #notes: string[] = [];
  weight = ${block};

  constructor(
    readonly key: string,
    readonly parent: string | undefined = undefined,
  ) {}

  note(text: string): this {
    this.#notes.push(text.trim().toLowerCase());
    return this;
  }

  get size(): number {
    return this.#notes.length + this.weight;
  }
}
`;
}

/** Numbers from 0 up to, but without, what it is called with. */
function seeded(seed) {
  let state = seed;
  return limit => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % limit;
  };
}

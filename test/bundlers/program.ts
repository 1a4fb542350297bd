/**
 * The program that each bundler builds and each test runner runs: several modules, two of which import one another, a class, a
 * generator, a module that is not marked, and a package that is not compiled. The JavaScript is what esbuild makes of
 * the TypeScript.
 */
import { transformSync } from 'esbuild';

const typescript: Record<string, string> = {
  main: `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
import { each } from 'callbacks';
import { grow, Kind, type Tree } from './tree';
import { shout } from './plain';

const main = getCurrent();
const ask = (question: string): string => main.switch(question);

const tree: Tree = grow(['elm', 'ash', 'oak']);

// A method that calls itself, with a switch at each level.
const walker = new Greenlet(() => tree.walk(name => void main.switch(name)));
for (let name = walker.switch(); !walker.dead; name = walker.switch()) console.log(name, walker.frames.length);

// A generator that is suspended while for…of waits for it.
const asker = new Greenlet((): string => {
  let text = '';
  for (const answer of tree.answers(ask)) text += \` \${answer}\`;
  return shout(\`\${Kind[tree.kind]}:\${text}\`);
});
let asked: string = asker.switch();
while (!asker.dead) asked = asker.switch(asked.toUpperCase());
console.log(asked);

// A foreign function in the way, which throws away what its callback returns.
const greets = new Greenlet(() => each(['fir'], (name: string) => void ask(name)));
try {
  greets.switch();
} catch (error) {
  const { name, message } = error as Error;
  console.log(name, message.includes('AUTHORS_PLACE'), message.includes('not compiled by greenc'));
}
console.log(new Greenlet(() => ask('sound')).switch());
`,
  tree: `'use greenlet';
// describe.ts imports this module as well: a circle.
import { describe } from './describe';

export enum Kind {
  Leaf,
  Branch,
}

export class Tree {
  readonly #made = Tree.count++;
  static count = 0;

  constructor(
    readonly name: string,
    readonly left: Tree | null = null,
    readonly right: Tree | null = null,
  ) {}

  get kind(): Kind {
    return this.left || this.right ? Kind.Branch : Kind.Leaf;
  }

  walk(visit: (name: string) => void): void {
    this.left?.walk(visit);
    visit(\`\${describe(this)} \${this.#made}\`);
    this.right?.walk(visit);
  }

  *answers(ask: (question: string) => string): Generator<string, void> {
    if (this.left) yield* this.left.answers(ask);
    yield ask(this.name);
    if (this.right) yield* this.right.answers(ask);
  }
}

export function grow([name, ...rest]: string[]): Tree {
  const [left, right] = rest.map(one => new Tree(one));
  return new Tree(name as string, left, right);
}
`,
  describe: `'use greenlet';
import { Kind, Tree } from './tree';

export function describe(thing: unknown): string {
  return thing instanceof Tree ? \`\${thing.name} (\${Kind[thing.kind].toLowerCase()})\` : String(thing);
}
`,
  plain: `// Not marked: left to the bundler.
export const shout = (text: string): string => \`\${text}!\`;
`,
};

/** What it prints, in either language. */
export const printed = `ash (leaf) 0 4
elm (branch) 2 3
oak (leaf) 1 4
Branch: ASH ELM OAK!
ForeignFrameError true true
sound
`;

export const languages = ['ts', 'js'] as const;
export type Language = (typeof languages)[number];

/**
 * A file, in whose text it says where the callback of the foreign function stands, as the author has it, whatever lowers the
 * text before greenc.
 */
export function withPlace(file: string, text: string): [string, string] {
  const before = text.slice(0, text.lastIndexOf('ask(name)')).split('\n');
  return [
    file,
    text.replace(
      /AUTHORS_PLACE|src\/main\.js:\d+:\d+/,
      `${file.slice(3)}:${before.length}:${(before.at(-1) ?? '').length + 1}`,
    ),
  ];
}

/** The files of a project, by their names in it. */
export function projectFiles(): Record<string, string> {
  const sources = Object.entries(typescript).flatMap(([name, text]) => [
    withPlace(`ts/src/${name}.ts`, text),
    withPlace(`js/src/${name}.js`, transformSync(text, { loader: 'ts', target: 'esnext' }).code),
  ]);
  return {
    ...Object.fromEntries(sources),
    'package.json': '{ "private": true }',
    'small/src/main.js': `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';

const main = getCurrent();
const counter = new Greenlet(() => {
  for (let count = 0; count < 2; count++) main.switch(count);
});
console.log(counter.switch(), counter.switch());
`,
    'noted/src/main.js': `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
import { Sensors, sensor } from './sensor.js';

const main = getCurrent();
const greenlet = new Greenlet(() => sensor(main).value * 2);
console.log(greenlet.switch(), greenlet.switch(21), Object.keys(new Sensors('field', () => 1)).join());
`,
    'noted/src/sensor.js': `'use greenlet';
export const sensor = main => ({
  get value() {
    return main.switch('measure!');
  },
});
export function Sensors(key, ask) {
  this.made = class {
    [key] = class {
      field = ask();
    };
  };
}
`,
    'faulty/src/main.js': `import { walk } from './walk.js';
walk();
`,
    'faulty/src/walk.js': `'use greenlet';
export function walk() {
  const next = ;
}
`,
    'node_modules/callbacks/package.json': '{ "name": "callbacks", "main": "./index.js" }',
    'node_modules/callbacks/index.js': `exports.each = function each(list, action) {
  for (const item of list) action(item);
};
`,
  };
}

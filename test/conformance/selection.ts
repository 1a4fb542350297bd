// Which tests of the suite concern greenc: all of the language, and of the built-ins those that call functions of the
// program back, for only there can a suspension meet them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const callbackMethods =
  'every|filter|find|findIndex|findLast|findLastIndex|flatMap|forEach|map|reduce|reduceRight|some|sort|toSorted';

/** What the tests are of. The last is what issue 4 is about: there a callback cannot be suspended yet. */
export const groups = [
  'the language',
  'functions, generators and what they inherit',
  'built-ins that iterate',
  'built-ins that call back',
] as const;
export type Group = (typeof groups)[number];

const behindFunctions = /^(?:Function|Reflect|GeneratorFunction|GeneratorPrototype|Async\w+|Proxy)\//;
const iterating =
  /^(?:Array\/from|Object\/fromEntries|(?:Map|Set|WeakMap|WeakSet)\/[^/]+\.js$|Promise\/(?:all|allSettled|any|race))(?:\/|$)/;

export function groupOf(path: string): Group {
  if (!path.startsWith('built-ins/')) return groups[0];
  const name = path.slice('built-ins/'.length);
  return behindFunctions.test(name) ? groups[1] : iterating.test(name) ? groups[2] : groups[3];
}

/** Folders (or files) below `test/built-ins/`; a test is selected if its path begins with one of them. */
const calledBack = new RegExp(
  `^(?:${[
    // Callbacks, and iterables that the program implements.
    `Array/(?:from|fromAsync|prototype/(?:${callbackMethods}))`,
    `TypedArray/(?:from|prototype/(?:${callbackMethods}))`,
    'TypedArrayConstructors/(?:from|ctors(?:-bigint)?/object-arg)',
    '(?:Map|Set|WeakMap|WeakSet)/[^/]+\\.js',
    'Map/groupBy',
    '(?:Map|Set)/prototype/forEach',
    'Set/prototype/(?:difference|intersection|isDisjointFrom|isSubsetOf|isSupersetOf|symmetricDifference|union)',
    '(?:Map|WeakMap)/prototype/getOrInsertComputed',
    'Object/(?:groupBy|fromEntries)',
    'Iterator',
    'AggregateError',
    'String/prototype/(?:replace|replaceAll)',
    'RegExp/prototype/Symbol\\.replace',
    'JSON/(?:parse|stringify)',
    'Promise',
    // They call what they are given, or are called in place of something.
    'Reflect/(?:apply|construct)',
    'Function/prototype/(?:apply|bind|call|Symbol\\.hasInstance)',
    'Proxy/(?:apply|construct)',
    // The objects behind the kinds of functions that the compiler takes apart.
    'GeneratorFunction',
    'GeneratorPrototype',
    'AsyncFunction',
    'AsyncGeneratorFunction',
    'AsyncGeneratorPrototype',
    'AsyncFromSyncIteratorPrototype',
    '(?:Async)?DisposableStack',
  ].join('|')})(?:/|$)`,
);

/** Whether the test at `path` (relative to the suite's `test` folder, with forward slashes) is to be run. */
export function isSelected(path: string): boolean {
  if (!path.endsWith('.js') || path.includes('_FIXTURE')) return false;
  if (path.startsWith('language/')) return true;
  return path.startsWith('built-ins/') && calledBack.test(path.slice('built-ins/'.length));
}

/** All selected tests of a clone, sorted. */
export function selectTests(suite: string): string[] {
  const root = join(suite, 'test');
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (isSelected(path)) files.push(path);
    }
  };
  walk('language');
  walk('built-ins');
  return files.sort();
}

/** The libraries, and how they are compiled in the runs in which they are. */
export interface Library {
  /** What stands in the table; also the name of its uses' file in test/libraries/uses. */
  readonly name: string;
  /** Its packages; the first one's version counts. None: it is a part of Node, and cannot be compiled. */
  readonly packages: readonly string[];
  /** Parts that nobody here uses, and that would only take time. */
  readonly exclude?: readonly string[];
  /** Names of its getters and setters that are to be suspended, too. */
  readonly accessors?: readonly string[];
  readonly what: string;
}

export const libraries: readonly Library[] = [
  { name: 'lodash', packages: ['lodash'], what: 'functions that take functions' },
  { name: 'async', packages: ['async'], what: 'callbacks of callbacks' },
  { name: 'router', packages: ['router'], what: 'the router of express: middleware and handlers' },
  { name: 'rxjs', packages: ['rxjs'], what: 'observables' },
  { name: 'immer', packages: ['immer'], what: 'recipes over proxies' },
  { name: 'eta', packages: ['eta'], what: 'templates, made into functions by `new Function`' },
  { name: 'awilix', packages: ['awilix'], what: 'dependency injection, by proxies or by the text of functions' },
  {
    name: 'mocha',
    packages: ['mocha'],
    exclude: ['**/mocha/lib/reporters/**'],
    what: 'tests: `describe`, `it`, hooks',
  },
  { name: 'memoize-one', packages: ['memoize-one'], what: 'a memoiser' },
  {
    name: 'zod',
    packages: ['zod'],
    exclude: ['**/zod/v4/locales/**'],
    accessors: ['error', 'defaultValue'],
    what: 'validation, also by functions made of text',
  },
  { name: 'preact', packages: ['preact', 'preact-render-to-string'], what: 'components that are rendered to text' },
  { name: 'jest-mock', packages: ['jest-mock'], what: 'the mocks of jest: `fn` and `spyOn`' },
  { name: 'node-util', packages: [], what: 'Node’s own: `inspect` over getters, `promisify`' },
  { name: 'node-vm', packages: [], what: 'a library in another realm, made by node:vm' },
];

/** Two halves of them that take about the same time to compile. */
export const halves: readonly (readonly string[])[] = [
  ['lodash', 'async', 'immer', 'router', 'eta', 'memoize-one', 'jest-mock', 'node-util'],
  ['rxjs', 'zod', 'mocha', 'awilix', 'preact', 'node-vm'],
];

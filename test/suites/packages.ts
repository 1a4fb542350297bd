// Which packages, where their sources are, and how their suites run. Nothing of theirs is in this repository.
import type { Format, Limit } from './outcomes.js';

export interface Package {
  /** Also the name of its clone's folder. */
  readonly name: string;
  readonly repository: string;
  readonly commit: string;
  /** What there is to break. */
  readonly exercises: string;
  /** Files and folders that are compiled, with everything in them. */
  readonly sources: readonly string[];
  /** What is in the folders of the sources and is not compiled: patterns as `--exclude` takes them. */
  readonly exclude?: readonly string[];
  /** The sources are TypeScript: greenc takes the types away in the copy that is not compiled. */
  readonly typescript?: boolean;
  /** Packages that the clone's node_modules must hold for the suite to run. */
  readonly needs: readonly string[];
  /** Arguments for Node; `$greenc` is this repository. */
  readonly run: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly format: Format;
  /** What the framework counts. */
  readonly unit: 'tests' | 'assertions';
  /** Files that stand in for what the package's build would make: they lead to the sources. */
  readonly standIns?: Readonly<Record<string, string>>;
  /** Tests that fail once compiled, by decision. */
  readonly limits?: readonly Limit[];
  /** Tests that are not run, or fail as they are, and why. */
  readonly remark?: string;
}

const mocha = 'node_modules/mocha/bin/_mocha';

export const packages: readonly Package[] = [
  {
    name: 'jsonata',
    repository: 'jsonata-js/jsonata',
    commit: '6c7e95f',
    exercises: 'an interpreter of recursive async functions; closures',
    sources: ['src'],
    needs: ['mocha', 'chai', 'chai-as-promised', 'request'],
    run: [mocha, 'test/**/*.js', '--grep', 'Make HTTP request', '--invert'],
    format: 'mocha',
    unit: 'tests',
    remark:
      'the one test that calls a server on the Internet is left out; tests of its time limits may fail on a busy machine',
  },
  {
    name: 'abstract-level',
    repository: 'Level/abstract-level',
    commit: '2dd4027',
    exercises: 'class hierarchies, private fields, async methods and iterators, hooks',
    sources: [
      'index.js',
      'abstract-chained-batch.js',
      'abstract-iterator.js',
      'abstract-level.js',
      'abstract-snapshot.js',
      'lib',
    ],
    needs: ['tape'],
    run: ['test/self.js'],
    format: 'tap',
    unit: 'assertions',
  },
  {
    name: 'lodash',
    repository: 'lodash/lodash',
    commit: '9429a4e',
    exercises: 'callbacks, currying, recursion, code that looks at functions',
    sources: ['lodash.js'],
    needs: ['qunitjs', 'qunit-extras', 'platform'],
    run: ['--require', '$greenc/test/suites/keep-runtime.cjs', 'test/test'],
    format: 'summary',
    unit: 'assertions',
    limits: [
      {
        test: /^should work with a `root` of `this`$/,
        why: 'evaluates the file as a script without `require`; a compiled file is a module, which loads the runtime',
      },
    ],
  },
  {
    name: 'ws',
    repository: 'websockets/ws',
    commit: 'a2f4e7c',
    exercises:
      'classes over streams and event emitters, accessors, state machines; servers and clients on the loopback interface',
    sources: ['index.js', 'lib'],
    needs: ['mocha'],
    run: [mocha, '--throw-deprecation', 'test/*.test.js'],
    format: 'mocha',
    unit: 'tests',
  },
  {
    name: 'js-yaml',
    repository: 'nodeca/js-yaml',
    commit: '74a0199',
    exercises: 'hand-written parser and printer, exceptions, tables of functions',
    sources: ['index.js', 'lib'],
    needs: ['mocha', 'fast-check'],
    run: [mocha],
    format: 'mocha',
    unit: 'tests',
  },
  {
    name: 'co',
    repository: 'tj/co',
    commit: '249bbdc',
    exercises: 'generators driven by promises; the tests, full of generators, are compiled too',
    sources: ['index.js', 'test'],
    needs: ['mocha', 'mz'],
    run: [mocha],
    format: 'mocha',
    unit: 'tests',
  },
  {
    name: 'chai',
    repository: 'chaijs/chai',
    commit: '099f48a',
    exercises: 'ES modules, getters with effects, proxies, overwritten methods, error stacks',
    sources: ['lib'],
    needs: ['mocha', 'assertion-error', 'check-error', 'deep-eql', 'loupe', 'pathval'],
    run: [mocha, '--require', './test/bootstrap/index.js', 'test/*.js'],
    format: 'mocha',
    unit: 'tests',
    standIns: { 'index.js': "export * from './lib/chai.js';\n" },
  },
  {
    name: 'commander',
    repository: 'tj/commander.js',
    commit: 'ba6d13d',
    exercises: 'classes with long chains of methods, async actions, subclasses by the user',
    sources: ['index.js', 'lib'],
    needs: [],
    run: ['--test'],
    format: 'node',
    unit: 'tests',
  },
  {
    name: 'koa',
    repository: 'koajs/koa',
    commit: 'e0ba8ef',
    exercises: 'async middleware, objects made of getters and setters, streams, servers on the loopback interface',
    sources: ['lib'],
    needs: ['supertest', 'koa-compose'],
    run: ['--test'],
    format: 'node',
    unit: 'tests',
    standIns: {
      'dist/koa.mjs': [
        "import koa from '../lib/application.js';",
        'export default koa;',
        'export const HttpError = koa.HttpError;\n',
      ].join('\n'),
    },
  },
  {
    name: 'nunjucks',
    repository: 'mozilla/nunjucks',
    commit: '13239ff',
    exercises:
      'a compiler to functions, a class system of its own on classes, callbacks; what it generates calls compiled code',
    sources: ['nunjucks'],
    needs: ['mocha', 'expect.js', 'express', 'supertest'],
    run: [mocha, '--exclude', 'tests/eslint.config.js', 'tests'],
    env: { NODE_PATH: 'tests/test-node-pkgs' },
    format: 'mocha',
    unit: 'tests',
    standIns: Object.fromEntries(
      ['precompile', 'environment', 'lib'].map(name => [
        `src/${name}.js`,
        `module.exports = require('../nunjucks/src/${name}');\n`,
      ]),
    ),
  },
  {
    name: 'graphql',
    repository: 'graphql/graphql-js',
    commit: '7912d6d',
    exercises:
      'TypeScript; async generators, iterators and promises in an executor with incremental delivery; classes, a parser, visitors',
    sources: ['src'],
    exclude: ['__tests__', '__testUtils__'],
    typescript: true,
    needs: ['mocha', 'chai'],
    run: [mocha, '--no-config', '--check-leaks', '--throw-deprecation', 'src/**/__tests__/**/*-test.js'],
    format: 'mocha',
    unit: 'tests',
    remark:
      'one test fails either way: fields that are only declared become properties, as the language has it, not as its tsconfig.json asks',
  },
  {
    name: 'acorn',
    repository: 'acornjs/acorn',
    commit: '5b9d16c',
    exercises:
      'ES modules, a recursive parser whose methods are put on a prototype; a second parser that inherits from it',
    sources: ['acorn/src', 'acorn-loose/src'],
    needs: [],
    run: ['test/run.js'],
    format: 'summary',
    unit: 'tests',
    standIns: {
      'acorn/dist/acorn.js': "module.exports = require('../src/index.js');\n",
      'acorn/dist/acorn.mjs': "export * from '../src/index.js';\n",
      'acorn-loose/dist/acorn-loose.js': "module.exports = require('../src/index.js');\n",
    },
  },
  {
    name: 'semver',
    repository: 'npm/node-semver',
    commit: '6e05b76',
    exercises: 'classes with cyclic imports, loops over regular expressions, a command run as a process',
    sources: ['index.js', 'preload.js', 'bin', 'classes', 'functions', 'internal', 'ranges'],
    needs: ['tap'],
    run: ['node_modules/tap/bin/run.js', '--no-coverage', '--reporter=tap', 'test'],
    format: 'tap',
    unit: 'assertions',
  },
];

/**
 * Builds dist/: JavaScript as ES modules and CommonJS by rolldown, declarations for both by tsc. Everything is
 * made in a folder beside dist/ and moved there at the end, so that dist/ is never half a build.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { withoutExcerpts } from './no-excerpts.mjs';
import { onePerRealm } from './one-per-realm.mjs';
import { root, sourceHash } from './prepare.mjs';

const bundlers = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild', 'farm'];
/** `greenc/node/…` */
const nodeModules = ['child_process', 'crypto', 'dns', 'fs', 'http', 'net', 'threads', 'zlib'];
const libraryEntries = [
  'runtime/index',
  'runtime/abi',
  'runtime/python',
  'runtime/hub/index',
  'runtime/node/index',
  ...nodeModules.map(name => `runtime/node/${name}`),
  'runtime/stack-traces',
  'runtime/traced-abi',
  'runtime/fibers/index',
  'runtime/fibers/future',
  'compiler/index',
  'compiler/babel-plugin',
  ...bundlers.map(name => `cli/bundlers/${name}`),
  'cli/jest/transformer',
];
/** What compiled parts of the runtime import in place of greenc/runtime, which imports them. */
const compiledRuntime = join(root, 'runtime', 'own-abi.ts');
/** Nothing that greenc/runtime imports needs fibers or cooperative Node: they may use all of it. */
const wholeRuntime = join(root, 'runtime', 'abi.ts');
/** What `require` gives is the default export itself: their originals are CommonJS. */
const functionEntries = ['runtime/fibers/index', 'runtime/fibers/future'];
const programEntries = ['cli/main', 'cli/register/hooks', 'cli/compile/worker', 'runtime/node/thread-main'];
/** One copy for both kinds of modules: hooks are to be installed once. And what they load when they must, which is at once. */
const registerEntries = ['cli/register/index', 'cli/register/compiler', 'cli/v8-coverage/index'];

const light =
  /[\\/](?:compiler[\\/](?:language|selection|option-rules|1-select[\\/](?:by-text|globs)|diagnostics[\\/](?:catalogue|diagnostic|suggest))|cli[\\/](?:imports-scan|original-fs|source-type|system|settings|config[\\/]names))\.ts$/;

/** Throws on a JavaScript build error. Type errors are printed; with `strict` they throw as well. */
export async function build({ strict = false } = {}) {
  const hash = sourceHash();
  const dist = join(root, 'dist');
  const fresh = `${dist}.${process.pid}.tmp`;
  try {
    const greenlets = await greenletPlugin(join(fresh, 'bootstrap'));
    await bundle([...libraryEntries, ...programEntries], fresh, 'esm', [
      greenlets,
      onePerRealm,
      requiredBabel,
      withoutExcerpts,
    ]);
    await bundle([...libraryEntries, ...registerEntries], fresh, 'cjs', [greenlets, onePerRealm, withoutExcerpts]);
    chmodSync(join(fresh, 'cli', 'main.js'), 0o755);
    const typesAreRight = writeDeclarations(fresh);
    if (strict && !typesAreRight) throw new Error('There are type errors, see above.');
    writeFileSync(join(fresh, '.stamp'), hash);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Parts of the runtime are written as ordinary functions and compiled by greenc, that is, by a compiler bundled for the
 * purpose into `folder`, which is removed again.
 */
async function greenletPlugin(folder) {
  await bundle(['compiler/index'], folder, 'esm');
  const { compile } = await import(pathToFileURL(join(folder, 'compiler', 'index.js')).href);
  rmSync(folder, { recursive: true });
  return {
    name: 'greenc',
    transform: {
      filter: { id: /[\\/]runtime[\\/].*\.ts$/, code: /^['"]use greenlet['"]/m },
      handler(code, id) {
        // As the published package names it, whoever builds it where.
        const filename = `greenc/${relative(root, id).replaceAll('\\', '/')}`;
        const runtime = /\/(?:fibers|node)\//.test(filename) ? wholeRuntime : compiledRuntime;
        const { code: compiled } = compile(code, { filename, cwd: '/', runtime });
        return { code: compiled, moduleType: 'js' };
      },
    },
  };
}

/**
 * In ES modules too, Babel is taken by `require`: where a CommonJS package is imported, Node first looks for the names it
 * exports, in all its hundreds of files, which takes longer than to run them. What the compiler itself requires, and only when
 * it needs it, is found the same way: rolldown's own would be shared with the runtime, which has to do without Node.
 */
const requiredBabel = {
  name: 'required-babel',
  transform: {
    filter: { id: /[\\/]compiler[\\/].*\.ts$/, code: /\brequire\('/ },
    handler: code => ({ code: code.replace(/\brequire\((?=')/g, 'requirePackage('), moduleType: 'ts' }),
  },
  renderChunk(code) {
    const fromBabel =
      /^import (?:(?<name>\w+)|\* as (?<all>\w+)|\{(?<names>[^}]*)\}) from (?<from>"@babel\/[^"]+");$/gm;
    const required = code.replace(fromBabel, (...matched) => {
      const { name, all, names, from } = matched.at(-1);
      const bound = all ?? (names === undefined ? `{ default: ${name} }` : `{${names.replaceAll(' as ', ': ')}}`);
      return `const ${bound} = requirePackage(${from});`;
    });
    if (required === code) return null;
    if (/\bimport [^;]*"@babel\//.test(required))
      throw new Error('An import of Babel has a form that the build does not know.');
    return `import { createRequire as requirePackageFrom } from "node:module";\nconst requirePackage = requirePackageFrom(import.meta.url);\n${required}`;
  },
};

async function bundle(entries, outputFolder, format, plugins = []) {
  const extension = format === 'esm' ? 'js' : 'cjs';
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map(entry => [entry, join(root, `${entry}.ts`)])),
    platform: 'node',
    // Pages are put in as text.
    moduleTypes: { '.html': 'text' },
    plugins,
    // Compiling takes its time.
    checks: { pluginTimings: false },
    // Dependencies stay dependencies; only our own files are bundled.
    external: id => !id.startsWith('.') && !isAbsolute(id),
    // What package.json says of dist/ would be taken to be said of this.
    treeshake: { moduleSideEffects: [{ test: /[\\/]runtime[\\/]hub[\\/]host\.ts$/, sideEffects: true }] },
    // What is kept of compiled modules is good for one compiler only.
    transform: { define: { GREENC_BUILD: JSON.stringify(sourceHash()) } },
    onLog(level, log) {
      if (level === 'warn') throw new Error(`rolldown: ${log.message}`);
    },
  });
  await build.write({
    dir: outputFolder,
    format,
    exports: 'named',
    // As modules are: a function that is called on undefined must see that.
    banner: format === 'cjs' ? '"use strict";' : '',
    footer: ({ name }) =>
      format === 'cjs' && functionEntries.includes(name) ? 'module.exports = exports.default;' : '',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `shared/[name].${extension}`,
    // The runtime's core in one file, and in another what compiled code needs besides, which a program that only
    // switches greenlets is not to load: a binding imported from another file is slower to reach. The entries are not
    // in them, because they export what the core declares under the same names, and rolldown would rename the core's.
    codeSplitting: {
      groups: [
        { name: 'core', test: /[\\/]runtime[\\/]realm\.[^\\/]+$/, priority: 1 },
        // What the hub needs of it, for pages that need no more.
        { name: 'runtime-common', test: /[\\/]runtime[\\/](?:around|caught|suspending)\.[^\\/]+$/, priority: 1 },
        {
          name: 'runtime',
          test: /[\\/]runtime[\\/](?:(?!(?:index|abi|python|stack-traces|traced-abi)\.)[^\\/]+|built-ins[\\/](?:is-constructor|conversion-values)\.\w+)$/,
        },
        // The hub imports the entry, which would come into its file with it: by itself, for who only switches greenlets.
        { name: 'greenlets', test: /[\\/]runtime[\\/]index\.[^\\/]+$/ },
        // Without its own entry, for the same reason as the core.
        { name: 'hub', test: /[\\/]runtime[\\/]hub[\\/](?!(?:index|host)\.)/ },
        // package.json names it.
        { name: 'host', test: /[\\/]runtime[\\/]hub[\\/]host\.[^\\/]+$/ },
        // Bundlers leave it out where a program calls no method of that name.
        { name: 'built-ins', test: /[\\/]runtime[\\/]built-ins[\\/]/ },
        // What compiled code imports, and compiled parts of the package with it: what it leads to is in its own place by now.
        { name: 'abi', test: /[\\/]runtime[\\/]abi\.[^\\/]+$/ },
        { name: 'fibers', test: /[\\/]runtime[\\/]fibers[\\/](?!(?:index|future)\.)/ },
        // What the hooks need when nothing has to be compiled: none of this leads to Babel.
        { name: 'light', test: light, priority: 2 },
        { name: 'diagnostics', test: /[\\/]compiler[\\/]diagnostics[\\/]/, priority: 1 },
        { name: 'compiler', test: /[\\/]compiler[\\/]/ },
      ],
    },
  });
  await build.close();
}

function writeDeclarations(outputFolder) {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const tsc = join(typescript, 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', outputFolder];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const needed = reachableDeclarations(outputFolder);
  for (const entry of readdirSync(outputFolder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (needed.has(path)) writeCommonJsDeclaration(path, outputFolder);
    else if (entry.name.endsWith('.d.ts')) rmSync(path);
  }
  return status === 0;
}

/** The declarations an entry leads to. The others describe the insides of bundles and would only fill the package. */
function reachableDeclarations(folder) {
  const found = new Set(
    [...libraryEntries, 'cli/register/index', 'cli/v8-coverage/index'].map(entry => join(folder, `${entry}.d.ts`)),
  );
  for (const path of found) {
    if (!existsSync(path)) throw new Error(`tsc wrote no declarations ${path}`);
    for (const [, specifier] of readFileSync(path, 'utf8').matchAll(/['"](\.{1,2}\/[^'"]+)\.js['"]/g)) {
      found.add(join(dirname(path), `${specifier}.d.ts`));
    }
  }
  return found;
}

/** Packages that have no types for `require`. */
const esModulePackages = /(?<=^import type .* from )'(?:vite|rolldown|@rspack\/core|@farmfe\/core)'(?=;$)/gm;

/** TypeScript takes a `.d.ts` of this package for an ES module; `require` needs a `.d.cts` of its own. */
function writeCommonJsDeclaration(path, outputFolder) {
  const entry = relative(outputFolder, path)
    .replaceAll('\\', '/')
    .replace(/\.d\.ts$/, '');
  const declared = readFileSync(path, 'utf8');
  const text = (functionEntries.includes(entry) ? declared.replace(/^export default /m, 'export = ') : declared)
    .replace(/(['"])(\.{1,2}\/[^'"]+)\.js\1/g, '$1$2.cjs$1')
    .replace(esModulePackages, "$& with { 'resolution-mode': 'import' }");
  writeFileSync(path.replace(/\.d\.ts$/, '.d.cts'), text);
}

/**
 * Builds dist/: JavaScript as ES modules and CommonJS by rolldown, declarations for both by tsc. Everything is
 * made in a folder beside dist/ and moved there at the end, so that dist/ is never half a build.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { root, sourceHash } from './prepare.mjs';

const libraryEntries = ['runtime/index', 'runtime/abi', 'runtime/python', 'compiler/index', 'compiler/babel-plugin'];
/** What compiled parts of the runtime import in place of greenc/runtime, which imports them. */
const compiledRuntime = join(root, 'runtime', 'own-abi.ts');
const programEntries = ['cli/main', 'cli/register/hooks'];

/** Throws on a JavaScript build error. Type errors are printed; with `strict` they throw as well. */
export async function build({ strict = false } = {}) {
  const hash = sourceHash();
  const dist = join(root, 'dist');
  const fresh = `${dist}.${process.pid}.tmp`;
  try {
    const greenlets = await greenletPlugin(join(fresh, 'bootstrap'));
    await bundle([...libraryEntries, ...programEntries], fresh, 'esm', [greenlets]);
    await bundle(libraryEntries, fresh, 'cjs', [greenlets]);
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
        const { code: compiled } = compile(code, { filename, cwd: '/', runtime: compiledRuntime });
        return { code: compiled, moduleType: 'js' };
      },
    },
  };
}

async function bundle(entries, outputFolder, format, plugins = []) {
  const extension = format === 'esm' ? 'js' : 'cjs';
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map(entry => [entry, join(root, `${entry}.ts`)])),
    platform: 'node',
    plugins,
    // Compiling takes its time.
    checks: { pluginTimings: false },
    // Dependencies stay dependencies; only our own files are bundled.
    external: /^(?:node:|@babel\/|commander$)/,
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
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `shared/[name].${extension}`,
    // The runtime's core in one file, and in another what compiled code needs besides, which a program that only
    // switches greenlets is not to load: a binding imported from another file is slower to reach. The entries are not
    // in them, because they export what the core declares under the same names, and rolldown would rename the core's.
    codeSplitting: {
      groups: [
        { name: 'core', test: /[\\/]runtime[\\/]realm\.[^\\/]+$/, priority: 1 },
        { name: 'runtime', test: /[\\/]runtime[\\/](?!(?:index|abi|python)\.)[^\\/]+$/ },
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
    if (needed.has(path)) writeCommonJsDeclaration(path);
    else if (entry.name.endsWith('.d.ts')) rmSync(path);
  }
  return status === 0;
}

/** The declarations an entry leads to. The others describe the insides of bundles and would only fill the package. */
function reachableDeclarations(folder) {
  const found = new Set(libraryEntries.map(entry => join(folder, `${entry}.d.ts`)));
  for (const path of found) {
    if (!existsSync(path)) throw new Error(`tsc wrote no declarations ${path}`);
    for (const [, specifier] of readFileSync(path, 'utf8').matchAll(/['"](\.{1,2}\/[^'"]+)\.js['"]/g)) {
      found.add(join(dirname(path), `${specifier}.d.ts`));
    }
  }
  return found;
}

/** TypeScript takes a `.d.ts` of this package for an ES module; `require` needs a `.d.cts` of its own. */
function writeCommonJsDeclaration(path) {
  const text = readFileSync(path, 'utf8').replace(/(['"])(\.{1,2}\/[^'"]+)\.js\1/g, '$1$2.cjs$1');
  writeFileSync(path.replace(/\.d\.ts$/, '.d.cts'), text);
}

/**
 * `node build.mjs BUNDLER ENTRIES…`: builds programs with one bundler, as its users would: of X/src/main.js comes X/dist/BUNDLER/bundle.mjs.
 * Runs in a project that has the package installed.
 */
import { mkdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { transform } from 'esbuild';

/** In noted/, accessors may be suspended. */
let options;

/** Stands for the plugin that users of rollup have for TypeScript, and for looking up modules. */
const typescript = {
  name: 'typescript',
  resolveId: (id, importer) => (/^\.\/\w+$/.test(id) ? join(importer, '..', id + extname(importer)) : null),
  async transform(code, id) {
    if (!id.endsWith('.ts')) return null;
    const { code: lowered, map } = await transform(code, {
      loader: 'ts',
      sourcefile: id,
      sourcemap: true,
      target: 'es2022',
    });
    return { code: lowered, map };
  },
};

async function rollup(entry, file, { before }) {
  const { rollup } = await import('rollup');
  const { default: greenc } = await import('greenc/rollup');
  const plugins = before ? [greenc(options), typescript] : [typescript, greenc(options)];
  const onLog = (_level, log) => log.code !== 'CIRCULAR_DEPENDENCY' && console.error(log.message);
  const bundle = await rollup({ input: entry, plugins, external: ['greenc', 'greenc/runtime', 'callbacks'], onLog });
  await bundle.write({ file, sourcemap: true });
}

/** Runs a webpack-like compiler. */
const run = compiler =>
  new Promise((done, failed) => {
    compiler.run((error, stats) => {
      if (stats?.hasErrors() || stats?.hasWarnings()) console.error(stats.toString('errors-warnings'));
      compiler.close(() => (error || stats.hasErrors() ? failed(error ?? new Error('failed')) : done()));
    });
  });

const webpackOptions = (entry, file, loader) => ({
  mode: 'production',
  target: 'node20',
  entry,
  devtool: 'source-map',
  optimization: { minimize: false },
  experiments: { outputModule: true },
  output: { path: join(file, '..'), filename: 'bundle.mjs', module: true },
  resolve: { extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\.ts$/, use: loader }] },
});

const bundlers = {
  'rollup, greenc first': (entry, file) => rollup(entry, file, { before: true }),
  'rollup, greenc last': (entry, file) => rollup(entry, file, { before: false }),

  async vite(entry, file) {
    const { build } = await import('vite');
    const { default: greenc } = await import('greenc/vite');
    await build({
      configFile: false,
      logLevel: 'warn',
      plugins: [greenc(options)],
      ssr: { noExternal: true },
      build: {
        ssr: entry,
        outDir: join(file, '..'),
        emptyOutDir: false,
        sourcemap: true,
        rolldownOptions: { output: { entryFileNames: 'bundle.mjs' } },
      },
    });
  },

  async rolldown(entry, file) {
    const { rolldown } = await import('rolldown');
    const { default: greenc } = await import('greenc/rolldown');
    const bundle = await rolldown({ input: entry, platform: 'node', plugins: [greenc(options)] });
    await bundle.write({ file, sourcemap: true });
    await bundle.close();
  },

  async esbuild(entry, file) {
    const { build } = await import('esbuild');
    const { default: greenc } = await import('greenc/esbuild');
    await build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      sourcemap: true,
      plugins: [greenc(options)],
    });
  },

  async webpack(entry, file) {
    const { default: webpack } = await import('webpack');
    const { default: greenc } = await import('greenc/webpack');
    const configuration = webpackOptions(entry, file, resolve('loader.cjs'));
    await run(webpack({ ...configuration, plugins: [greenc(options)] }));
  },

  async rspack(entry, file) {
    const { rspack } = await import('@rspack/core');
    const { default: greenc } = await import('greenc/rspack');
    const loader = {
      loader: 'builtin:swc-loader',
      options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } },
    };
    await run(rspack({ ...webpackOptions(entry, file, loader), plugins: [greenc(options)] }));
  },

  async farm(entry, file) {
    const { build } = await import('@farmfe/core');
    const { default: greenc } = await import('greenc/farm');
    await build({
      configFile: false,
      root: join(entry, '..', '..'),
      plugins: [greenc(options)],
      compilation: {
        input: { bundle: entry },
        output: {
          path: join(file, '..'),
          entryFilename: '[entryName].mjs',
          targetEnv: 'node',
          format: 'esm',
          clean: false,
        },
        partialBundling: { enforceResources: [{ name: 'bundle', test: ['.+'] }] },
        minify: false,
        presetEnv: false,
        persistentCache: false,
        lazyCompilation: false,
        sourcemap: 'all',
      },
    });
  },
};

const [name, ...entries] = process.argv.slice(2);
for (const entry of entries) {
  options = entry.startsWith('noted') ? { accessors: true } : {};
  const file = resolve(entry, '..', '..', 'dist', name, 'bundle.mjs');
  await mkdir(join(file, '..'), { recursive: true });
  try {
    await bundlers[name](resolve(entry), file);
  } catch (error) {
    // As the bundler's own command does it.
    console.error(error.frame ? `${error.message}\n${error.frame}` : error.message);
    process.exitCode = 1;
  }
}

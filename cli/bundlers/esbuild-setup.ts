/**
 * esbuild asks plugins for the text of files, one after the other until one has it. So a module that is not compiled has to
 * be left to the others, and to esbuild's own loaders and settings: unplugin, which knows plugins that transform what
 * another has loaded, would take all of them.
 */
import { readFile } from 'node:fs/promises';
import type { OnLoadResult, PluginBuild } from 'esbuild';
import { shownPath } from '../system.js';
import type { Modules } from './modules.js';
import { diagnosticsOf, esbuildMessageOf } from './problems.js';

export function esbuildSetup(build: PluginBuild, modules: Modules): void {
  build.onLoad({ filter: /\.(?:[cm]?[jt]s|[jt]sx)$/, namespace: 'file' }, async ({ path, with: attributes }) => {
    // `with { type: 'text' }` and its like ask for something else than the code.
    if (Object.keys(attributes).length > 0) return undefined;
    modules.forget(path);
    return load(modules, path, await readFile(path, 'utf8'));
  });
}

function load(modules: Modules, path: string, source: string): OnLoadResult | undefined {
  try {
    const result = modules.compile(source, path);
    if (result === undefined) return undefined;
    const warnings = result.report.diagnostics.filter(one => one.severity === 'warning');
    const map = Buffer.from(JSON.stringify(result.map)).toString('base64');
    return {
      contents: `${result.code}\n//# sourceMappingURL=data:application/json;base64,${map}\n`,
      loader: 'js',
      warnings: warnings.map(one => esbuildMessageOf(one, shownPath(path), source)),
    };
  } catch (error) {
    return { errors: diagnosticsOf(error).map(one => esbuildMessageOf(one, shownPath(path), source)) };
  }
}

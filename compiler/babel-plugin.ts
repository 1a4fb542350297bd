/**
 * `greenc/babel`: greenc as a Babel plugin, in any position among the user's plugins and presets. It looks at the
 * module before the first of them runs, and compiles what they have made of it when Babel leaves the program.
 *
 * Options: `all`, `include`, `exclude`, `accessors`, `checks`, `runtime` (see `greenc/compiler`). The report of a compiled module
 * is left in Babel's `metadata.greenc`; warnings are printed.
 */
import type * as t from '@babel/types';
import { renderDiagnostics } from './diagnostics/render.js';
import { type BegunModule, beginModule, finishModule, type ProgramPath } from './module.js';
import { type Options, resolvePluginOptions, type SelectionOptions } from './options.js';
import type { Report } from './report.js';

/** What Babel passes as `this` to `pre` and as `state` to visitors, as far as it is used here. */
interface PluginPass {
  readonly file: {
    readonly ast: t.File;
    readonly code: string;
    readonly opts: { readonly filename?: string | null; readonly cwd?: string };
    readonly metadata: object;
  };
}

interface BabelPlugin {
  readonly name: string;
  pre(this: PluginPass): void;
  readonly visitor: { readonly Program: { exit(path: ProgramPath, state: PluginPass): void } };
}

/** For use in a Babel configuration: `plugins: ['greenc/babel']` or `plugins: [['greenc/babel', { all: true }]]`. */
export default function greencPlugin(_api: object, rawOptions: SelectionOptions = {}): BabelPlugin {
  // Babel makes one plugin object for many files and may have several of them under way at once.
  const begun = new WeakMap<object, { module: BegunModule; options: Options }>();
  return {
    name: 'greenc',
    pre() {
      const { ast, code, opts } = this.file;
      const options = resolvePluginOptions(rawOptions, { filename: opts.filename ?? undefined, cwd: opts.cwd });
      begun.set(this.file, { module: beginModule(ast.program, code, options), options });
    },
    visitor: {
      Program: {
        exit(path, { file }) {
          const start = begun.get(file);
          if (!start?.module.marked) return;
          const report = finishModule(path.node, start.module, file.code, start.options);
          // Plugins that run after us (a CommonJS transform, say) look bindings up and must find the new ones.
          path.scope.crawl();
          Object.assign(file.metadata, { greenc: report });
          printWarnings(report, file.code);
        },
      },
    },
  };
}

function printWarnings(report: Report, source: string): void {
  const warnings = report.diagnostics.filter(one => one.severity === 'warning');
  if (warnings.length > 0) console.warn(renderDiagnostics(warnings, source));
}

export type { SelectionOptions as GreencPluginOptions };

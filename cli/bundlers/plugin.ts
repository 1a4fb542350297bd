/**
 * greenc as a plugin of bundlers: one description, which unplugin fits to each of them. The bundlers differ in how they
 * take errors, and in what becomes of a TypeScript module's name when its text is JavaScript; the rest is the same.
 *
 * It runs where the bundler puts a plugin that asks for nothing: in Vite, webpack and Rspack after what lowers TypeScript and
 * JSX, elsewhere at its place in the list. What has not been lowered by then, greenc lowers.
 */
import { createUnplugin, type UnpluginOptions } from 'unplugin';
import { resolvePluginOptions, type SelectionOptions } from '../../compiler/options.js';
import { esbuildSetup } from './esbuild-setup.js';
import { farmTransform } from './farm-transform.js';
import { Modules, otherIds, sourceIds } from './modules.js';
import { expectPeer, type Peer } from './peer.js';
import { nameInCache, stateOf } from './persistent-cache.js';
import { diagnosticsOf, type Log, logOf, PlainError, textOf } from './problems.js';
import { type PluginFor, viteConfig } from './vite-config.js';

/** Options of the plugins: `all`, `include`, `exclude`, `accessors`, `checks`, `runtime`, as for `greenc/compiler`. */
export type GreencOptions = SelectionOptions;

type Bundler = 'vite' | 'rollup' | 'rolldown' | 'webpack' | 'rspack' | 'esbuild' | 'farm';

/** What rollup and its like have as `this` in hooks. */
interface RollupContext {
  /** Vite's. */
  readonly environment?: { readonly mode: string };
  readonly meta: { readonly rolldownVersion?: string };
  getCombinedSourcemap?(): { readonly mappings: string } | null;
  /** In webpack and Rspack. */
  getNativeBuildContext?(): { readonly inputSourceMap?: { readonly mappings?: string } | string | null };
  error(log: Log): never;
  warn(log: Log | string): void;
}

interface Given {
  readonly options: GreencOptions;
  readonly peer: Peer;
}

const packages = { farm: '@farmfe/core', rspack: '@rspack/core' } as const;

/**
 * The plugin for a bundler, which the caller names again as a type.
 *
 * @internal
 */
export function pluginFor<Plugin>(bundler: Bundler, options: GreencOptions = {}): Plugin {
  resolvePluginOptions(options, {});
  const peer = expectPeer(
    `greenc/${bundler}`,
    bundler in packages ? packages[bundler as keyof typeof packages] : bundler,
  );
  return unplugin[bundler]({ options, peer }) as Plugin;
}

/** Builds of Vite 8, whose rolldown does not put the place into the message as rollup did. */
function printsMessageOnly({ environment, meta }: RollupContext): boolean {
  return environment?.mode === 'build' && meta.rolldownVersion !== undefined;
}

/** The map of what other plugins or loaders have made of the text, as far as the bundler hands it over. */
function mappingsOf(context: RollupContext): string | undefined {
  if (context.getCombinedSourcemap) return context.getCombinedSourcemap()?.mappings;
  const map = context.getNativeBuildContext?.().inputSourceMap;
  return (typeof map === 'string' ? (JSON.parse(map) as { mappings?: string }) : map)?.mappings;
}

const unplugin = createUnplugin<Given, false>(({ options: raw, peer }, { framework }): UnpluginOptions => {
  const isWebpack = framework === 'webpack' || framework === 'rspack';
  const isEsbuild = framework === 'esbuild';
  const state = stateOf(raw);
  const modules = new Modules(raw, {
    // These two take `require` anywhere, and a file that has neither may be a sloppy script.
    ambiguous: isWebpack || isEsbuild ? 'unambiguous' : 'module',
    ownMaps: isEsbuild,
  });

  function compileOrFail(this: RollupContext, code: string, id: string) {
    try {
      return modules.compile(code, id, () => mappingsOf(this));
    } catch (error) {
      const [first, ...rest] = diagnosticsOf(error);
      if (isWebpack) throw new PlainError((error as Error).message, (error as Error).message);
      const log = logOf(first, id, code);
      const message = [log.message, ...(rest.length > 0 ? [textOf(rest, code)] : [])].join('\n\n');
      this.error({ ...log, message, stack: '' });
    }
  }

  return {
    name: 'greenc',
    transform: {
      filter: { id: { include: sourceIds, exclude: otherIds }, ...(modules.areMarkedByText && { code: /gre+nl/i }) },
      handler(code, id) {
        const result = compileOrFail.call(this as unknown as RollupContext, code, id);
        if (result === undefined) return null;
        for (const one of result.report.diagnostics) {
          if (one.severity !== 'warning') continue;
          const context = this as unknown as RollupContext;
          context.warn(isWebpack || printsMessageOnly(context) ? textOf([one], code) : logOf(one, id, code));
        }
        const { code: compiled, map } = result;
        // Rolldown would go on to read a `.ts` module as TypeScript.
        return { code: compiled, map, ...(framework === 'rolldown' && { moduleType: 'js' }) };
      },
    },
    buildStart() {
      peer.isUsed();
    },
    watchChange(id) {
      modules.forget(id);
    },
    vite: {
      config() {
        const { include, runtime = 'greenc/runtime' } = raw;
        // Vite bundles its dependencies anew where a plugin has another name.
        const pluginFor: PluginFor = bundler => ({ ...unplugin[bundler]({ options: raw, peer }), name: state });
        return viteConfig(this, runtime, include === undefined ? undefined : pluginFor);
      },
    },
    webpack: compiler => nameInCache(compiler, state),
    rspack: compiler => nameInCache(compiler, state),
    esbuild: { setup: build => esbuildSetup(build, modules) },
    farm: { transform: farmTransform(modules) },
  };
});

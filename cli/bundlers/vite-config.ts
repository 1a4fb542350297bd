/**
 * Vite's development server bundles dependencies beforehand, without its plugins. The runtime is to be among them from the start:
 * that a program needs it only shows when its modules are compiled, and to find another dependency then costs the page a
 * reload. Dependencies that `include` names are compiled there; those in CommonJS could not reach a runtime outside.
 */
import type { UserConfig } from 'vite';

/** Makes the plugin for the bundler that this version of Vite has for dependencies. */
export type PluginFor = (bundler: 'rolldown' | 'esbuild') => unknown;

interface ConfigContext {
  /** Not in old versions. */
  readonly meta?: { readonly rolldownVersion?: string };
}

export function viteConfig(
  context: ConfigContext | undefined,
  runtime: string,
  pluginFor: PluginFor | undefined,
): UserConfig {
  // A path is for the author's own modules.
  const include = ['greenc', ...(/^[@\w]/.test(runtime) ? [runtime] : [])];
  if (pluginFor === undefined) return { optimizeDeps: { include } };
  const bundler = context?.meta?.rolldownVersion === undefined ? 'esbuild' : 'rolldown';
  const options = { plugins: [pluginFor(bundler)] };
  return { optimizeDeps: { include, [bundler === 'rolldown' ? 'rolldownOptions' : 'esbuildOptions']: options } };
}

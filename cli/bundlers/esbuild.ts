import type { Plugin } from 'esbuild';
import { type GreencOptions, pluginFor } from './plugin.js';

/** `greenc/esbuild`: greenc as a plugin of esbuild. */
export default function greenc(options?: GreencOptions): Plugin {
  return pluginFor('esbuild', options);
}

export type { GreencOptions };

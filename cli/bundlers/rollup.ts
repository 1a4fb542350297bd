import type { Plugin } from 'rollup';
import { type GreencOptions, pluginFor } from './plugin.js';

/** `greenc/rollup`: greenc as a plugin of Rollup. */
export default function greenc(options?: GreencOptions): Plugin {
  return pluginFor('rollup', options);
}

export type { GreencOptions };

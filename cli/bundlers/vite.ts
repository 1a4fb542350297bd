import type { Plugin } from 'vite';
import { type GreencOptions, pluginFor } from './plugin.js';

/** `greenc/vite`: greenc as a plugin of Vite, and so of Vitest. */
export default function greenc(options?: GreencOptions): Plugin {
  return pluginFor('vite', options);
}

export type { GreencOptions };

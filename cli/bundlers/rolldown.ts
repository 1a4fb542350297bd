import type { Plugin } from 'rolldown';
import { type GreencOptions, pluginFor } from './plugin.js';

/** `greenc/rolldown`: greenc as a plugin of Rolldown. */
export default function greenc(options?: GreencOptions): Plugin {
  return pluginFor('rolldown', options);
}

export type { GreencOptions };

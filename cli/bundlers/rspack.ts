import type { RspackPluginInstance } from '@rspack/core';
import { type GreencOptions, pluginFor } from './plugin.js';

/** `greenc/rspack`: greenc as a plugin of Rspack. */
export default function greenc(options?: GreencOptions): RspackPluginInstance {
  return pluginFor('rspack', options);
}

export type { GreencOptions };

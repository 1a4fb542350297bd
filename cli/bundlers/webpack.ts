import type { WebpackPluginInstance } from 'webpack';
import { type GreencOptions, pluginFor } from './plugin.js';

/** `greenc/webpack`: greenc as a plugin of webpack. */
export default function greenc(options?: GreencOptions): WebpackPluginInstance {
  return pluginFor('webpack', options);
}

export type { GreencOptions };

import type { JsPlugin } from '@farmfe/core';
import { type GreencOptions, pluginFor } from './plugin.js';

/** `greenc/farm`: greenc as a plugin of Farm. */
export default function greenc(options?: GreencOptions): JsPlugin {
  return pluginFor('farm', options);
}

export type { GreencOptions };

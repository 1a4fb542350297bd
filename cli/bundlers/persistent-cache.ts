/**
 * Bundlers keep what they have made for the next start, and look for what might change it where they know of: in the lock file,
 * in the configuration if they are told its name. That greenc's options differ, because a variable of the environment
 * says so, or that greenc does, linked from where it is worked on, they have to be told.
 */
import { createHash } from 'node:crypto';
import type { SelectionOptions } from '../../compiler/options.js';
import { version } from '../version.js';

/** Another one whenever modules may be compiled to something else. */
export function stateOf(options: SelectionOptions): string {
  const shown = JSON.stringify(options, (_key, value) => (value instanceof RegExp ? String(value) : value));
  return `greenc-${createHash('sha256').update(`${version} ${shown}`).digest('hex').slice(0, 16)}`;
}

interface Compiler {
  readonly options: { readonly cache?: unknown; readonly experiments?: unknown };
}

/** webpack's and Rspack's caches have a version that is the user's, and ours then. The latter's were an experiment at first. */
export function nameInCache({ options: { cache, experiments } }: Compiler, state: string): void {
  for (const one of [cache, (experiments as { cache?: unknown } | undefined)?.cache]) {
    if (typeof one !== 'object' || one === null) continue;
    const found = one as { type?: string; version?: string };
    if (found.type === 'filesystem' || found.type === 'persistent')
      found.version = [found.version, state].filter(Boolean).join('|');
  }
}

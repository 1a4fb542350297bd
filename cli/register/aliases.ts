/** Modules that are loaded in the place of others: `fibers` is `greenc/fibers`, and so `fibers/future` is `greenc/fibers/future`. */
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What stands for what: the longest name comes first. */
export type Aliases = readonly (readonly [name: string, target: string])[];

/** @param folder what targets that are paths are relative to */
export function aliasesFrom(raw: Readonly<Record<string, string>>, folder: string): Aliases {
  return Object.entries(raw)
    .sort(([one], [other]) => other.length - one.length)
    .map(([name, target]) => [name, /^\.{1,2}(?:\/|$)/.test(target) ? resolve(folder, target) : target]);
}

/** What `require` is to look for instead of `specifier`, or that itself. */
export function aliasedRequest(specifier: string, aliases: Aliases): string {
  for (const [name, target] of aliases) {
    if (specifier === name) return target;
    if (specifier.startsWith(`${name}/`)) return target + specifier.slice(name.length);
  }
  return specifier;
}

/** The same for `import`. */
export function aliasedSpecifier(specifier: string, aliases: Aliases): string {
  const aliased = aliasedRequest(specifier, aliases);
  return aliased !== specifier && isAbsolute(aliased) ? pathToFileURL(aliased).href : aliased;
}

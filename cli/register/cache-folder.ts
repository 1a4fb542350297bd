/** Where compiled modules are kept between two starts of a program. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isFolder } from './candidates.js';

/**
 * The folder; null for none. Either side can do without it; GREENC_CACHE (a path, or `off`) comes before the path that the
 * program gives, since it is for those who cannot change the program.
 */
export function cacheFolder(option: boolean | string | undefined, entry: string | undefined): string | null {
  const variable = process.env.GREENC_CACHE;
  if (option === false || variable === 'off') return null;
  if (variable) return resolve(variable);
  if (typeof option === 'string') return resolve(option);
  return inPackage(entry === undefined ? process.cwd() : dirname(entry)) ?? temporaryFolder();
}

/** In the nearest package that has dependencies installed, as other tools do it; undefined if nothing can be written there. */
function inPackage(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(join(folder, 'package.json')) && isFolder(modules)) {
      return isWritable(modules) ? join(modules, '.cache', 'greenc') : undefined;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** One for each user: what another could put there would be run. */
function temporaryFolder(): string | null {
  const user = process.getuid?.();
  const folder = join(tmpdir(), `greenc-cache-${user ?? userInfo().username}`);
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  return user === undefined || owner === undefined || owner === user ? folder : null;
}

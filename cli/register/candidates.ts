/** Which files a specifier may mean besides the one it names: TypeScript's conventions, at run time. */

import { dirname, join, resolve } from 'node:path';
import { statSync } from '../original-fs.js';

const sourcesOfOutput: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];

/** The TypeScript (or JSX) file that `./a.js` is the output of, if there is one. */
export function sourceOfOutput(path: string): string | undefined {
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
  const base = path.slice(0, path.length - extension.length);
  return (sourcesOfOutput[extension] ?? []).map(source => base + source).find(isFile);
}

/** The file that a path without an extension means: with one, or the index of the folder. */
export function withExtension(path: string): string | undefined {
  const inFolder = join(path, 'index');
  return [path, inFolder].flatMap(base => extensions.map(extension => base + extension)).find(isFile);
}

/** What to try when the path itself is not there. */
export function substituteFor(path: string): string | undefined {
  return sourceOfOutput(path) ?? withExtension(path);
}

/** The file that a relative specifier means, as far as the paths alone tell. */
export function importedFile(specifier: string, from: string): string | undefined {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
  const path = resolve(dirname(from), specifier.replace(/[?#].*$/, ''));
  const preferred = /\.[cm]?tsx?$/.test(from) ? sourceOfOutput(path) : undefined;
  return preferred ?? (isFile(path) ? path : substituteFor(path));
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

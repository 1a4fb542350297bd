import { dirname, join } from 'node:path';
import { languageOf } from '../compiler/language.js';
import type { SourceType } from '../compiler/options.js';
import { readFileSync } from './original-fs.js';

/**
 * How to read a file whose extension does not say, by the `type` of the nearest package.json, as Node does.
 * JavaScript in a package of type `commonjs` may still be meant for a bundler, and is looked at; TypeScript there
 * becomes CommonJS, as tsc has it.
 */
export function sourceTypeOf(path: string): SourceType {
  const type = packageType(dirname(path));
  if (type === 'module') return 'module';
  return type === 'commonjs' && languageOf(path).typescript ? 'script' : 'unambiguous';
}

const packageTypes = new Map<string, string | undefined>();

/** The `type` of the nearest package.json at or above a folder; undefined if it gives none. */
export function packageType(folder: string): string | undefined {
  if (packageTypes.has(folder)) return packageTypes.get(folder);
  const own = readPackage(folder);
  const parent = dirname(folder);
  const type = own ? own.type : parent === folder ? undefined : packageType(parent);
  packageTypes.set(folder, type);
  return type;
}

function readPackage(folder: string): { type?: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { type?: string };
  } catch {
    return undefined;
  }
}

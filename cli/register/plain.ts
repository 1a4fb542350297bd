/** Tells the runtime which files hold no compiled function (runtime/plain-callers.ts). */
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sources } from './source.js';

type Judge = (file: string) => boolean | undefined;

/** As the runtime has it, without the runtime: a program that loads none is not to pay for it. */
const key = Symbol.for('greenc.judges@1');
const realm = globalThis as { [key]?: Set<Judge> };

/** Tells of the files that are loaded by these hooks. Returns a function that ends it. */
export function tellPlain(sources: Sources): () => void {
  if (!Object.hasOwn(realm, key)) Object.defineProperty(realm, key, { value: new Set<Judge>() });
  const judges = realm[key] as Set<Judge>;
  const judge: Judge = file => {
    const path = file.startsWith('file:') ? fileURLToPath(file.replace(/[?#].*$/, '')) : file;
    return isAbsolute(path) && sources.isPlain(path);
  };
  judges.add(judge);
  return () => void judges.delete(judge);
}

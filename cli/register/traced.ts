/**
 * Logical stacks for programs without a compiled module, which bring them along otherwise: what such a program does with greenlets goes
 * wrong mostly, and its errors are to show its own calls. So the entries of the runtime import them, too.
 */
import { relative, sep } from 'node:path';
import { readFileSync } from '../original-fs.js';
import { ownFolder } from '../own-folder.js';

const entries = /^runtime\/(?:(?:index|python|hub\/index|fibers\/\w+|node\/(?!thread-main\.)\w+)\.(c?)js)$/;

/** An entry of greenc's runtime with logical stacks; undefined for any other file. */
export function tracedEntry(path: string): { code: string; kind: 'esm' | 'cjs'; warnings: string } | undefined {
  if (!path.startsWith(ownFolder)) return undefined;
  const name = relative(ownFolder, path).replaceAll(sep, '/');
  const found = entries.exec(name);
  if (found === null) return undefined;
  const up = '../'.repeat(name.split('/').length - 2) || './';
  const isCommonJs = found[1] !== '';
  const load = isCommonJs ? `require("${up}stack-traces.cjs");` : `import "${up}stack-traces.js";`;
  return { code: `${readFileSync(path, 'utf8')}\n${load}\n`, kind: isCommonJs ? 'cjs' : 'esm', warnings: '' };
}

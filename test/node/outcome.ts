/** What a call comes to, as data that can be compared with what another came to. */
import fs from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';

/** What is different each time, and says nothing. */
const passing = /^(?:ino|dev|blocks|(?:a|m|c|birth)time(?:Ms|Ns)?|pid|bavail|bfree|ffree|files)$/;

/** @param root the folder that is another one for each of both calls */
export function plain(value: unknown, root: string): unknown {
  if (typeof value === 'string') return shown(value, root);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    const bytes =
      value instanceof ArrayBuffer ? Buffer.from(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { type: value.constructor.name, bytes: shown(bytes.toString('latin1'), root) };
  }
  if (Array.isArray(value)) return value.map(one => plain(one, root));
  if (value instanceof fs.Dirent)
    return {
      type: 'Dirent',
      name: plain(value.name, root),
      in: plain(value.path, root),
      folder: value.isDirectory(),
      link: value.isSymbolicLink(),
    };
  const own = Object.entries(value).filter(([key]) => !passing.test(key));
  const error = types.isNativeError(value) ? { name: value.name, message: plain(value.message, root) } : {};
  return {
    type: value.constructor?.name,
    ...error,
    ...Object.fromEntries(own.map(([key, one]) => [key, one === value ? 'itself' : plain(one, root)])),
  };
}

/** Without the folder, and what `mkdtemp` has put behind a name. */
function shown(text: string, root: string): string {
  return text.replaceAll(root, '/root').replace(/\btmp-\w{6}/g, 'tmp-XXXXXX');
}

/** Everything in a folder: what kind, which mode, what is in it. */
export function listed(folder: string, root = folder): Record<string, unknown> {
  const list: Record<string, unknown> = {};
  for (const name of fs.readdirSync(folder).sort()) {
    const path = join(folder, name);
    const stats = fs.lstatSync(path);
    const place = shown(path, root);
    if (stats.isSymbolicLink()) list[place] = plain(fs.readlinkSync(path), root);
    else if (stats.isDirectory()) {
      list[place] = stats.mode;
      Object.assign(list, listed(path, root));
    } else list[place] = [stats.mode, stats.nlink, plain(fs.readFileSync(path, 'latin1'), root)];
  }
  return list;
}

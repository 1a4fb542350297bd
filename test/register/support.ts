/** Programs in folders of their own, with greenc installed there, and Node with the register hook. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, folderWith, projectRoot } from '../cli/support.js';

export function installed(files: Record<string, string>): Folder {
  const folder = folderWith(files);
  mkdirSync(join(folder.path, 'node_modules'), { recursive: true });
  symlinkSync(projectRoot, join(folder.path, 'node_modules', 'greenc'));
  return folder;
}

/** Runs Node in a folder. The cache is in the folder as well, in `cache`. */
export function node(
  folder: Folder,
  args: readonly string[],
  { executable = process.execPath, env = {} }: { executable?: string; env?: Record<string, string> } = {},
): SpawnSyncReturns<string> {
  return spawnSync(executable, args, {
    cwd: folder.path,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', GREENC_CACHE: join(folder.path, 'cache'), ...env },
  });
}

/** What came out, for a comparison that shows all of it if it fails. */
export function outcome({ status, stdout, stderr }: SpawnSyncReturns<string>) {
  return { status, stdout, stderr };
}

/** All that is to be said of `"use greenlet";\nlet x = ;\n`. */
export function syntaxError(file: string): string {
  return `${file}:2:9: error GC001: Syntax error: Unexpected token ";"
  1 | "use greenlet";
> 2 | let x = ;
    |         ^
  3 |
`;
}

/** Programs in processes of their own, under the register hook. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, projectRoot } from '../cli/support.js';

/** Runs a module marked "use greenlet": what it has printed, and how it has ended. */
export function runGreen(program: string) {
  const folder = folderWith({ 'program.mjs': `'use greenlet';\n${program}`, 'package.json': '{}' });
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(projectRoot, join(folder.path, 'node_modules', 'greenc'));
  const { stdout, stderr, status, signal } = folder.node('--import', 'greenc/register', 'program.mjs');
  const shown = (text: string) => text.replaceAll(`${folder.path}/`, '');
  return { stdout: shown(stdout), stderr: shown(stderr), status, signal };
}

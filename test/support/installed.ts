/** The package as users get it: packed, and installed in an empty project. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, folderWith, projectRoot } from '../cli/support.js';

/**
 * A project with the package, and with what else is asked for from our own dependencies. As `npm install` would do it, but
 * without a registry.
 */
export function projectWith(files: Record<string, string>, packages: readonly string[] = []): Folder {
  const project = folderWith({ 'package.json': '{ "type": "module", "private": true }', ...files });
  const args = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', project.path];
  execFileSync('npm', args, { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  const tarball = readdirSync(project.path).find(name => name.endsWith('.tgz')) as string;
  const installed = join(project.path, 'node_modules', 'greenc');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(project.path, tarball), '--strip-components=1', '-C', installed]);
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), ...packages]) {
    const link = join(project.path, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules', name), link);
  }
  return project;
}

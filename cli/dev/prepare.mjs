/**
 * Brings a clone to the point where something can be run: dependencies installed, dist/ built. Both only when they
 * are missing or out of date. Plain JavaScript without dependencies, since it runs before there are any.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The file in dist/ that says which sources it was built from. */
export const stampFile = join(root, 'dist', '.stamp');

/** Installs unless node_modules holds exactly what package-lock.json asks for. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.error('Installing dependencies …');
  // `npm ci` refuses a lock file that lacks a platform's optional binaries, as registries that do not mirror every
  // platform make npm write it. `npm install` keeps to the same versions.
  if (npm('ci') || npm('install', '--no-save')) return;
  console.error('Installing the dependencies failed, see above.');
  process.exit(1);
}

function npm(...args) {
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', [...args, ...options], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** Builds dist/ unless it was built from the present sources. */
export async function ensureBuilt() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceHash()) return;
  console.error('Building dist/ …');
  const { build } = await import('./build.mjs');
  await build();
}

/** A hash over everything dist/ is made from. */
export function sourceHash() {
  const hash = createHash('sha256');
  const paths = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
  for (const folder of ['compiler', 'runtime', 'cli']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) paths.push(join(entry.parentPath, entry.name).slice(root.length + 1));
    }
  }
  for (const path of paths.sort())
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

function isInstalled() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(installedLock);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    // Optional packages are mostly binaries for other platforms.
    if (path === '' || (optional && !present[path])) return true;
    return present[path]?.version === version;
  });
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/** Other versions of Node than the one that runs the tests: as packages, from the registry that npm uses. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const versions = ['20', '22', '24', '26'] as const;

/** Fetched once, and left there for the next run. */
const store = join(tmpdir(), 'greenc-node-versions');

/** Where the executables are, by major version; or why there are none. */
export function nodeVersions(): Map<string, string> | string {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64' && platform !== 'linux-arm64') return `no packages with Node for ${platform} are known`;
  const own = process.versions.node.split('.')[0];
  const wanted = versions.filter(version => version !== own);
  const executable = (version: string) => join(store, 'node_modules', `node${version}`, 'bin', 'node');
  if (!wanted.every(version => existsSync(executable(version)))) {
    const problem = fetch(wanted.map(version => `node${version}@npm:node-${platform}@${version}`));
    if (problem !== undefined) return problem;
  }
  return new Map([[own, process.execPath], ...wanted.map(version => [version, executable(version)] as const)]);
}

function fetch(packages: readonly string[]): string | undefined {
  mkdirSync(tmpdir(), { recursive: true });
  const folder = mkdtempSync(`${store}-`);
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', '--ignore-scripts'];
    const { status, stderr } = spawnSync('npm', ['install', ...options, ...packages], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (status !== 0) return `npm could not fetch ${packages.join(', ')}: ${stderr.trim().slice(-300)}`;
    rmSync(store, { recursive: true, force: true });
    renameSync(folder, store);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

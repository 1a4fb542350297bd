/** Other versions of Node than the one that runs the tests: as packages, from the registry that npm uses. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const versions = ['20', '22', '24', '26'] as const;

/** Fetched once, and left there for the next run: a folder for each. */
const store = join(tmpdir(), 'greenc-nodes');
const folderOf = (version: string) => join(store, version);
const executable = (version: string) => join(folderOf(version), 'bin', 'node');

/**
 * The versions of Node that `what` is tested on, with their executables. If they cannot be had it is the one that runs the tests alone,
 * and the reason is printed.
 */
export function nodesFor(what: string): [version: string, executable: string][] {
  const own = process.versions.node.split('.')[0];
  const others = otherNodes(own);
  if (typeof others !== 'string') return [[own, process.execPath], ...others];
  process.stderr.write(`Skipped: ${what} on other versions of Node, as ${others}\n`);
  return [[own, process.execPath]];
}

function otherNodes(own: string): [version: string, executable: string][] | string {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64' && platform !== 'linux-arm64') return `no packages with Node for ${platform} are known`;
  const wanted = versions.filter(version => version !== own);
  const missing = wanted.filter(version => !existsSync(executable(version)));
  const problem = missing.length > 0 ? fetch(missing, platform) : undefined;
  return problem ?? wanted.map(version => [version, executable(version)]);
}

function fetch(missing: readonly string[], platform: string): string | undefined {
  mkdirSync(store, { recursive: true });
  const folder = mkdtempSync(join(store, 'fetched-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', '--ignore-scripts'];
    const packages = missing.map(version => `node${version}@npm:node-${platform}@${version}`);
    const { status, stderr } = spawnSync('npm', ['install', ...options, ...packages], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (status !== 0) return `npm could not fetch ${packages.join(', ')}: ${stderr.trim().slice(-300)}`;
    for (const version of missing) {
      try {
        renameSync(join(folder, 'node_modules', `node${version}`), folderOf(version));
      } catch (error) {
        // Another test may have been faster.
        if (!existsSync(executable(version))) throw error;
      }
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

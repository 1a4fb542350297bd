/**
 * A PostgreSQL server of its own for tests: a new cluster in a temporary folder, which listens on a socket in there. It needs Debian's
 * package `postgresql`, or any other installation whose programs are in the path.
 */
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where Debian has them, by version. */
const DEBIAN = '/usr/lib/postgresql';

export interface TestServer {
  readonly url: string;
  stop(): void;
}

/** Why there is no server to be had; null if there is. */
export const whyNot: string | null = reason();

function reason(): string | null {
  if (binaries() === undefined) return 'no initdb and pg_ctl here: apt-get install postgresql';
  // It refuses to be run by root.
  if (process.getuid?.() === 0 && owner() === undefined) return 'no user postgres here, and root cannot run a server';
  return null;
}

function binaries(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(version => join(DEBIAN, version, 'bin')) : [];
  const folders = [...debian, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return {} as { uid: number; gid: number };
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Takes a second or two. Throws if `whyNot` says so. */
export function startServer(): TestServer {
  if (whyNot !== null) throw new Error(whyNot);
  const bin = binaries() as string;
  const user = owner() as { uid?: number; gid?: number };
  const folder = mkdtempSync(join(tmpdir(), 'greenc-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(bin, program), ['-D', data, ...args], { cwd: folder, stdio: 'pipe', ...user });
  run('initdb', '-U', 'greenc', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
  const settings = [`-k ${folder}`, `-c listen_addresses=''`, '-c fsync=off', '-c max_connections=30'].join(' ');
  run('pg_ctl', '-w', '-l', join(folder, 'log'), '-o', settings, 'start');
  return {
    url: `postgres://greenc@/postgres?host=${encodeURIComponent(folder)}`,
    stop() {
      run('pg_ctl', '-w', '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

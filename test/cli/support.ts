/** Temporary folders with files in them, and the built command run in them. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const projectRoot = join(__dirname, '..', '..');

export class Folder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'greenc-cli-'));

  constructor(files: Record<string, string | Uint8Array> = {}) {
    this.write(files);
  }

  write(files: Record<string, string | Uint8Array>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), content);
    }
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.path, name));
  }

  /** All files below a subfolder, sorted, with forward slashes. */
  list(name: string): string[] {
    const top = join(this.path, name);
    if (!existsSync(top)) return [];
    return readdirSync(top, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry =>
        join(entry.parentPath, entry.name)
          .slice(top.length + 1)
          .replace(/\\/g, '/'),
      )
      .sort();
  }

  /** The same, with commands run in a folder of it. */
  inside(name: string): Folder {
    return Object.assign(Object.create(this) as Folder, { path: join(this.path, name) });
  }

  greenc(...args: string[]): SpawnSyncReturns<string> {
    return this.node(join(projectRoot, 'dist', 'cli', 'main.js'), ...args);
  }

  node(...args: string[]): SpawnSyncReturns<string> {
    const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
    return spawnSync(process.execPath, args, { cwd: this.path, encoding: 'utf8', env, timeout: 60_000 });
  }

  removeFolder(name: string): void {
    rmSync(join(this.path, name), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const folders: Folder[] = [];

/** A folder that is removed when the test file is done. */
export function folderWith(files: Record<string, string | Uint8Array>): Folder {
  const folder = new Folder(files);
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

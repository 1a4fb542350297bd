import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's root folder, found upwards from the working directory (tests run as ESM, as CJS and bundled). */
export function projectRoot(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'greenc')
      return folder;
    if (dirname(folder) === folder) throw new Error('The tests must be started inside the greenc project.');
  }
}

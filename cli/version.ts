import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from './own-folder.js';

/** The package's. */
export const { version } = JSON.parse(readFileSync(join(ownFolder, '..', 'package.json'), 'utf8')) as {
  version: string;
};

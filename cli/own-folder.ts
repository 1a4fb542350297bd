import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** dist/, whatever the depth of the file this code is bundled into. What stands there is never compiled. */
export const ownFolder = ownDist(fileURLToPath(import.meta.url));

function ownDist(file: string): string {
  let folder = dirname(file);
  while (!folder.endsWith(`${sep}dist`) && dirname(folder) !== folder) folder = dirname(folder);
  return `${folder}${sep}`;
}

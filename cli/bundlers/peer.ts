/**
 * Bundlers are not dependencies of greenc. Who makes a plugin for one that is not installed is told so when the process ends,
 * if nobody has used the plugin by then: a framework may bring a bundler along that cannot be found from here.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface Peer {
  /** The plugin is at work. */
  isUsed(): void;
}

/** `entry`: what was imported, say `greenc/vite`. */
export function expectPeer(entry: string, packageName: string): Peer {
  if (isInstalled(packageName)) return { isUsed() {} };
  const complain = (): void => {
    const install = `npm install --save-dev ${packageName}`;
    process.stderr.write(`${entry} is a plugin of ${packageName}, which is not installed here: ${install}\n`);
  };
  process.once('exit', complain);
  return { isUsed: () => void process.off('exit', complain) };
}

/** From the project's folder, or from where greenc is installed. */
function isInstalled(packageName: string): boolean {
  // There are no folders to look at.
  if (process.versions.pnp !== undefined) return true;
  return [join(process.cwd(), 'package.json'), import.meta.url].some(from =>
    createRequire(from)
      .resolve.paths(packageName)
      ?.some(folder => existsSync(join(folder, packageName, 'package.json'))),
  );
}

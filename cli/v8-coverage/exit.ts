/**
 * Has a process that is measured by V8 report the coverage of sources in place of that of compiled code.
 *
 * The trap: Node writes its report when nobody can run anything any more. So it is made to write one as the process ends, which
 * can be changed; the last one then has only what runs later. But every report names the source maps of all modules, and those
 * would be applied to counts that need none: so Node is told of maps that do not exist.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { takeCoverage } from 'node:v8';
import { ownFolder } from '../own-folder.js';
import { withCompiler } from '../register/own.js';
import type { ProcessCoverage } from './unite.js';

const own = pathToFileURL(join(ownFolder, 'cli', 'v8-coverage', 'index.cjs')).href;

/** Node forgets the map of a module that is gone. */
const told: Module[] = [];
let isWatching = false;
let inMemory = false;

/**
 * Does nothing where nobody measures.
 *
 * @param compilesInMemory whether greenc compiles what this process loads
 */
export function uniteAtExit(compilesInMemory: boolean): void {
  const folder = process.env.NODE_V8_COVERAGE;
  if (!folder) return;
  inMemory ||= compilesInMemory;
  if (isWatching) return;
  isWatching = true;
  process.once('exit', () => {
    const before = new Set(namesIn(folder));
    takeCoverage();
    for (const name of namesIn(folder))
      if (!before.has(name) && name.includes(`-${process.pid}-`)) unite(join(folder, name));
  });
}

function unite(path: string): void {
  const coverage = JSON.parse(readFileSync(path, 'utf8')) as ProcessCoverage;
  const changed = withCompiler(({ uniteCoverage }) => uniteCoverage(coverage, inMemory));
  if (changed.length === 0) return;
  writeFileSync(path, JSON.stringify(coverage));
  for (const url of changed) forgetMap(fileURLToPath(url));
}

function forgetMap(path: string): void {
  const module = new Module(path) as Module & { _compile(code: string, path: string, format: string): void };
  // Under another name, or the report would have it as a second module of that path.
  module._compile(`//# sourceURL=${own}\n//# sourceMappingURL=none`, path, 'commonjs');
  told.push(module);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Which call sites are the runtime's, and what file compiled code means by the name that the compiler was given: the one
 * that the call sites of the same module have, by the engine or by a source map.
 */
import { compiledFiles, pathOf } from '../advice.js';
import { realm } from '../realm.js';
import type { CallSite } from './sites.js';

interface SourceMap {
  readonly payload: { readonly sources: readonly (string | null)[] };
  findEntry(line: number, column: number): { originalSource?: string; originalLine?: number; originalColumn?: number };
}

/** The part of Node that knows source maps. It has none unless they are switched on, and other engines have no such part. */
interface Process {
  getBuiltinModule?(name: string): { findSourceMap?(file: string): SourceMap | undefined };
}

function sourceMapOf(file: string): SourceMap | undefined {
  const { process } = globalThis as { process?: Process };
  return file === '' ? undefined : process?.getBuiltinModule?.('module').findSourceMap?.(file);
}

/** The sources of the files that have been looked at for one stack. */
const sources = new Map<string, readonly string[]>();

function sourcesOf(file: string): readonly string[] {
  let found = sources.get(file);
  if (found === undefined) {
    const names = sourceMapOf(file)?.payload.sources ?? [];
    found = names.flatMap(source => (source === null ? [] : [pathOf(source)]));
    sources.set(file, found);
  }
  return found;
}

export function fileOf(site: CallSite): string {
  return pathOf(site.getFileName() ?? '');
}

/** What the paths of the runtime's files begin with: of the core, which another copy of greenc may have brought, and of this copy. */
const own: string[] = [];

/** A file of the package's. In its source the runtime has a folder for itself. */
const packaged =
  /^(.*\/greenc\/dist\/|.*\/dist\/(?=(?:shared|runtime)\/))(?:runtime\/|shared\/(?:core|runtime|built-ins|hub|fibers|stack-traces)\d*\.)|^.*\/runtime\/(?=(?:(?:stack-traces|built-ins|hub|node|fibers)\/)?[\w-]+\.ts$)/;

const parts = [
  'runtime/',
  'shared/core',
  'shared/runtime',
  'shared/built-ins',
  'shared/hub',
  'shared/fibers',
  'shared/stack-traces',
];

/** Looks where the core is, by having it call this. */
export function findOwn(sitesOf: () => readonly CallSite[]): void {
  let sites: readonly CallSite[] = [];
  new realm.GreenletError('', {
    get cause() {
      sites = sitesOf();
      return undefined;
    },
  });
  for (const site of sites.slice(0, 3)) {
    const found = packaged.exec(fileOf(site));
    if (found === null) continue;
    const [start, dist] = found;
    if (dist === undefined) own.push(start);
    else for (const part of parts) own.push(dist + part);
  }
}

/** Where the source map has it; undefined without one, and for what stands in no source. */
export function originalOf(site: CallSite): { file: string; line: number; column: number } | undefined {
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  const map = sourceMapOf(site.getFileName() ?? '');
  if (map === undefined || line === null || column === null) return undefined;
  const { originalSource, originalLine = 0, originalColumn = 0 } = map.findEntry(line - 1, column - 1);
  if (originalSource === undefined) return undefined;
  return { file: pathOf(originalSource), line: originalLine + 1, column: originalColumn + 1 };
}

export function isOwn(site: CallSite): boolean {
  const file = fileOf(site);
  if (own.some(start => file.startsWith(start))) return true;
  return sourcesOf(file).some(isPackaged) && isPackaged(originalOf(site)?.file ?? '');
}

const isPackaged = (file: string): boolean => packaged.test(file);

/** The compiled modules, as call sites show them, and how many had been loaded then. */
let known: readonly string[] = [];
let count = 0;

/** To be called before the files of one stack are asked for: modules may have been loaded meanwhile. */
export function forgetFiles(): void {
  sources.clear();
}

function compiled(): readonly string[] {
  const files = compiledFiles();
  if (files.length !== count) {
    count = files.length;
    known = files.flatMap(shownByEngine);
  }
  return known;
}

function shownByEngine(file: string): readonly string[] {
  const found = sourcesOf(file);
  return found.length > 0 ? found : [file];
}

/** Whether the module is a compiled one, or a bundle that has such modules in it. */
export function isCompiled(site: CallSite): boolean {
  const files = compiled();
  return shownByEngine(fileOf(site)).some(file => files.includes(file));
}

/** The file as the engine or a source map has it; as the compiler was given it, if that leaves a doubt. */
export function shownFile(file: string): string {
  const end = `/${file.replaceAll('\\', '/').replace(/^(?:\.\.?\/)+/, '')}`;
  const found = new Set(compiled().filter(one => one.endsWith(end)));
  return found.size === 1 ? [...found][0] : file;
}

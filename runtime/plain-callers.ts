/**
 * Whether who calls what switches certainly cannot be suspended: then that is said at once, rather than when it has run on without
 * what it has called for. Only who loads files knows for certain what stands in them: the register hook.
 *
 * The trap: this is asked at each of the first switches of a program, most of which are as they should be. Stacks are not made into
 * text for that, which would have Node read source maps.
 */
import { share } from './realm.js';

/** Whether what runs of a file, a path or a URL, holds no compiled function; undefined for a file of greenc's. */
type Judge = (file: string) => boolean | undefined;

/** The part used of the engine's call sites. */
interface Site {
  getFileName?(): unknown;
}

/** The register hook puts itself here (cli/register/plain.ts). */
const judges = share('judges', () => new Set<Judge>());

/** So many frames of the runtime's, and of the hub's, may be above. */
const DEPTH = 12;

// The program may put something else in its place.
const EngineError = Error;
const host = Error as unknown as { stackTraceLimit?: unknown };

const verdicts = new Map<string, boolean | undefined>();

/** Whether the program compiles what it loads. */
export const isHooked = (): boolean => judges.size > 0;

/** Whether the first function beneath that is not the runtime's is in a file without compiled functions. */
export function isCalledPlainly(): boolean {
  if (!isHooked()) return false;
  const sites = sitesHere();
  for (let i = 0; i < sites.length; i++) {
    const file = sites[i].getFileName?.();
    if (typeof file !== 'string') return false;
    const verdict = verdictOn(file);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

function verdictOn(file: string): boolean | undefined {
  if (!verdicts.has(file)) {
    const given = [...judges].map(judge => judge(file));
    verdicts.set(file, given.includes(undefined) ? undefined : given.every(Boolean));
  }
  return verdicts.get(file);
}

/** What Node puts in the place of stacks' text is left alone: it may be an accessor that minds being read. */
function sitesHere(): readonly Site[] {
  const { stackTraceLimit } = host;
  const held = Reflect.getOwnPropertyDescriptor(host, 'prepareStackTrace');
  const ours = { value: (_error: Error, sites: Site[]) => sites, configurable: true };
  if (held?.configurable === false || !Reflect.defineProperty(host, 'prepareStackTrace', ours)) return [];
  try {
    Reflect.set(host, 'stackTraceLimit', DEPTH);
    const sites = new EngineError().stack as unknown;
    return Array.isArray(sites) ? sites : [];
  } finally {
    // The engine's stack limit may have been met.
    Reflect.set(host, 'stackTraceLimit', stackTraceLimit);
    if (held === undefined) Reflect.deleteProperty(host, 'prepareStackTrace');
    else Reflect.defineProperty(host, 'prepareStackTrace', held);
  }
}

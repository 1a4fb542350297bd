/**
 * Logical stacks (`greenc/stack-traces`): importing it installs an `Error.prepareStackTrace` by which the stack of an error
 * shows what its author would see if greenlets were the engine's own:
 *
 *     Error: out of stock
 *         at find (src/shop.ts:12:9)        the calls that were running,
 *         at order (src/shop.ts:20:5)       those suspended beneath them in the greenlet,
 *         --- switched from main
 *         at src/app.ts:4:3                 and those of its parent, the parent's parent, … up to main.
 *
 * Who formats stacks otherwise, Node with its source maps for instance, is given call sites, and formats these.
 */
import { isTrace } from './advice.js';
import { setAround } from './around.js';
import { decode } from './positions.js';
import { realm, share } from './realm.js';
import { findOwn, forgetFiles, isCompiled, isOwn, originalOf, shownFile } from './stack-traces/files.js';
import { around, type Moment, momentOf, note, type Part, type Place, resumptionOf } from './stack-traces/moments.js';
import {
  type CallSite,
  changed,
  isSeparator,
  placeOf,
  type SitePlace,
  separator,
  suspendedSite,
  withLines,
} from './stack-traces/sites.js';

type Prepare = (this: unknown, error: object, sites: CallSite[]) => unknown;

// The realm's: this copy of the runtime may not be its first.
const { now } = realm;
const host = Error as unknown as { prepareStackTrace?: Prepare | undefined; stackTraceLimit?: unknown };

/** What V8 does by itself. */
function plainly(error: object, sites: readonly CallSite[]): string {
  let text: string;
  try {
    text = Error.prototype.toString.call(error);
  } catch {
    text = '<error>';
  }
  return [text, ...sites.map(site => `    at ${site}`)].join('\n');
}

function suspended({ info, id, pc, isNew }: Place): CallSite {
  const position = decode(info)[Number(id.split(':')[1])][pc - 1];
  return suspendedSite({ ...position, name: authorsName(position.name), file: shownFile(position.file) }, isNew);
}

/** The name that the author has given to the function of a place. */
const nameAt = ({ info, id }: Place): string => authorsName(decode(info)[Number(id.split(':')[1])][0].name);

/** Of one function greenc makes several, which have its name and one of these: the resume half, the part that is async. */
const generated = /^(.+)\$([ar])\d*$/;

const blocks = '<static_initializer>';

/** What the engine calls a function that compiled code calls thus. */
function authorsName(name: string): string {
  const base = generated.exec(name)?.[1] ?? name;
  // A function without a name has that of the variable that it is kept in; the part that is async must have one.
  if (base === '_' || /^\$\d+$/.test(base)) return '';
  const part = /^#\$(init|static|block)\d*$/.exec(base)?.[1];
  if (part === undefined) return base;
  return part === 'init' ? '<instance_members_initializer>' : blocks;
}

/** By these the runtime calls a constructor whose call is under way already. */
const again = /^(?:bind|superCall)(?:\$\d+)?$/;

/** Call sites as authors know them: without the runtime's, and with one for each call of theirs. */
function authors(sites: readonly CallSite[], resumed?: Place): CallSite[] {
  const found: CallSite[] = [];
  /** Of the call site above: which of the several it is, and the place of an async part. */
  let above: string | undefined;
  let inner: SitePlace | undefined;
  let isAgain = false;
  let isFirstAgain = false;
  for (const site of sites) {
    if (isOwn(site)) {
      isAgain ||= again.test(site.getFunctionName() ?? '');
      continue;
    }
    const isOurs = isCompiled(site);
    const name = site.getFunctionName() ?? '';
    const kind = isOurs ? generated.exec(name)?.[2] : undefined;
    const shown = authorsName(name);
    const isAsyncPart = kind === 'a' && !site.isAsync?.();
    const place = originalOf(site);
    // A half that needs `this` is called by another, and a static block that suspends by what holds it.
    const isDouble = above === 'block' ? shown === blocks : above === 'r' && kind === 'r';
    // What an async function is called as stands beneath what is async in it.
    const isSame = found.at(-1)?.getFunctionName() === shown && found.at(-1)?.isConstructor();
    if (above === 'a' || (isAgain && isSame)) found.pop();
    isFirstAgain = isAgain && !isSame;
    isAgain = false;
    if (!isOurs) found.push(site);
    else if (!isDouble)
      found.push(changed(site, { ...(shown === name ? {} : { name: shown }), place: above === 'a' ? inner : place }));
    above = kind === 'a' && !isAsyncPart ? undefined : name.startsWith('#$block') ? 'block' : kind;
    inner = place ?? placeOf(site);
  }
  const last = found.pop();
  if (last === undefined || resumed === undefined) return last === undefined ? found : [...found, last];
  const name = nameAt(resumed);
  // A resume half without a name of its own.
  if (isFirstAgain && found.at(-1)?.isConstructor() && found.at(-1)?.getFunctionName() === name) found.pop();
  return [...found, changed(last, { name, isNew: resumed.isNew })];
}

const startOf = (sites: readonly CallSite[]): number =>
  sites.findIndex(site => resumptionOf(site.getFunctionName()) !== undefined);

/** The call sites of the moment at which the error was made, with those that were suspended. */
function logical(error: object, sites: readonly CallSite[]): CallSite[] {
  return startOf(sites) < 0 ? authors(sites) : upTo(Number(host.stackTraceLimit), partsOf(error, sites).sites);
}

/** The same of all the engine has, and who the innermost greenlet is. */
function partsOf(error: object, sites: readonly CallSite[]): { title: string; sites: CallSite[] } {
  const end = startOf(sites);
  if (end < 0) return { title: 'main', sites: authors(sites) };
  const moment = momentOf(error, resumptionOf(sites[end].getFunctionName()) as number) ?? unknown;
  const { name, resumed } = moment;
  const inner = authors(sites.slice(0, end), resumed);
  const places = resumed === undefined ? moment.beneath : [resumed, ...moment.beneath];
  const title = titleOf({ name, places, isWhole: true });
  return { title, sites: [...inner, ...beneath(moment, partsOf(error, sites.slice(beneathDriver(sites, end + 1))))] };
}

/** Greenlets are resumed in contexts of their own (runtime/hub/contexts.ts), which is nothing that the program calls. */
function beneathDriver(sites: readonly CallSite[], from: number): number {
  const isScope = (site: CallSite) => /\brunInAsyncScope$/.test(site.getFunctionName() ?? '');
  let at = from;
  while (at < sites.length && (isOwn(sites[at]) || isScope(sites[at]))) at++;
  return at;
}

/** For an error of a resumption that is over, which nobody has handled meanwhile. */
const unknown: Moment = {
  name: undefined,
  resumed: undefined,
  beneath: [],
  parents: [{ name: 'main', places: [], isWhole: false }],
};

/** @param outer who has called the driver: main, or a fiber that runs another */
function beneath({ beneath, parents }: Moment, outer: { title: string; sites: CallSite[] }): CallSite[] {
  const sites = beneath.map(suspended);
  parents.forEach((part, i) => {
    const { title, sites: within } =
      i === parents.length - 1 ? outer : { title: titleOf(part), sites: part.places.map(suspended) };
    if (within.length > 0) sites.push(separator(`--- switched from ${title}`), ...within);
  });
  return sites;
}

/** Who has no name is known by the function it runs. */
function titleOf({ name, places, isWhole }: Part): string {
  const last = places.at(-1);
  return name ?? ((isWhole && last !== undefined && nameAt(last)) || 'a greenlet');
}

/** Not more than the engine would have shown; lines between call sites are not counted. */
function upTo(limit: number, sites: CallSite[]): CallSite[] {
  let count = 0;
  const end = sites.findIndex(site => !isSeparator(site) && ++count > limit);
  const shown = end < 0 ? sites : sites.slice(0, end);
  while (shown.length > 0 && isSeparator(shown[shown.length - 1])) shown.pop();
  return shown;
}

/** The register hook has Node read source maps once somebody reads `Error.prepareStackTrace`. To install is not to look at a stack. */
interface Unread {
  readonly peek?: () => Prepare | undefined;
}

const asUsual = { writable: true, enumerable: false, configurable: true };

/** Importing the module installs; both can be called any number of times. One for all copies of the runtime. */
export const { install, uninstall } = share('stack-traces', () => {
  let isInstalled = false;
  let previous: Prepare | undefined;
  const prepare: Prepare = function (error, sites) {
    let shown = sites;
    try {
      forgetFiles();
      if (isInstalled && !isTrace(error)) shown = logical(error, sites);
      // Its message tells all; the frames would only be the runtime's.
      if (shown.length === 0 && !(error instanceof realm.ForeignFrameError)) shown = sites;
    } catch {
      // The program has put something else in the place of the engine's methods.
    }
    return withLines(previous === undefined ? plainly(error, shown) : previous.call(this, error, shown));
  };
  const sitesHere = (): CallSite[] => {
    host.prepareStackTrace = (_, sites) => sites;
    const sites = new Error().stack as unknown;
    host.prepareStackTrace = previous;
    return Array.isArray(sites) ? sites : [];
  };
  return {
    install(): void {
      if (isInstalled) return;
      isInstalled = true;
      const held = Reflect.getOwnPropertyDescriptor(host, 'prepareStackTrace');
      const { peek } = (held?.get ?? {}) as Unread;
      previous = peek === undefined ? host.prepareStackTrace : peek();
      if (peek !== undefined) Object.defineProperty(host, 'prepareStackTrace', { ...asUsual, value: previous });
      findOwn(sitesHere);
      if (peek !== undefined) Object.defineProperty(host, 'prepareStackTrace', held as PropertyDescriptor);
      host.prepareStackTrace = prepare;
      setAround('stacks', around);
      now.note = note;
    },
    uninstall(): void {
      if (!isInstalled) return;
      isInstalled = false;
      setAround('stacks', null);
      now.note = null;
      // Who has put theirs over it may call it still.
      if (host.prepareStackTrace === prepare) host.prepareStackTrace = previous;
    },
  };
});

install();

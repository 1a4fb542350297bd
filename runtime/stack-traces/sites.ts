/** Call sites as V8 hands them to `Error.prepareStackTrace`: the engine's own, the same under another name, and ours. */

/** What is used of V8's, and of those who format them. */
export interface CallSite {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getFunctionName(): string | null;
  isConstructor(): boolean;
  isAsync?(): boolean;
  toString(): string;
}

/** Stands where the text that follows is not to begin with "at". */
const LINE = '\u0000greenc ';

export interface SitePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where the engine has it. */
export const placeOf = (site: CallSite): SitePlace => ({
  file: site.getFileName() ?? '<anonymous>',
  line: site.getLineNumber() ?? 0,
  column: site.getColumnNumber() ?? 0,
});

/** How a call site is shown other than by itself. */
interface Shown {
  /** The function, where its author calls it otherwise. */
  readonly name?: string | undefined;
  readonly isNew?: boolean;
  /** Where it is in the source. */
  readonly place?: SitePlace | undefined;
}

/** The engine's call site, with something about it changed. */
export function changed(site: CallSite, { name, isNew = false, place }: Shown): CallSite {
  const text = String(site);
  const open = text.endsWith(')') ? text.indexOf(' (') : -1;
  const async = site.isAsync?.() ? 'async ' : '';
  let label = open < 0 ? async.trim() : text.slice(0, open);
  let where = open < 0 ? text.slice(async.length) : text.slice(open + 2, -1);
  const others: Record<string, () => unknown> = {};
  if (name !== undefined) {
    label = `${async}${isNew && name !== '' ? 'new ' : ''}${name}`.trim();
    Object.assign(others, {
      getFunctionName: () => name || null,
      // What the runtime has called it as.
      getMethodName: () => null,
      getTypeName: () => null,
      isConstructor: () => isNew,
      isToplevel: () => !isNew,
    });
  }
  if (place !== undefined) {
    where = textOf(place);
    Object.assign(others, placed(place));
  }
  const shown = label === '' || label === 'async' ? `${async}${where}` : `${label} (${where})`;
  others.toString = () => shown;
  return new Proxy(site, {
    get(target, key) {
      if (typeof key === 'string' && Object.hasOwn(others, key)) return others[key];
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const textOf = ({ file, line, column }: SitePlace): string => `${file}:${line}:${column}`;

/** Formatters that read source maps leave it as it is: the file is given as the source's name only. */
const placed = ({ file, line, column }: SitePlace) => ({
  getFileName: () => null,
  getScriptNameOrSourceURL: () => file,
  getLineNumber: () => line,
  getColumnNumber: () => column,
  isNative: () => true,
});

interface Position extends SitePlace {
  readonly name: string;
}

/** A call that is suspended, at a place in its source. */
export function suspendedSite(position: Position, isNew: boolean): CallSite {
  const { name } = position;
  const place = textOf(position);
  const shown = name === '' ? place : `${isNew ? 'new ' : ''}${name} (${place})`;
  return {
    ...nothing,
    ...placed(position),
    getFunctionName: () => name || null,
    isConstructor: () => isNew,
    toString: () => shown,
  } as CallSite;
}

/** A line between call sites. */
export function separator(text: string): CallSite {
  return { ...nothing, getFunctionName: () => text, toString: () => LINE + text } as CallSite;
}

export const isSeparator = (site: CallSite): boolean => String(site).startsWith(LINE);

/** The stack as whoever has formatted it gives it, with the lines between call sites as they should be. */
export function withLines(stack: unknown): unknown {
  return typeof stack === 'string' ? stack.replaceAll(`at ${LINE}`, '') : stack;
}

const none = () => null;
const no = () => false;
const nothing = {
  getThis: () => undefined,
  getFunction: () => undefined,
  getTypeName: none,
  getMethodName: none,
  getFileName: none,
  getLineNumber: none,
  getColumnNumber: none,
  getEvalOrigin: () => undefined,
  getScriptNameOrSourceURL: none,
  getScriptHash: () => '',
  getEnclosingLineNumber: none,
  getEnclosingColumnNumber: none,
  getPosition: () => 0,
  getPromiseIndex: none,
  isToplevel: () => true,
  isEval: no,
  isNative: () => true,
  isConstructor: no,
  isAsync: no,
  isPromiseAll: no,
};

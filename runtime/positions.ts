/**
 * Source positions, decoded from a module's info only when somebody asks.
 *
 * The table lists the module's functions, separated by `;`, each as `name,site,site,…`. A site is `line.column`:
 * the line relative to the site before it (of the whole table, the first to 0), the column absolute from 1.
 */
import type { Frame, Info } from './frame.js';

/** A call that is under way in a suspended greenlet. */
export interface FramePosition {
  /** The function's name; empty for an anonymous one. */
  name: string;
  /** The source file as the compiler was given it. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/**
 * The sites of a module, per function. Without array patterns and spread: the iterator of arrays may be the program's
 * own by now, and suspend.
 */
export function decode(info: Info): FramePosition[][] {
  if (info === decoded) return functions;
  const parts = info();
  let line = 0;
  functions = parts[1].split(';').map(entry => {
    const sites = entry.split(',');
    const name = decodeURIComponent(sites[0]);
    return sites.slice(1).map(site => {
      const place = site.split('.');
      line += Number(place[0]);
      return { name, file: parts[0], line, column: Number(place[1]) };
    });
  });
  decoded = info;
  return functions;
}

/** The last module that was asked for: the frames of a list, and the errors of a loop, are mostly of one. */
let decoded: Info | null = null;
let functions: FramePosition[][];

/** The position of the first in a list of frames that is not the runtime's own. */
export function innermost(frame: Frame | null): FramePosition | undefined {
  while (frame !== null && frame.info === null) frame = frame.next;
  return frame === null ? undefined : positionIn(decode(frame.info as Info), frame);
}

/** The positions of a list of frames, innermost first, without the runtime's own. */
export function listPositions(frame: Frame | null): FramePosition[] {
  const list: FramePosition[] = [];
  for (; frame !== null; frame = frame.next) {
    if (frame.info === null) continue;
    const value = positionIn(decode(frame.info), frame);
    // No assignment: there may be an accessor of that name in `Array.prototype`.
    Object.defineProperty(list, list.length, { value, writable: true, enumerable: true, configurable: true });
  }
  return list;
}

/** The same as text, a line each, as V8 writes them into the stack of an error. */
export function listText(frame: Frame | null): string {
  return listPositions(frame)
    .map(one => `    at ${one.name ? `${one.name} (${describe(one)})` : describe(one)}`)
    .join('\n');
}

/** The id is "greenc1:N" with N the function's number; points count from 1. */
function positionIn(sites: readonly FramePosition[][], { id, pc }: Frame): FramePosition {
  return { ...sites[Number(id.split(':')[1])][pc - 1] };
}

/** `file:line:column`, for messages. */
export function describe({ file, line, column }: FramePosition): string {
  return `${file}:${line}:${column}`;
}

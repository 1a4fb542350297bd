/**
 * The second stack of an error that is thrown where a greenlet has waited. Its own tells where it was made, which is in some callback
 * of the event loop's; this adds who waited for that:
 *
 *     Error: ENOENT: no such file or directory, open 'shop.json'
 *         --- waited for by
 *         at load (src/shop.ts:12:9)
 *
 * The error stays the object that it is, and nothing is made into text before somebody reads `stack`. Errors for which several
 * greenlets wait, one after the other perhaps, tell of the first.
 */
import type { Frame } from '../frame.js';
import { listText } from '../positions.js';

/** How many frames are told of. */
const DEPTH = 50;

const told = new WeakSet<object>();

/** Gives `error`. `frame`: the innermost of those that wait. */
export function withWaiter(error: unknown, frame: Frame | null): unknown {
  if (typeof error !== 'object' || error === null || told.has(error)) return error;
  try {
    addStack(error, frame);
  } catch {
    // It is a proxy. What it is for is nobody's business.
  }
  return error;
}

function addStack(error: object, frame: Frame | null): void {
  const held = Reflect.getOwnPropertyDescriptor(error, 'stack');
  if (!held?.configurable) return;
  told.add(error);
  const places = placesOf(frame);
  let text: unknown;
  let isMade = false;
  Reflect.defineProperty(error, 'stack', {
    configurable: true,
    enumerable: held.enumerable === true,
    get() {
      if (!isMade) {
        text = held.get === undefined ? held.value : held.get.call(error);
        isMade = true;
        const lines = listText(places);
        if (typeof text === 'string' && lines !== '') text += `\n    --- waited for by\n${lines}`;
      }
      return text;
    },
    set(value) {
      Reflect.defineProperty(error, 'stack', { value, writable: true, enumerable: false, configurable: true });
    },
  });
}

/** Where the frames stand now: they will go on, and what they hold is not to be kept. */
function placesOf(frame: Frame | null): Frame | null {
  let innermost: Frame | null = null;
  let last: Frame | null = null;
  let left = DEPTH;
  for (let from = frame; from !== null && left > 0; from = from.next) {
    const { info, id, pc } = from;
    if (info === null || info()[0].startsWith('greenc/runtime/')) continue;
    const place = { info, id, pc, next: null } as unknown as Frame;
    if (last === null) innermost = place;
    else last.next = place;
    last = place;
    left--;
  }
  return innermost;
}

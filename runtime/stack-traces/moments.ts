/**
 * Where an error was made: in which resumption, and what lay suspended beneath.
 *
 * The engine notes the native stack when an error is made, and asks for its text when `stack` is first read. That may be
 * much later, when the frames beneath have run on. Three things are known, at no cost while no error is about:
 *
 * - Which resumption it was. The driver calls what it resumes by way of one of a few functions that differ in their names,
 *   taken in turn, and the name of the one is in the native stack.
 * - What is beneath at this moment: whatever the frame being resumed is linked to.
 * - What was beneath when the error was handled: compiled handlers, and the driver, say so, and it is noted then.
 *
 * The trap: nothing of this may keep frames, their variables or their greenlets alive, so what is noted is places.
 */
import type { Around } from '../around.js';
import type { Frame as FrameClass, Info } from '../frame.js';
import { realm } from '../realm.js';
import type { Core } from '../state.js';

// The realm's: this copy of the runtime may not be its first.
const { Frame, now } = realm;
type Frame = FrameClass;

/** A call that is suspended. */
export interface Place {
  readonly info: Info;
  readonly id: string;
  readonly pc: number;
  /** Made by `new`. */
  readonly isNew: boolean;
}

/** The frames of a greenlet. */
export interface Part {
  /** What the program calls it, if it does. */
  readonly name: string | undefined;
  readonly places: readonly Place[];
  /** None is missing. */
  readonly isWhole: boolean;
}

export interface Moment {
  /** What the program calls the greenlet, if it does. */
  readonly name: string | undefined;
  /** The call that has been resumed; undefined where a greenlet was started, or the runtime's own code resumed. */
  readonly resumed: Place | undefined;
  /** The calls beneath it in the greenlet. */
  readonly beneath: readonly Place[];
  /** The greenlets that its result would go to, up to main. */
  readonly parents: readonly Part[];
}

/** So many resumptions are told apart. */
const COUNT = 61;
const prefix = 'greenc resumption ';

const resumptions: Around[] = [];
for (let i = 0; i < COUNT; i++) {
  const resumption: Around = (work, on) => {
    try {
      const result = work(on);
      leave();
      return result;
    } catch (error) {
      note(error);
      leave();
      throw error;
    }
  };
  Object.defineProperty(resumption, 'name', { value: prefix + i });
  resumptions.push(resumption);
}

/** A resumption that is under way. */
interface Level {
  readonly turn: number;
  /** What is being resumed: a frame, or for a greenlet that is started the one that has switched to it. */
  readonly resumed: unknown;
  readonly core: Core;
}

let count = 0;
// The resumption that runs; `resumed` is null where none does.
let turn = 0;
let resumed: unknown = null;
let core = now.current;
/** Those beneath: fibers run one another on top of themselves. */
const beneath: Level[] = [];

const notes = new WeakMap<object, readonly { readonly turn: number; readonly moment: Moment }[]>();

export const around: Around = (work, on) => {
  if (resumed !== null) beneath.push({ turn, resumed, core });
  turn = count = count === COUNT - 1 ? 0 : count + 1;
  resumed = on;
  core = now.current;
  return resumptions[turn](work, on);
};

function leave(): void {
  const level = beneath.pop();
  resumed = null;
  if (level !== undefined) ({ turn, resumed, core } = level);
}

function levels(): readonly Level[] {
  return resumed === null ? [] : [{ turn, resumed, core }, ...beneath];
}

/** An error is being handled, and made just now perhaps. */
export function note(error: unknown): void {
  if (resumed === null || typeof error !== 'object' || error === null || notes.has(error)) return;
  try {
    notes.set(
      error,
      levels().map(level => ({ turn: level.turn, moment: present(level) })),
    );
  } catch {
    // The program has put something else in the place of what lists are made of. Its error is what counts.
  }
}

/** Which resumption a function of the native stack stands for; undefined for any other function. */
export function resumptionOf(name: string | null): number | undefined {
  return name?.startsWith(prefix) ? Number(name.slice(prefix.length)) : undefined;
}

/** What is known of the moment at which the error was made, in a certain resumption. */
export function momentOf(error: object, resumption: number): Moment | undefined {
  const noted = notes.get(error);
  if (noted !== undefined) return noted.find(one => one.turn === resumption)?.moment;
  const level = levels().find(one => one.turn === resumption);
  return level && present(level);
}

function present({ resumed, core: running }: Level): Moment {
  let left = Number((Error as { stackTraceLimit?: unknown }).stackTraceLimit) || 0;
  const placesOf = (first: Frame | null): Place[] => {
    const places: Place[] = [];
    for (let frame = first; frame !== null && left > 0; frame = frame.next) {
      const place = placeOf(frame);
      if (place === undefined) continue;
      places.push(place);
      left--;
    }
    return places;
  };
  const frame = resumed instanceof Frame ? resumed : null;
  const beneath = placesOf(frame?.next ?? null);
  const parents: Part[] = [];
  for (let core = running.parent; core !== null; core = core.parent)
    if (core.parent === null || (core.frame !== null && left > 0))
      parents.push({ name: nameOf(core), places: placesOf(core.frame), isWhole: left > 0 });
  return { name: nameOf(running), resumed: frame === null ? undefined : placeOf(frame), beneath, parents };
}

/** Undefined for a frame of the runtime's. */
function placeOf(frame: Frame): Place | undefined {
  const { info, id, pc, next } = frame;
  if (info === null || info()[0].startsWith('greenc/runtime/')) return undefined;
  // Beneath that of a constructor lies one of the runtime's, for what `new` gives.
  return { info, id, pc, isNew: next !== null && next.b === frame };
}

/** Its `name`, if the program has given it one; nothing of the program's is called to ask. */
function nameOf(core: Core): string | undefined {
  if (core.parent === null) return 'main';
  const name: unknown = Object.getOwnPropertyDescriptor(core.self, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

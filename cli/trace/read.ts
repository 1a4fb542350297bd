/** From a trace that `greenc run --trace` has written to what the page draws. */
import { diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { errorFor } from '../../compiler/diagnostics/errors.js';
import { readInput } from '../files.js';
import { shownPath } from '../system.js';

/** Times in microseconds since the beginning. */
export interface Timeline {
  readonly greenlets: readonly {
    readonly name: string;
    readonly spawned: number | null;
    readonly died: number | null;
  }[];
  /** Greenlet, beginning, length, how it ended. */
  readonly slices: readonly (readonly [number, number, number, string])[];
  readonly length: number;
}

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: { readonly name?: string; readonly ended?: string };
}

/** Throws a `SourceError` for a file that is no such trace. */
export function readTimeline(path: string): Timeline {
  const text = readInput(path).bytes.toString('utf8');
  const refuse = (problem: string) => errorFor([diagnostic('GC310', {}, { path: shownPath(path), problem })]);
  let trace: { otherData?: { greenc?: unknown }; traceEvents?: unknown };
  try {
    trace = JSON.parse(text);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (trace?.otherData?.greenc !== 1 || !Array.isArray(trace.traceEvents))
    throw refuse('it has not been written by greenc');
  return timelineOf(trace.traceEvents as Event[]);
}

function timelineOf(events: readonly Event[]): Timeline {
  const greenlets: { name: string; spawned: number | null; died: number | null }[] = [];
  const greenlet = (id: number) => {
    greenlets[id] ??= { name: `greenlet ${id}`, spawned: null, died: null };
    return greenlets[id];
  };
  const slices: [number, number, number, string][] = [];
  const start = Math.min(...events.slice(0, 10).flatMap(({ ts }) => ts ?? []));
  let end = start;
  for (const { name, ph, tid, ts, dur, args } of events) {
    if (ph === 'M' && name === 'thread_name') greenlet(tid).name = args.name ?? '';
    if (ph === 'i' && name === 'spawn') greenlet(tid).spawned = ts - start;
    if (ph === 'i' && name === 'death') greenlet(tid).died = ts - start;
    if (ph !== 'X') continue;
    greenlet(tid);
    slices.push([tid, ts - start, dur, args.ended ?? '']);
    end = Math.max(end, ts + dur);
  }
  return { greenlets: Array.from(greenlets, (one, id) => one ?? greenlet(id)), slices, length: end - start };
}

// Records which saves really happened: for every suspension point of the compiled program, whether it was suspended at
// in the fast half (a frame was made) and in the resume half (a frame that was there already was updated). It does so
// by standing between the compiled code and `suspend`, so that the compiled code is the one users get.
import type { AbiLike, FrameLike, RuntimeLike, SiteTable, Suspend } from './runtime.js';

export type Half = 'fast' | 'resume';

/** A suspension point in the source, and the halves in which it was saved. */
export interface Point {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly saved: ReadonlySet<Half>;
}

export interface Recorder {
  /** The runtime to give to the program. */
  readonly runtime: RuntimeLike;
  /** All points of the modules that have suspended at least once. */
  points(): Point[];
}

/** Wraps a runtime so that the saves of the program that uses it are recorded. */
export function createRecorder(runtime: RuntimeLike): Recorder {
  const saved = new Map<string, Set<Half>>();
  const tables = new Map<string, string>();

  const note = (frame: FrameLike, info: SiteTable, id: string, half: Half): void => {
    // The array is of the program's realm, which may have tampered with the iteration of arrays.
    const place = info();
    const file = place[0];
    const table = place[1];
    tables.set(file, table);
    const key = `${file}|${id.slice(id.indexOf(':') + 1)}|${frame.pc}`;
    const halves = saved.get(key);
    if (halves === undefined) saved.set(key, new Set([half]));
    else halves.add(half);
  };

  // What resumes frames here is no foreign code.
  runtime.abi.check(1);

  const recording =
    (suspend: Suspend): Suspend =>
    (frame, resume, self, info, ...told) => {
      const id = told.at(-1) as string;
      note(frame, info, id, 'fast');
      const recorded = (resumed: FrameLike): unknown => {
        const result = resume(resumed);
        if (result === runtime.abi.SUSPENDED) note(resumed, info, id, 'resume');
        return result;
      };
      return suspend(frame, recorded, self, info, ...told);
    };

  // A generator has one half, which is held and goes on where it stands.
  const held: AbiLike['held'] = (callee, info, id, pc, ...how) => {
    const result = runtime.abi.held(callee, info, id, pc, ...how);
    if (!(result as unknown as { isOver: boolean }).isOver)
      for (const half of ['fast', 'resume'] as const) note({ pc }, info, id, half);
    return result;
  };

  return {
    runtime: {
      ...runtime,
      abi: {
        ...runtime.abi,
        held,
        suspend: recording(runtime.abi.suspend),
        suspendNew: recording(runtime.abi.suspendNew),
        suspendClass: recording(runtime.abi.suspendClass),
      },
    },
    points: () => [...tables].flatMap(([file, table]) => decodeTable(file, table, saved)),
  };
}

function decodeTable(file: string, table: string, saved: ReadonlyMap<string, Set<Half>>): Point[] {
  let line = 0;
  return table.split(';').flatMap((entry, number) => {
    const [name = '', ...sites] = entry.split(',');
    return sites.map((site, index) => {
      const [lines = 0, column = 0] = site.split('.').map(Number);
      line += lines;
      return {
        name: decodeURIComponent(name),
        line,
        column,
        saved: saved.get(`${file}|${number}|${index + 1}`) ?? new Set<Half>(),
      };
    });
  });
}

/** Whether the call at a point is the call of a probe, by the look of the source there. */
export function isProbeCall(source: string, point: Point): boolean {
  const line = source.split('\n')[point.line - 1] ?? '';
  return /^p\s*(?:\(|\?\.\(|`)/.test(line.slice(point.column - 1));
}

/** One line for a fixture's record: how many of the probe calls were saved in which half, and which were not. */
export function describeCoverage(source: string, points: readonly Point[]): string {
  const probes = points.filter(point => isProbeCall(source, point));
  const half = (wanted: Half): string => {
    const missing = probes.filter(point => !point.saved.has(wanted)).map(point => `${point.line}:${point.column}`);
    return `${wanted} ${probes.length - missing.length} of ${probes.length}${missing.length === 0 ? '' : ` (not ${missing.join(', ')})`}`;
  };
  return `${half('fast')}; ${half('resume')}`;
}

// What the harness needs of greenc's runtime, said structurally: the harness runs the project's sources in jest and a
// bundled copy inside fresh realms in the fuzzer, and must not depend on which.

export interface GreenletLike {
  readonly dead: boolean;
  readonly frames: readonly {
    readonly name?: string;
    readonly functionName?: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
  }[];
  switch(...values: unknown[]): unknown;
  throw(error: unknown): unknown;
}

/** The fields of runtime/frame.ts that say where a frame is. */
export interface FrameLike {
  pc: number;
  id?: string;
  a?: unknown;
}

type Resume = (frame: FrameLike) => unknown;
export type SiteTable = () => readonly [file: string, table: string];

/** The tail of a compiled function. What it is `told` ends with the function's mark. */
export type Suspend = (frame: FrameLike, resume: Resume, self: unknown, info: SiteTable, ...told: unknown[]) => unknown;

/** The part of runtime/abi.ts that the hand-made probe and the coverage recorder use. */
export interface AbiLike {
  readonly SUSPENDED: unknown;
  readonly Frame: new (pc: number, callee: unknown, ...slots: unknown[]) => FrameLike;
  readonly suspend: Suspend;
  /** Of functions that `new` may call. */
  readonly suspendNew: Suspend;
  /** Of constructors. */
  readonly suspendClass: Suspend;
  held(callee: unknown, info: SiteTable, id: string, pc: number): unknown;
  take(): unknown;
  check(version: number): void;
}

export interface ApiLike {
  readonly Greenlet: new (run?: (...args: unknown[]) => unknown, parent?: GreenletLike) => GreenletLike;
  getCurrent(): GreenletLike;
}

/** One realm's runtime: the ABI and the public API. */
export interface RuntimeLike {
  readonly abi: AbiLike;
  readonly api: ApiLike;
}

/**
 * What a function returns up the stack while its greenlet is being suspended. Shaped like an iterator result
 * that is over, so that foreign iteration that meets it by mistake ends instead of running away.
 */
export const SUSPENDED = Object.freeze({ __proto__: null, done: true, value: undefined });

/** Per-module info of compiled code: the file, and a table of functions and suspension points (see positions.ts). */
export type Info = () => [file: string, table: string];

/** The second half of a compiled function: goes on from where its frame was saved. */
export type Resume = (frame: Frame) => unknown;

/**
 * A saved activation: the suspension point `pc` and what is live after it. One shape for all functions keeps
 * every access monomorphic; a function with more live variables than slots puts an overflow array in the last.
 */
export class Frame {
  /** Set when the frame is linked, like the three below. */
  resume: Resume = null as never;
  next: Frame | null = null;
  /** Stays null in the runtime's own frames, which `frames` does not list. */
  info: Info | null = null;
  id = '';

  constructor(
    public pc: number,
    /** Whom the call site called, until that is found to be compiled code. */
    public callee: unknown,
    public a?: any,
    public b?: any,
    public c?: any,
    public d?: any,
    public e?: any,
    public f?: any,
    public g?: any,
    public h?: any,
  ) {}

  /** Brings the frame up to date when its activation, once resumed, is suspended again. */
  save(pc: number, callee: unknown, a: any, b: any, c: any, d: any, e: any, f: any, g: any, h: any): typeof SUSPENDED {
    this.pc = pc;
    this.callee = callee;
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.e = e;
    this.f = f;
    this.g = g;
    this.h = h;
    return SUSPENDED;
  }
}

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
  declare pc: number;
  /** Whom the call site called, until that is found to be compiled code. */
  declare callee: unknown;
  declare a: any;
  declare b: any;
  declare c: any;
  declare d: any;
  declare e: any;
  declare f: any;
  declare g: any;
  declare h: any;
  /** Set when the frame is linked, like the three below. */
  declare resume: Resume;
  declare next: Frame | null;
  /** Stays null in the runtime's own frames, which `frames` does not list. */
  declare info: Info | null;
  declare id: string;

  // Assignments rather than initialisers: those are a call of their own, in a constructor that should be inlined.
  constructor(pc: number, callee?: unknown, a?: any, b?: any, c?: any, d?: any, e?: any, f?: any, g?: any, h?: any) {
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
    this.resume = null as never;
    this.next = null;
    this.info = null;
    this.id = '';
  }

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

// Its fields are assigned, and the program may have made something of their names in `Object.prototype`.
Object.setPrototypeOf(Frame.prototype, null);

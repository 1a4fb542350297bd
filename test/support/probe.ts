// The probe `p(x, …)` logs its arguments and returns the first; natively that is all. Inside a greenlet it suspends
// first when the schedule says so, and goes on when the harness resumes it with the value, or with an error. It is a
// green function written by hand in the form that greenc emits, so that it needs no compiler to test the runtime.
import { format } from './format.js';
import type { FrameLike, GreenletLike, RuntimeLike, SiteTable } from './runtime.js';
import { type Schedule, suspendsAt } from './schedule.js';

/** More calls of `p` and `log` than this end a run: a program that lost its loop's end must not hang the tests. */
const eventLimit = 4000;

/** One run's trace, and where it stands in its schedule. */
export class Session {
  readonly trace: string[] = [];
  probes = 0;
  /** The probe at which the run is suspended now, or -1. */
  suspendedAt = -1;
  /** What to resume that probe with. */
  value: unknown = undefined;
  greenlet: GreenletLike | null = null;
  readonly schedule: Schedule;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  record(event: string): void {
    if (this.trace.length >= eventLimit) throw new RangeError('the program made too many events');
    this.trace.push(event);
  }
}

export interface Probes {
  readonly p: (...args: unknown[]) => unknown;
  readonly log: (...args: unknown[]) => unknown;
  /** The session that events belong to; the harness sets it before it runs or resumes one. */
  session: Session;
  /** Where a suspending probe switches to; main unless the twins switch to each other. */
  target: (from: Session) => { greenlet: GreenletLike; values: readonly unknown[]; error?: { thrown: unknown } };
}

/** The error that comes out of probe `index` when its schedule says so. */
export function probeError(index: number): Error {
  return new Error(`from probe ${index}`);
}

const info: SiteTable = () => ['harness/probe.ts', 'p,1.1'];

/**
 * Probes for one realm. Without a runtime they only log (the original program); with one, `main` is the greenlet that
 * runs the tests.
 */
export function createProbes(runtime: RuntimeLike | null): Probes {
  const main = runtime?.api.getCurrent() ?? null;
  // Then this file is known for a compiled one.
  runtime?.abi.check(1);

  // What both halves do once the probe goes on. The error is made here for a run that never suspended, and delivered by
  // `take` for one that did.
  const enter = (args: IArguments | readonly unknown[]): number => {
    const { session } = probes;
    session.record(`p ${Array.from(args, format).join(' ')}`);
    return session.probes++;
  };

  const leave = (session: Session, index: number): void => {
    if (session.schedule.errorAt === index) throw probeError(index);
  };

  function native(...args: unknown[]): unknown {
    const index = enter(args);
    leave(probes.session, index);
    return args[0];
  }

  function resumed(frame: FrameLike): unknown {
    const session = frame.a as Session;
    probes.session = session;
    session.suspendedAt = -1;
    return (runtime as RuntimeLike).abi.take();
  }

  function green(this: unknown, ...args: unknown[]): unknown {
    const { abi, api } = runtime as RuntimeLike;
    const index = enter(args);
    const { session } = probes;
    if (!suspendsAt(session.schedule, index) || api.getCurrent() === main) {
      leave(session, index);
      return args[0];
    }
    session.suspendedAt = index;
    session.value = args[0];
    const { greenlet, values, error } = probes.target(session);
    const method = error === undefined ? greenlet.switch : greenlet.throw;
    const value = error === undefined ? greenlet.switch(...values) : greenlet.throw(error.thrown);
    if (value === abi.SUSPENDED)
      return abi.suspend(new abi.Frame(1, method, session), resumed, green, info, 0, 'greenc1:0');
    session.suspendedAt = -1;
    return value;
  }

  const probes: Probes = {
    p: runtime === null ? native : green,
    log: (...args) => {
      probes.session.record(`log ${args.map(format).join(' ')}`);
      return args[0];
    },
    session: new Session({ suspend: 'none' }),
    target: () => ({ greenlet: main as GreenletLike, values: [] }),
  };
  for (const [name, probe] of Object.entries({ p: probes.p, log: probes.log }))
    Object.defineProperty(probe, 'name', { value: name });
  return probes;
}

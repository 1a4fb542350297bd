// A schedule says at which dynamic probes (counted from 0 in the order they are called) a run suspends and at which
// one, if any, an error comes out of the probe. It has a text form, so that one command line replays a failure:
//   none   all   2,5   2,5!5   all!3   turns all / 1,4   direct all / all   turns all / none @17
// `!k`: the error comes out of probe k (by resuming with a throw where k suspends, else thrown at once).
// `turns` and `direct` are twins: two greenlets run the same code, resumed from main in turns, or switching to each
// other. `@seed` makes the order in which main resumes the twins pseudo-random.

/** Which probes of one run suspend, and which one throws. */
export interface Schedule {
  readonly suspend: 'none' | 'all' | readonly number[];
  readonly errorAt?: number;
}

/** Two runs of the same code at once. */
export interface TwinSchedule {
  readonly way: 'turns' | 'direct';
  readonly twins: readonly [Schedule, Schedule];
  readonly seed?: number;
}

export type AnySchedule = Schedule | TwinSchedule;

export function isTwin(schedule: AnySchedule): schedule is TwinSchedule {
  return 'twins' in schedule;
}

/** Whether the `probe`-th dynamic probe suspends. */
export function suspendsAt(schedule: Schedule, probe: number): boolean {
  return schedule.suspend === 'all' || (schedule.suspend !== 'none' && schedule.suspend.includes(probe));
}

/** The text form described at the top of this file. */
export function printSchedule(schedule: AnySchedule): string {
  if (isTwin(schedule)) {
    const seed = schedule.seed === undefined ? '' : ` @${schedule.seed}`;
    return `${schedule.way} ${schedule.twins.map(printSchedule).join(' / ')}${seed}`;
  }
  const { suspend, errorAt } = schedule;
  const where = typeof suspend === 'string' ? suspend : suspend.length === 0 ? 'none' : suspend.join(',');
  return errorAt === undefined ? where : `${where}!${errorAt}`;
}

/** Reads the text form back. Throws an Error that quotes what it cannot read. */
export function parseSchedule(text: string): AnySchedule {
  const twin = /^(turns|direct)\s+(.+?)\s*\/\s*(.+?)(?:\s*@(\d+))?$/.exec(text.trim());
  if (twin !== null) {
    const [, way, first = '', second = '', seed] = twin;
    return {
      way: way as TwinSchedule['way'],
      twins: [parseSingle(first), parseSingle(second)],
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    };
  }
  return parseSingle(text.trim());
}

function parseSingle(text: string): Schedule {
  const parts = /^(none|all|\d+(?:,\d+)*)(?:!(\d+))?$/.exec(text.trim());
  if (parts === null) throw new Error(`Not a schedule: "${text}" (examples: none, all, 2,5, all!3, turns all / 1,4)`);
  const [, where = 'none', errorAt] = parts;
  const suspend = where === 'none' || where === 'all' ? where : where.split(',').map(Number);
  return errorAt === undefined ? { suspend } : { suspend, errorAt: Number(errorAt) };
}

/** A small seeded generator of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** How many schedules of each kind are tried where trying all of them would be too many. */
export interface Effort {
  /** Singles and pairs are exhaustive up to this many dynamic probes. */
  readonly exhaustive: number;
  readonly singles: number;
  readonly pairs: number;
  readonly random: number;
  readonly errors: number;
  readonly twins: number;
}

export const fixtureEffort: Effort = { exhaustive: 10, singles: 60, pairs: 60, random: 12, errors: 30, twins: 8 };
export const generatedEffort: Effort = { exhaustive: 7, singles: 14, pairs: 18, random: 6, errors: 6, twins: 3 };

/** The schedules without an error for a program with `probes` dynamic probes: none, all, singles, pairs, random subsets. */
export function plainSchedules(probes: number, effort: Effort, random: () => number): Schedule[] {
  const schedules: Schedule[] = [{ suspend: 'none' }];
  if (probes === 0) return schedules;
  schedules.push({ suspend: 'all' });
  const exhaustive = probes <= effort.exhaustive;
  for (const one of exhaustive || probes <= effort.singles ? range(probes) : sample(probes, effort.singles, random))
    schedules.push({ suspend: [one] });
  if (exhaustive) {
    for (let first = 0; first < probes; first++)
      for (let second = first + 1; second < probes; second++) schedules.push({ suspend: [first, second] });
  } else {
    for (let count = 0; count < effort.pairs; count++) schedules.push({ suspend: sample(probes, 2, random) });
  }
  for (let count = 0; count < effort.random && probes > 2; count++) {
    const density = random();
    schedules.push({ suspend: range(probes).filter(() => random() < density) });
  }
  return schedules;
}

/** Schedules in which an error comes out of a probe, grouped by that probe since each needs an oracle of its own. */
export function errorSchedules(probes: number, effort: Effort, random: () => number): Schedule[] {
  const at = probes <= effort.errors ? range(probes) : sample(probes, effort.errors, random);
  return at.flatMap(errorAt => [
    { suspend: 'none', errorAt },
    { suspend: [errorAt], errorAt },
    { suspend: 'all', errorAt },
    { suspend: range(probes + 20).filter(() => random() < 0.5), errorAt },
  ]);
}

/** Interleaved twins. The error probes let one twin leave by an exception while the other is suspended. */
export function twinSchedules(probes: number, effort: Effort, random: () => number): TwinSchedule[] {
  if (probes === 0) return [];
  const all: Schedule = { suspend: 'all' };
  const schedules: TwinSchedule[] = [
    { way: 'turns', twins: [all, all] },
    { way: 'direct', twins: [all, all] },
  ];
  for (let count = 0; count < effort.twins; count++) {
    const density = 0.2 + 0.8 * random();
    const some = (): Schedule => {
      const suspend = range(probes).filter(() => random() < density);
      return random() < 0.25 ? { suspend, errorAt: Math.floor(random() * probes) } : { suspend };
    };
    schedules.push({
      way: count % 2 === 0 ? 'turns' : 'direct',
      twins: [some(), some()],
      seed: Math.floor(random() * 1e6),
    });
  }
  return schedules;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function sample(count: number, wanted: number, random: () => number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(wanted, count)) chosen.add(Math.floor(random() * count));
  return [...chosen].sort((first, second) => first - second);
}

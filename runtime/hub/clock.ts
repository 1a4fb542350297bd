/**
 * The time as waits note it, for reports: as it was a tenth of a second ago at most, since to ask for it would take longer than a switch. It is
 * kept while greenlets wait again and again, and for a tenth of a second after that.
 *
 * Whole milliseconds since the process or page began, so that the engine keeps them without a box.
 */
const TICK = 100;

const { performance, setTimeout } = globalThis as unknown as {
  performance: { now(): number };
  setTimeout(callback: () => void, delay: number): unknown;
};

export const timeNow = (): number => Math.ceil(performance.now());

export const clock = {
  /** Each wait asks for the time. */
  isExact: false,
  /** 0: it is not kept. */
  time: 0,
  isUsed: false,
};

/** The time, more or less. */
export function noteTime(): number {
  if (clock.isExact) return timeNow();
  clock.isUsed = true;
  if (clock.time === 0) tick();
  return clock.time;
}

function tick(): void {
  clock.time = clock.isUsed ? timeNow() : 0;
  clock.isUsed = false;
  // Nothing that a process is to stay alive for.
  if (clock.time > 0) (setTimeout(tick, TICK) as { unref?(): unknown }).unref?.();
}

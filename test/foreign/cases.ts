/** The tests of a matrix: those of one kind of foreign code and one use of the value run all places in one test. */
import { kinds } from './kinds.js';
import { type Case, Subject } from './matrix.js';
import { places } from './positions.js';

/**
 * @param callbacksAt which callbacks are used at the place of this number, for the kind of this number; none: the place is
 * left out
 */
export function matrixOf(
  build: string,
  minify: (code: string) => string,
  uses: readonly string[],
  callbacksAt: (index: number, number: number, place: string, call: string) => Case['callback'][],
  checks: 'links' | 'full' = 'links',
): void {
  // With `full`, those that cannot be told without.
  const told = Object.entries(kinds).filter(([, { call }]) => checks === 'links' || call.includes('⟦~'));
  const numbered = told.map(([kind, { call }], number) => ({ kind, call, number }));
  describe.each(numbered)(`foreign frames, ${build}: $kind`, ({ kind, call, number }) => {
    const chosen = places
      .map((place, index) => ({ place, callbacks: callbacksAt(index, number, place, call) }))
      .filter(({ callbacks }) => callbacks.length > 0);
    let subject: Subject;
    beforeAll(() => {
      subject = new Subject(
        kind,
        chosen.map(({ place }) => place),
        minify,
        checks,
      );
    });

    test.each(uses)('%s', async use => {
      const wrong: unknown[] = [];
      for (const { place, callbacks } of chosen) {
        for (const callback of callbacks) {
          const one: Case = { kind, place, use, callback };
          const expected = await subject.expected(one);
          const actual = await subject.actual(one);
          if (actual.join('\n') !== expected.join('\n')) wrong.push({ place, callback, expected, actual });
          if (!subject.isSound()) wrong.push({ place, callback, afterwards: 'greenlets do not work' });
        }
      }
      expect(wrong).toEqual([]);
    });
  });
}

/** The tests of a matrix: those of one kind of foreign code and one use of the value run all places in one test. */
import { kinds } from './kinds.js';
import { type Case, Subject } from './matrix.js';
import { positions } from './positions.js';

const places = Object.keys(positions).flatMap(name => [name, `${name}, resumed`]);

/**
 * @param callbacksAt which callbacks are used at the place of this number of a kind
 */
export function matrixOf(
  build: string,
  minify: (code: string) => string,
  uses: readonly string[],
  callbacksAt: (index: number, place: string, call: string) => Case['callback'][],
  checks: 'links' | 'full' = 'links',
): void {
  // With `full`, those that cannot be told without.
  const names = Object.keys(kinds).filter(name => checks === 'links' || kinds[name]?.call.includes('⟦~'));
  describe.each(names)(`foreign frames, ${build}: %s`, kind => {
    let subject: Subject;
    beforeAll(() => {
      subject = new Subject(kind, minify, checks);
    });

    test.each(uses)('%s', async use => {
      const wrong: unknown[] = [];
      for (const [index, place] of places.entries()) {
        for (const callback of callbacksAt(index, place, kinds[kind]?.call ?? '')) {
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

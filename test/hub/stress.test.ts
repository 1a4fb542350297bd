'use greenlet';
import { pass } from './clock.js';
import { green } from './green.js';
import { type Outcome, stress } from './stress.js';

/** Of all rounds. `GREENC_STRESS=10000000 GREENC_STRESS_SEED=11 npx jest test/hub/stress` does more, of other schedules. */
const operations = Number(process.env.GREENC_STRESS ?? 1_000_000);
const firstSeed = Number(process.env.GREENC_STRESS_SEED ?? 1);
const ROUNDS = 10;

const outcomes: Outcome[] = [];

// Most of what is thrown is what is expected; to write down where takes longer than all the rest.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

for (let seed = firstSeed; seed < firstSeed + ROUNDS; seed++)
  green(
    `nothing is lost, seed ${seed}`,
    () => {
      const outcome = stress(seed, operations / ROUNDS, pass);
      outcomes.push(outcome);
      expect({ seed, wrong: outcome.wrong }).toEqual({ seed, wrong: [] });
    },
    // What deadlocks does not end.
    60_000 + operations / ROUNDS,
  );

test('each action has come to its end, and each that waits has been cut short', () => {
  const never = new Set([
    'event.set',
    'result.set',
    'settling a promise',
    'semaphore.release',
    'group.spawn',
    'many tasks',
  ]);
  const total = (name: string, how: 'returned' | 'threw') =>
    outcomes.reduce((sum, { tally }) => sum + tally[name][how], 0);
  const rare = Object.keys(outcomes[0].tally).filter(
    name => total(name, 'returned') < 100 || (!never.has(name) && total(name, 'threw') < 100),
  );
  expect(rare).toEqual([]);
});

green('a seed decides all that happens', () => {
  const [one, same, other] = [1, 1, 2].map(seed => stress(seed, 2000, pass).hash);
  expect(same).toBe(one);
  expect(other).not.toBe(one);
});

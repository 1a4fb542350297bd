// Every fixture is compiled and run, original against compiled, under all its schedules; its snapshots must hold.
// UPDATE_FIXTURES=1 npm test -- fixtures   writes the snapshots anew (look at the diff).
import { bundledGreenc } from './support/bundled.js';
import { compareFiles, fixtureNames, readFixture, runFixture } from './support/fixture.js';

const greenc = bundledGreenc();
const update = process.env.UPDATE_FIXTURES === '1';

/** Saves reached over all fixtures. */
const reached = { points: 0, fast: 0, resume: 0 };

describe('fixtures', () => {
  test.each(fixtureNames())('%s', name => {
    const fixture = readFixture(name);
    const result = runFixture(greenc, fixture);
    const { points, failure } = result;
    if (failure !== undefined) throw new Error(failure);
    for (const { saved } of points) {
      reached.points++;
      if (saved.has('fast')) reached.fast++;
      if (saved.has('resume')) reached.resume++;
    }
    expect(compareFiles(fixture, result, update)).toEqual([]);
  });

  // A probe that never suspends proves nothing. The rest of the first are calls that are there to show that they do not
  // happen, and calls in bodies that cannot be suspended. The first point of a function outside loops can only be saved
  // in the fast half, and functions that only hand a result on have no resume half, which is why the second is lower.
  // Each fixture's run.txt says which of its points are missing.
  test('the schedules reach the saves of both halves', () => {
    expect(reached.fast / reached.points).toBeGreaterThan(0.88);
    expect(reached.resume / reached.points).toBeGreaterThan(0.45);
  });
});

// Generated programs times schedules, as in `npm run fuzz` but fewer; and proof that the harness would notice.
import fc from 'fast-check';
import { bundledGreenc } from './support/bundled.js';
import { readFixture } from './support/fixture.js';
import { programsOf } from './support/program/program.js';
import { mutantsOf } from './support/sabotage.js';
import { isNoticed, tryProgram } from './support/try-program.js';
import { prepare } from './support/workbench.js';

const greenc = bundledGreenc();

describe('generated programs', () => {
  // Split, so that no single test takes long and a failure says early where it is.
  const perTest = 50;
  test.each(Array.from({ length: 6 }, (_, index) => index + 1))(
    `${perTest} programs of seed %i`,
    seed => {
      let skipped = 0;
      fc.assert(
        fc.property(programsOf(350), ({ source }) => {
          const verdict = tryProgram(greenc, source, seed);
          if (verdict === 'skipped') skipped++;
          else if ('kind' in verdict) {
            throw new Error(
              `${source}\nunder the schedule "${verdict.text}": ${verdict.kind}\n(node test/fuzz.mjs finds such programs and makes them small)`,
            );
          }
        }),
        { seed, numRuns: perTest, endOnFailure: true },
      );
      expect(skipped).toBeLessThan(perTest / 10);
    },
    60_000,
  );
});

describe('sabotage', () => {
  // A slot that may be dropped unnoticed would be a slot saved in vain, or a harness that is blind. Only points that
  // call a probe count: others, such as an array iterator's `next`, are never suspended at.
  const fixtures = [
    'operands-left-to-right',
    'switch-basic',
    'closures-nested',
    'destructuring-object',
    'class-methods',
  ];
  test.each(fixtures)('no variable of %s can be dropped from a frame unnoticed', name => {
    const { source, filename } = readFixture(name);
    const mutants = mutantsOf(prepare(greenc, source, filename).code).filter(({ title }) =>
      /not saved \(point of p,/.test(title),
    );
    expect(mutants.length).toBeGreaterThan(0);
    expect(mutants.filter(({ code }) => !isNoticed(greenc, source, filename, code)).map(({ title }) => title)).toEqual(
      [],
    );
  });
});

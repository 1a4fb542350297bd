'use greenlet';
import { green } from './green.js';
import { stress } from './stress.js';

/** `GREENC_STRESS=1000000 npx jest test/hub/stress` takes about 15 seconds. */
const operations = Number(process.env.GREENC_STRESS ?? 100_000);
const ROUNDS = 10;

for (let round = 1; round <= ROUNDS; round++)
  green(
    `nothing is lost, seed ${round}`,
    () => {
      expect(stress(round, operations / ROUNDS).slice(0, 10)).toEqual([]);
    },
    600_000,
  );

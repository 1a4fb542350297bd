// A synchronous script run many times at once by `greenc run --patch`, over the same one after another by plain Node: wall time.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../statistics.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const greenc = join(root, 'dist', 'cli', 'main.js');
const folder = join(root, 'bench', 'scripts');
const job = join(folder, 'job.cjs');

/** Milliseconds that Node takes with these arguments. */
function taken(...args) {
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const time = performance.now() - begin;
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return time;
}

export async function tables({ quick }) {
  const times = 50;
  const rounds = quick ? 1 : 3;
  const ways = {
    inTurn: () => taken(join(folder, 'in-turn.cjs'), String(times)),
    processes() {
      let sum = 0;
      for (let left = times; left > 0; left--) sum += taken(job);
      return sum;
    },
    atOnce: () => taken(greenc, 'run', '--patch', '--times', String(times), job),
    one: () => taken(job),
    onePatched: () => taken(greenc, 'run', '--patch', job),
  };
  // What is compiled is kept.
  ways.onePatched();
  const all = Object.fromEntries(Object.keys(ways).map(name => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(ways)) all[name].push(run());
  }
  const ms = name => median(all[name]);
  const row = (label, name, against) => ({
    label,
    value: ms(name) / ms(against),
    unit: 'x',
    detail: `${ms(against).toFixed(0)} ms -> ${ms(name).toFixed(0)} ms`,
  });
  const rows = [
    row('at once / one after another', 'atOnce', 'inTurn'),
    row('at once / as many processes in turn', 'atOnce', 'processes'),
    row('a single one / plain Node', 'onePatched', 'one'),
  ];
  return [{ name: 'scripts', title: `A synchronous script ${times} times, by greenc run --patch (wall time)`, rows }];
}

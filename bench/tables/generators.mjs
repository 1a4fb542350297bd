// Generators that never meet a greenlet.

import { pair, programNames } from '../build.mjs';
import { effort, measure } from '../measure.mjs';
import { geometricMean } from '../statistics.mjs';

/** A generator without a suspension point is a native one, so only its consumer can cost anything. */
const targets = { 'drained-pure': 1.1 };

export async function tables({ quick }) {
  const rows = [];
  for (const program of programNames('generators')) {
    const result = await measure(pair('generators', program, 'esm'), effort(quick));
    const detail = `${(result.time('original') / 1e6).toFixed(1)} ms -> ${(result.time('compiled') / 1e6).toFixed(1)} ms`;
    const target = targets[program] ?? 2;
    rows.push({ label: program, value: result.ratio('compiled', 'original'), unit: 'x', target, detail });
  }
  rows.push({ label: 'geometric mean', value: geometricMean(rows.map(row => row.value)), unit: 'x' });
  return [{ name: 'generators', title: 'Generators that never meet a greenlet, compiled / original', rows }];
}

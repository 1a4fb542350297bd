// Async functions that never meet a greenlet.

import { pair, programNames } from '../build.mjs';
import { effort, measure } from '../measure.mjs';
import { geometricMean } from '../statistics.mjs';

export async function tables({ quick }) {
  const rows = [];
  for (const program of programNames('async')) {
    const result = await measure(pair('async', program, 'esm'), effort(quick));
    const detail = `${(result.time('original') / 1e6).toFixed(1)} ms -> ${(result.time('compiled') / 1e6).toFixed(1)} ms`;
    rows.push({ label: program, value: result.ratio('compiled', 'original'), unit: 'x', target: 1.5, detail });
  }
  rows.push({ label: 'geometric mean', value: geometricMean(rows.map(row => row.value)), unit: 'x' });
  return [{ name: 'async', title: 'Async functions that never meet a greenlet, compiled / original', rows }];
}

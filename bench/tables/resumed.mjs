// A loop inside a frame that has been resumed: the resume half against the original function.

import { pair, programNames } from '../build.mjs';
import { effort, measure } from '../measure.mjs';

export async function tables({ quick }) {
  const rows = [];
  for (const program of programNames('resumed')) {
    const result = await measure(pair('resumed', program, 'resumed'), effort(quick));
    const detail = `${(result.time('original') / 1e6).toFixed(1)} ms -> ${(result.time('compiled') / 1e6).toFixed(1)} ms`;
    rows.push({ label: program, value: result.ratio('compiled', 'original'), unit: 'x', target: 2, detail });
  }
  return [{ name: 'resumed', title: 'A loop inside a resumed frame, compiled / original', rows }];
}

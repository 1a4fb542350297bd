// A discrete-event simulation in straight-line code on greenlets, against the same one with generators. What both come to is checked.

import { simulations } from '../build.mjs';
import { effort, measure } from '../measure.mjs';

export async function tables({ quick }) {
  const [generators, greenlets] = simulations();
  const result = await measure([generators, greenlets], effort(quick));
  const ms = name => `${(result.time(name) / 1e6).toFixed(0)} ms`;
  const row = {
    label: 'greenlets / generators',
    value: result.ratio('greenlets', 'generators'),
    unit: 'x',
    detail: `${ms('generators')} -> ${ms('greenlets')}`,
  };
  return [{ name: 'simulation', title: 'A bank with 100,000 customers, greenlets / generators', rows: [row] }];
}

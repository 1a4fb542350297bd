// The normal path: nothing suspends while it is timed.

import { pair, programNames } from '../build.mjs';
import { effort, measure } from '../measure.mjs';
import { geometricMean } from '../statistics.mjs';

const forms = [
  { form: 'esm', name: 'esm', title: 'Programs as ES modules, compiled / original', mean: 1.08, worst: 1.35, fib: 1.1 },
  { form: 'cjs', name: 'cjs', title: 'Programs as CommonJS, compiled / original', mean: 1.08, worst: 1.35, fib: 1.1 },
  {
    form: 'paused',
    name: 'suspended',
    title: 'Programs after every function has suspended once, compiled / original',
    mean: 1.15,
  },
];

/** Classes must cost next to nothing; the bare `new` of three levels is all `super()`. */
const classes = { construct: 1.25, scene: 1.1 };

const milliseconds = ns => `${(ns / 1e6).toFixed(1)} ms`;

async function table({ form, name, title, mean, worst, fib }, names, quick) {
  const rows = [];
  for (const program of names) {
    const result = await measure(pair('programs', program, form), effort(quick));
    const detail = `${milliseconds(result.time('original'))} -> ${milliseconds(result.time('compiled'))}`;
    const target = program === 'fib' ? fib : fib && classes[program];
    rows.push({ label: program, value: result.ratio('compiled', 'original'), unit: 'x', target, detail });
  }
  const ratios = rows.map(row => row.value);
  rows.push({ label: 'geometric mean', value: geometricMean(ratios), unit: 'x', target: mean });
  rows.push({ label: 'worst', value: Math.max(...ratios), unit: 'x', target: worst });
  return { name, title, rows };
}

export async function tables({ quick, filter }) {
  const names = programNames('programs').filter(
    name => filter.length === 0 || filter.some(word => name.includes(word)),
  );
  if (names.length === 0) throw new Error(`no program is called ${filter.join(' or ')}`);
  const results = [];
  for (const form of forms) results.push(await table(form, names, quick));
  return results;
}

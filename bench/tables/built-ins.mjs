// Built-ins that call back: in compiled code against the native ones in code that is not compiled. Main may leave the
// engine's own on the stack; a greenlet runs the green equivalents, wherever the callback might suspend.

import { generated } from '../build.mjs';
import { callbacks, loops, methods, mixed, program, sites } from '../built-ins.mjs';
import { effort, measure } from '../measure.mjs';
import { geometricMean } from '../statistics.mjs';

/** `kinds`: the callbacks. The other methods are measured where they are not the engine's own. */
const forms = [
  { form: 'esm', name: 'esm', place: 'in main', kinds: Object.keys(callbacks), others: false },
  { form: 'resumed', name: 'greenlet', place: 'in a greenlet', kinds: Object.keys(callbacks), others: true },
  { form: 'cjs', name: 'cjs', place: 'in main, CommonJS', kinds: ['calling'], others: false },
];
const judged = ['map', 'forEach', 'filter', 'reduce', 'sort'];
const sizes = [10, 10000];

/**
 * A turn with many elements takes long, and the engine optimises what has been called a few thousand times: up to seven
 * thousand for the call site of a compiled program, the larger function, at 20 ns an element until then.
 */
const warmUp = size => (size > 1000 ? 2500 : 300);

function row(label, source, { form, ...options }) {
  return compared(label, generated(label.replace(/\W+/g, '-'), source, form), options);
}

async function compared(label, variants, { size, target, quick }) {
  const { processes, rounds } = effort(quick || target === undefined);
  const result = await measure(variants, { processes, rounds: Math.min(rounds, 9), warmUp: warmUp(size) });
  const [base, other] = variants.map(({ name }) => name);
  const detail = `${(result.time(base) / 1e6).toFixed(1)} ms -> ${(result.time(other) / 1e6).toFixed(1)} ms`;
  return { label, value: result.ratio(other, base), unit: 'x', target, detail };
}

/** A loop of the program's own against the method, neither compiled: what an equivalent in JavaScript comes down to at best. */
async function loopRow(method, { size, kind, filter, form }) {
  const label = `a loop for ${method}, ${size}, ${kind}`;
  if (!filter.every(word => label.includes(word))) return [];
  const [original, loop] = [methods, loops].map(
    (programs, at) => generated(`${method}-${size}-${at}`, program(programs[method], size, kind), form)[0],
  );
  return [await compared(label, [original, { ...loop, name: 'loop' }], { size, quick: true })];
}

async function methodTable({ form, name, place, kinds, others }, { quick, filter }) {
  const rows = [];
  for (const method of others ? Object.keys(methods) : judged) {
    const isJudged = judged.includes(method);
    for (const size of sizes) {
      for (const kind of isJudged ? kinds : ['calling']) {
        const label = `${method}, ${size}, ${kind}`;
        if (!filter.every(word => label.includes(word))) continue;
        const target = isJudged ? 1.3 : undefined;
        rows.push(await row(label, program(methods[method], size, kind), { form, size, target, quick }));
      }
    }
  }
  for (const method of others ? Object.keys(loops) : [])
    for (const size of sizes) rows.push(...(await loopRow(method, { size, kind: 'calling', filter, form })));
  if (filter.every(word => 'several at once'.includes(word)))
    rows.push(await row('several at once', mixed, { form, size: 10, target: undefined, quick }));
  const values = rows.filter(({ target }) => target !== undefined).map(({ value }) => value);
  if (values.length > 0)
    rows.push({ label: 'geometric mean of the five', value: geometricMean(values), unit: 'x', target: 1.1 });
  return { name: `built-ins-${name}`, title: `Built-ins that call back, ${place}, compiled / original`, rows };
}

async function siteTable({ form, name, place }, { quick, filter }) {
  const rows = [];
  for (const [label, source] of Object.entries(sites)) {
    if (!filter.every(word => label.includes(word))) continue;
    rows.push(await row(label, source, { form, size: 1, target: 1.1, quick }));
  }
  return { name: `sites-${name}`, title: `Calls through call, apply and bind, ${place}, compiled / original`, rows };
}

export async function tables(options) {
  const results = [];
  for (const form of forms) results.push(await methodTable(form, options), await siteTable(form, options));
  return results.filter(({ rows }) => rows.length > 0);
}

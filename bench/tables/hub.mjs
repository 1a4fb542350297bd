// What greenlets that wait cost in the hub, against async functions of the same shape; and what very many that sleep weigh.

import { execFileSync } from 'node:child_process';
import { programSource, single } from '../build.mjs';
import { effort, measure } from '../measure.mjs';

/** NAME.js against NAME.async.js, or against another one. */
const comparisons = [
  { label: 'spawn and join / call and await', name: 'spawn-join', target: 1.3 },
  { label: 'a function that waits', name: 'wait', target: 1.2 },
  { label: 'queue hand-over, back and forth', name: 'queue', target: 0.5 },
  { label: 'the same, a queue with room for one item', name: 'bounded-queue', target: 0.5 },
  { label: 'waits beneath 20 calls / a chain of 20 each', name: 'deep-loop', against: 'fresh-chain', target: 0.2 },
  { label: 'the same / awaits beneath 20 calls', name: 'deep-loop' },
  { label: 'a wait at the end of a fresh chain of 20', name: 'fresh-chain', target: 1 },
];

function operationsOf(name) {
  return Number(/operations = (\d+)/.exec(programSource('hub', name))[1]);
}

async function compare({ label, name, against = name, target }, quick) {
  const green = single(name, { folder: 'hub', green: true });
  const native = single(`${against}.async`, { folder: 'hub', green: false });
  const result = await measure([native, green], effort(quick));
  const nanoseconds = result.time(green.name) / operationsOf(name);
  const scale = operationsOf(`${against}.async`) / operationsOf(name);
  return {
    label,
    value: result.ratio(green.name, native.name) * scale,
    unit: 'x',
    target,
    detail: `${nanoseconds.toFixed(0)} ns`,
  };
}

/** What so many sleepers are like: bytes and nanoseconds each. */
function sleepers(module, count) {
  const args = ['--expose-gc', '--max-old-space-size=6000', module, String(count)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function sleeping(count) {
  const modules = [
    single('sleepers', { folder: 'hub', green: true }),
    single('sleepers.async', { folder: 'hub', green: false }),
  ];
  const [green, native] = modules.map(({ module }) => sleepers(module, count));
  const detail = (one, other, unit) => `${one.toFixed(0)} ${unit}, async functions ${other.toFixed(0)} ${unit}`;
  const row = (label, key, unit, target) => ({
    label,
    value: green[key] / native[key],
    unit: 'x',
    target,
    detail: detail(green[key], native[key], unit),
  });
  return [
    row(`${count.toLocaleString('en')} that sleep: heap, each`, 'bytes', 'B', 0.7),
    row('the same: largest resident set of the process', 'megabytes', 'MB'),
    row('the same: CPU time to spawn, sleep and finish, each', 'nanoseconds', 'ns'),
  ];
}

export async function tables({ quick }) {
  const rows = [];
  for (const comparison of comparisons) rows.push(await compare(comparison, quick));
  rows.push(...sleeping(quick ? 200000 : 1000000));
  return [{ name: 'hub', title: 'The hub, a greenlet that waits / an async function that awaits', rows }];
}

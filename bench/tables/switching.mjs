// What a switch costs, against what the language has: generators and await. Each figure is the time of
// one operation; the children of one comparison are all measured in turn.

import { single } from '../build.mjs';
import { effort, measure } from '../measure.mjs';

const operations = {
  generator: 300000,
  delegation: 10000,
  await: 100000,
  'await-same': 100000,
  'ping-pong': 300000,
  'round-trip': 300000,
  'chain-of-functions': 60000,
  'chain-of-methods': 60000,
};
const perOperation = (name, ns) => ns / operations[name.split(' ')[0]];

async function compare(base, comparisons, quick) {
  const native = single(base, { green: false });
  const others = comparisons.map(({ program, depth, green = true }) => single(program, { green, depth }));
  const result = await measure([native, ...others], effort(quick));
  const baseTime = perOperation(base, result.time(base));
  const rows = [{ label: `native: ${base}`, value: baseTime, unit: 'ns' }];
  for (const [i, { label, target }] of comparisons.entries()) {
    const { name } = others[i];
    const scale = operations[base] / operations[name.split(' ')[0]];
    rows.push({
      label,
      value: result.ratio(name, base) * scale,
      unit: 'x',
      target,
      detail: `${perOperation(name, result.time(name)).toFixed(1)} ns`,
    });
  }
  return rows;
}

export async function tables({ quick }) {
  const pingPong = await compare(
    'generator',
    [
      { label: 'ping-pong, one switch', program: 'ping-pong', depth: 0, target: 1.5 },
      { label: 'under 100 callers', program: 'ping-pong', depth: 100, target: 2.2 },
      { label: 'under 1,000 callers', program: 'ping-pong', depth: 1000, target: 2.2 },
      { label: 'under 10,000 callers', program: 'ping-pong', depth: 10000, target: 2.2 },
      { label: 'under 100,000 callers', program: 'ping-pong', depth: 100000, target: 2.2 },
      { label: 'main to greenlet and back', program: 'round-trip', depth: 0 },
      { label: 'native yield* under 100', program: 'delegation', depth: 100, green: false },
    ],
    quick,
  );
  const chains = await compare(
    'await',
    [
      { label: 'fresh chain of 10 functions', program: 'chain-of-functions', target: 7 },
      { label: 'fresh chain of 10 methods', program: 'chain-of-methods', target: 7 },
      { label: 'native await, always the same promise', program: 'await-same', green: false },
    ],
    quick,
  );
  return [
    { name: 'switch', title: "Switching, a switch / a native generator's next()", rows: pingPong },
    {
      name: 'chain',
      title: 'A switch that suspends and resumes a fresh chain of calls / one await of a settled promise',
      rows: chains,
    },
  ];
}

// How long compiling a large file takes, against Babel's own regenerator pass over the same file: see ../regenerated.mjs.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compile } from 'greenc/compiler';
import { cut, generators, regenerate } from '../regenerated.mjs';
import { median } from '../statistics.mjs';

const require = createRequire(import.meta.url);

/** Milliseconds of the processor. */
function time(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

export async function tables({ quick }) {
  const name = quick ? 'acorn' : 'lodash';
  const file = require.resolve(name);
  const source = readFileSync(file, 'utf8');
  const times = inTurn(quick ? 2 : 6, [
    () => compile(source, { filename: file, sourceType: 'script', all: true }),
    ...[cut(source), generators(source)].map(code => () => regenerate(code)),
  ]);
  const [ours, same, bare] = times.map(median);
  const detail = other => `${other.toFixed(0)} ms -> ${ours.toFixed(0)} ms`;
  const rows = [
    { label: 'each call a point in both', value: ours / same, unit: 'x', target: 2, detail: detail(same) },
    { label: 'generators without a point', value: ours / bare, unit: 'x', detail: detail(bare) },
  ];
  return [{ name: 'compile-time', title: `Compile time over ${name}.js, compile() / regenerator`, rows }];
}

/** The times of each, but for the first round, which runs cold code. */
export function inTurn(rounds, work) {
  const times = work.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, each] of work.entries()) {
      const taken = time(each);
      if (round > 0) times[i].push(taken);
    }
  }
  return times;
}

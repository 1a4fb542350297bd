// How much source compile() takes in a second, against Babel with regenerator (see ../regenerated.mjs), in turn and in CPU time.
// Both get the libraries as ES5.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compile } from 'greenc/compiler';
import { cut, generators, lowered, regenerate } from '../regenerated.mjs';
import { median } from '../statistics.mjs';
import { inTurn } from './compile-time.mjs';

const require = createRequire(import.meta.url);

export async function tables({ quick }) {
  const rows = (quick ? ['marked'] : ['lodash', 'acorn', 'marked']).flatMap(name => rowsFor(name, quick));
  return [{ name: 'throughput', title: 'Throughput, time of compile() / Babel with regenerator', rows }];
}

function rowsFor(name, quick) {
  const file = require.resolve(name);
  const source = lowered(readFileSync(file, 'utf8'));
  const [ours, ...theirs] = inTurn(quick ? 2 : 5, [
    () => compile(source, { filename: file, sourceType: 'unambiguous', all: true }),
    ...[cut(source), generators(source), source].map(code => () => regenerate(code)),
  ]).map(median);
  // Of the source that both begin with.
  const speed = taken => (source.length / 1000 / taken).toFixed(2);
  return ['each call a point in both', 'generators without a point', 'as it is, regenerator idle'].map((label, i) => ({
    label: `${name}: ${label}`,
    value: ours / theirs[i],
    unit: 'x',
    detail: `${speed(theirs[i])} MB/s -> ${speed(ours)} MB/s`,
  }));
}

/** Breakpoints and variables in both halves, by the protocol that debuggers use. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, projectRoot } from '../cli/support.js';

interface Stop {
  readonly functionName: string;
  readonly line: number;
  readonly variables: Readonly<Record<string, unknown>>;
}

const source = `'use greenlet';
const { Greenlet } = require('greenc');
const main = Greenlet.current;
let suspends = false;
const ask = (what: string): number => (suspends ? main.switch(what) : what.length);
function add(list: string[]): number {
  let total = 0;
  for (const what of list) {
    const price = ask(what);
    total += price;
  }
  return total;
}
class Order {
  constructor(readonly list: string[]) {}
  closed(rate: number): () => number {
    const sum = add(this.list);
    const all = () => {
      const rated = ask('rate') * sum;
      const taxed = rated + rate;
      return taxed;
    };
    return all;
  }
}
const run = () => new Order(['tea', 'cocoa']).closed(2)();
run();
suspends = true;
const greenlet = new Greenlet(run);
greenlet.switch();
while (!greenlet.dead) greenlet.switch(7);
`;

function stopsAt(line: number): readonly Stop[] {
  const folder = folderWith({ 'src/shop.cts': source });
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(projectRoot, join(folder.path, 'node_modules', 'greenc'));
  const compiled = folder.greenc('compile', 'src', '--out-dir', 'out', '--source-maps=inline');
  expect(compiled.status).toBe(0);
  const args = [join(__dirname, 'debugger.mjs'), join(folder.path, 'out', 'shop.cjs'), String(line)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test('a breakpoint in a loop stops both halves, where variables have their names', () => {
  const stops = stopsAt(10);
  expect(stops.map(({ functionName, line }) => `${functionName} ${line}`)).toEqual([
    'add 10',
    'add 10',
    'add$r 10',
    'add$r 10',
  ]);
  const values = stops.map(({ variables: { total, price, what, list } }) => [total, price, what, list]);
  expect(values.map(all => all.slice(0, 2))).toEqual([
    [0, 3],
    [3, 5],
    [0, 7],
    [7, 7],
  ]);
  expect(values.slice(0, 2).map(all => all.slice(2))).toEqual([
    ['tea', 'object'],
    ['cocoa', 'object'],
  ]);
});

test('closures and methods as well', () => {
  const stops = stopsAt(20);
  expect(stops.map(({ line, variables: { rated, sum, rate } }) => [line, rated, sum, rate])).toEqual([
    [20, 32, 8, 2],
    [20, 98, 14, 2],
  ]);
  expect(stops.map(({ functionName }) => functionName)).toEqual(['all', '']);
  expect(stopsAt(18).map(({ functionName, variables: { sum, rate } }) => [functionName, sum, rate])).toEqual([
    ['closed', 8, 2],
    ['closed$r', 14, 2],
  ]);
});

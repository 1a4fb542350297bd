// How long a program of 200 TypeScript modules takes from the start of Node to its end, under the register hook and under tsx, over
// what is left of it without types in plain Node. Other versions of Node are those that test/register has fetched.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeProgram } from '../start.mjs';
import { median } from '../statistics.mjs';

const own = process.versions.node.split('.')[0];

function executables() {
  const found = [[own, process.execPath]];
  const other = join(tmpdir(), 'greenc-node-versions', 'node_modules', 'node24', 'bin', 'node');
  if (own !== '24' && existsSync(other)) found.push(['24', other]);
  return found;
}

/** Milliseconds; `cache` is greenc's. What the program prints is checked. */
function start(executable, args, folder, cache, expected) {
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync(executable, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', GREENC_CACHE: cache },
  });
  const taken = performance.now() - before;
  if (status !== 0 || (expected !== undefined && stdout !== expected))
    throw new Error(`${args.join(' ')}: ${stderr || stdout}`);
  return { taken, stdout };
}

async function tableFor(version, executable, program, folder, quick) {
  const cache = join(folder, `cache-${version}`);
  const ways = {
    plain: [program.javascript],
    tsx: ['--import', 'tsx', program.typescript],
    second: ['--import', 'greenc/register', program.typescript],
  };
  const { stdout: expected } = start(executable, ways.plain, folder, cache);
  const run = (args, where = cache) => start(executable, args, folder, where, expected).taken;
  // The first start of each is not among those that are compared.
  const cold = [];
  for (let round = 0; round < (quick ? 0 : 3); round++) {
    const empty = join(folder, `cold-${version}-${round}`);
    cold.push(run(ways.second, empty));
    rmSync(empty, { recursive: true });
  }
  for (const args of Object.values(ways)) run(args);
  const times = { plain: [], tsx: [], second: [] };
  for (let round = 0; round < (quick ? 5 : 21); round++) {
    for (const [name, args] of Object.entries(ways)) times[name].push(run(args));
  }
  const [plain, tsx, second] = [times.plain, times.tsx, times.second].map(median);
  const detail = (from, to) => `${from.toFixed(0)} ms -> ${to.toFixed(0)} ms`;
  const rows = [
    {
      label: 'greenc/register, second start',
      value: second / plain,
      unit: 'x',
      target: 1.5,
      detail: detail(plain, second),
    },
    { label: 'the same, over tsx', value: second / tsx, unit: 'x', target: 1, detail: detail(tsx, second) },
    { label: 'tsx, second start', value: tsx / plain, unit: 'x', detail: detail(plain, tsx) },
  ];
  if (cold.length > 0) {
    const first = median(cold);
    rows.push({
      label: 'greenc/register, nothing kept',
      value: first / plain,
      unit: 'x',
      detail: detail(plain, first),
    });
  }
  const size = `${program.modules} modules, ${(program.bytes / 1e6).toFixed(1)} MB`;
  return { name: `start-${version}`, title: `Start of a program, Node ${version} (${size}), over plain Node`, rows };
}

export async function tables({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'greenc-start-'));
  try {
    const program = writeProgram(folder);
    const all = [];
    for (const [version, executable] of quick ? executables().slice(0, 1) : executables())
      all.push(await tableFor(version, executable, program, folder, quick));
    return all;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

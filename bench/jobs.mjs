// node bench/jobs.mjs [ROUNDS]: how much faster `greenc compile --jobs 2` is than one thread, and how much memory it takes. The input
// is lodash, acorn and marked, and as much code of installed packages as TypeScript's compiler has (9 MB), each file once. A
// ratio depends on what else the machine does: the two ways take turns, and the medians are compared.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './statistics.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const BYTES = 9_000_000;
const rounds = Number(process.argv[2] ?? 3);

/** Copies the input into `folder`; gives its files and bytes. */
function gather(folder) {
  const named = ['lodash', 'acorn', 'marked'].map(name => require.resolve(name));
  const packages = ['rxjs', 'zod', 'webpack', 'rollup', 'terser', '@babel', 'preact', 'immer'];
  const rest = packages
    .flatMap(name => sourcesIn(join(root, 'node_modules', name)))
    .filter(path => !named.includes(path));
  let bytes = 0;
  let files = 0;
  for (const path of [...named, ...rest]) {
    const { size } = statSync(path);
    if (bytes + size > BYTES) continue;
    bytes += size;
    copyFileSync(path, join(folder, `m${files++}${/\.[cm]?js$/.exec(path)[0]}`));
  }
  return { files, bytes };
}

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.min)\.[cm]?js$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => statSync(path).size > 2000)
    .sort();
}

/** Seconds, the most memory of the process in megabytes, and seconds of the processor, of all threads together. */
function compile(from, to, jobs) {
  const start = performance.now();
  const cli = join(root, 'dist', 'cli', 'main.js');
  const report = `process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    console.log('USED', maxRSS, userCPUTime + systemCPUTime);
  })`;
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(report)}`,
    cli,
    'compile',
    from,
    '--all',
    '--no-config',
    '--out-dir',
    to,
  ];
  args.push('--jobs', `${jobs}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr || stdout);
  const [, memory, cpu] = /USED (\d+) (\d+)/.exec(stdout) ?? [];
  return { seconds: (performance.now() - start) / 1000, memory: Number(memory) / 1024, cpu: Number(cpu) / 1e6 };
}

const folder = mkdtempSync(join(tmpdir(), 'greenc-jobs-'));
try {
  const from = join(folder, 'src');
  mkdirSync(from);
  const { files, bytes } = gather(from);
  console.log(
    `${files} files, ${(bytes / 1e6).toFixed(1)} MB, ${availableParallelism()} cores, Node ${process.version}`,
  );
  const times = { 1: [], 2: [] };
  const cpuTimes = { 1: [], 2: [] };
  for (let round = 0; round < rounds; round++) {
    for (const jobs of [1, 2]) {
      const { seconds, memory, cpu } = compile(from, join(folder, `out${jobs}`), jobs);
      times[jobs].push(seconds);
      cpuTimes[jobs].push(cpu);
      console.log(
        `--jobs ${jobs}: ${seconds.toFixed(1)} s, ${(bytes / 1e6 / seconds).toFixed(2)} MB/s, ${memory.toFixed(0)} MB of memory, ${cpu.toFixed(1)} s of CPU`,
      );
    }
  }
  // What a machine that is busy otherwise cannot show: the ratio if both threads had a core to themselves all the time.
  const most = (2 * median(cpuTimes[1])) / median(cpuTimes[2]);
  console.log(`${most.toFixed(2)} times as fast at most, by CPU time`);
  console.log(`${(median(times[1]) / median(times[2])).toFixed(2)} times as fast with two threads (target: 1.5)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

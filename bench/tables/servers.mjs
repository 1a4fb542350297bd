// Servers in straight-line code against the same servers with async functions. Both run at the same time, each in a process of its own,
// and a third process loads them in turn, so that whatever disturbs the machine disturbs both.

import { execFileSync, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { servers } from '../build.mjs';
import { median } from '../statistics.mjs';

const script = name => fileURLToPath(new URL(`../servers/${name}.mjs`, import.meta.url));
const CONNECTIONS = 64;
const IDLE = 10000;
/** So many requests before anything is measured. */
const WARM = 60000;
/** Throughput and p99 are to be within 5 %. */
const TARGET = 1 / 0.95;

class Process {
  constructor(file, ...args) {
    this.child = fork(file, args, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child.on('exit', code => this.reject?.(new Error(`${file} ended with code ${code}`)));
  }

  reply() {
    return new Promise((resolve, reject) => {
      this.reject = reject;
      this.child.once('message', resolve);
    });
  }

  ask(message) {
    const reply = this.reply();
    this.child.send(message);
    return reply;
  }

  stop() {
    this.reject = undefined;
    if (this.child.connected) this.child.disconnect();
  }
}

/** Both servers of a kind, and the load, while `use` runs. */
async function serve(kind, use) {
  const load = new Process(script('load'));
  const hosts = Object.values(servers(kind)).map(file => new Process(script('host'), file));
  try {
    const ports = await Promise.all(hosts.map(host => host.reply()));
    return await use(
      load,
      hosts.map((host, index) => ({ host, port: ports[index].port })),
    );
  } finally {
    for (const child of [load, ...hosts]) child.stop();
  }
}

/**
 * Many short rounds: where the machine takes the server's processor away for some milliseconds, that is the 99th percentile of its round,
 * and of no other.
 *
 * Notes for each of both, and each of its rounds: rate, p99 (ms), and CPU time for each request in µs.
 */
function loaded(kind, { rounds, ms }, measured) {
  return serve(kind, async (load, both) => {
    for (const { port } of both) await load.ask({ open: { port, kind, connections: CONNECTIONS } });
    // Until the engine has optimised both, however busy the machine is.
    for (const { port } of both) {
      for (let done = 0, turn = 0; done < WARM && turn < 12; turn++)
        done += (await load.ask({ run: { port, ms: 500 } })).count;
    }
    for (let round = 0; round < 2 * rounds; round++) {
      const which = (round + (round >> 1)) % 2;
      const { host, port } = both[which];
      const { cpu: before } = await host.ask('cpu');
      const { rate, p99, count } = await load.ask({ run: { port, ms } });
      const { cpu: after } = await host.ask('cpu');
      measured[which].rate.push(rate);
      measured[which].p99.push(p99);
      measured[which].cpu.push((after - before) / count);
    }
  });
}

async function rowsFor(kind, title, quick) {
  const measured = [0, 1].map(() => ({ rate: [], p99: [], cpu: [] }));
  for (let set = 0; set < (quick ? 1 : 3); set++) await loaded(kind, { rounds: quick ? 16 : 40, ms: 75 }, measured);
  const [native, green] = measured;
  /** Of rounds that followed each other. */
  const ratio = (over, under) => median(over.map((value, round) => value / under[round]));
  const detail = (what, digits, unit) => {
    const show = index => median(measured[index][what]).toLocaleString('en', { maximumFractionDigits: digits });
    return `${show(0)} -> ${show(1)} ${unit}`;
  };
  return [
    {
      label: `${title}, time for each`,
      value: ratio(native.rate, green.rate),
      unit: 'x',
      target: TARGET,
      detail: detail('rate', 0, 'a second'),
    },
    {
      label: `${title}, 99th percentile`,
      value: ratio(green.p99, native.p99),
      unit: 'x',
      target: TARGET,
      detail: detail('p99', 2, 'ms'),
    },
    {
      label: `${title}, CPU time of the server`,
      value: ratio(green.cpu, native.cpu),
      unit: 'x',
      target: TARGET,
      detail: detail('cpu', 1, 'µs'),
    },
  ];
}

/** As many idle connections as this process may have files, up to 10,000. */
function possibleConnections(wanted) {
  const limit = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? wanted : Math.min(wanted, Number(limit) - 200);
}

async function memoryRows(quick) {
  const wanted = quick ? 2000 : IDLE;
  const count = possibleConnections(wanted);
  const note = count < wanted ? `, limited by ulimit -n from ${wanted.toLocaleString('en')}` : '';
  const [native, green] = await serve('echo', async (_, both) => {
    const grown = [];
    for (const { host, port } of both) {
      // One for each server, or it would have twice as many files.
      const load = new Process(script('load'));
      // What comes with the first connections is not theirs.
      await load.ask({ idle: { port, count: 200 } });
      const before = await host.ask('memory');
      await load.ask({ idle: { port, count: count - 200 } });
      const after = await host.ask('memory');
      const each = what => (after[what] - before[what]) / (count - 200);
      grown.push({ heapUsed: each('heapUsed'), rss: each('rss') });
      load.stop();
    }
    return grown;
  });
  const row = (label, what) => ({
    label: `${label} of an idle connection`,
    value: green[what] / native[what],
    unit: 'x',
    detail: `${native[what].toFixed(0)} -> ${green[what].toFixed(0)} B, ${count.toLocaleString('en')} at once${note}`,
  });
  return [row('heap', 'heapUsed'), row('memory', 'rss')];
}

export async function tables({ quick }) {
  const rows = [
    ...(await rowsFor('echo', 'TCP echo', quick)),
    ...(await rowsFor('http', 'HTTP request', quick)),
    ...(await memoryRows(quick)),
  ];
  return [{ name: 'servers', title: `Servers, ${CONNECTIONS} connections, greenlets / async functions`, rows }];
}

// Interleaved timing. Each variant of a program lives in a child process of its own; the children are
// asked in turn for one run each, so that whatever disturbs the machine disturbs all variants alike.
// A fresh set of children is started several times over, because how V8 happened to optimise one
// process is the largest noise of all.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './statistics.mjs';

const workerPath = fileURLToPath(new URL('./worker.mjs', import.meta.url));

class Worker {
  constructor(variant) {
    this.child = fork(workerPath, [JSON.stringify(variant)], {
      execArgv: variant.execArgv ?? [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.waiting = null;
    this.child.on('message', message => this.waiting.resolve(message));
    this.child.on('exit', code =>
      this.waiting?.reject(new Error(`${variant.module}: the benchmark process ended with code ${code}`)),
    );
    this.ready = this.reply();
  }

  reply() {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  ask(message) {
    const reply = this.reply();
    this.child.send(message);
    return reply;
  }

  stop() {
    this.waiting = null;
    this.child.kill();
  }
}

/** How much to measure: `processes` sets of children, `rounds` timed turns each, after `warmUp` ms of running. */
export const effort = quick =>
  quick ? { processes: 1, rounds: 5, warmUp: 120 } : { processes: 3, rounds: 15, warmUp: 300 };

/**
 * Takes variants `[{ name, module, … }]` (see worker.mjs). Gives for each name the median time in ns of one
 * run, and `ratio(a, b)`: the median, over the sets of processes, of the ratio of the two medians in that set.
 */
export async function measure(variants, { processes, rounds, warmUp }) {
  const medians = new Map(variants.map(({ name }) => [name, []]));
  for (let set = 0; set < processes; set++) {
    const workers = variants.map(variant => new Worker(variant));
    try {
      await Promise.all(workers.map(worker => worker.ready));
      for (const worker of workers) await worker.ask({ warmUp });
      const times = workers.map(() => []);
      for (let round = 0; round < rounds; round++) {
        for (const [i, worker] of workers.entries()) times[i].push((await worker.ask({ run: 1 })).time);
      }
      for (const [i, { name }] of variants.entries()) medians.get(name).push(median(times[i]));
    } finally {
      for (const worker of workers) worker.stop();
    }
  }
  return {
    time: name => median(medians.get(name)),
    ratio: (name, base) => median(medians.get(name).map((time, set) => time / medians.get(base)[set])),
  };
}

// Run by tables/hub.mjs: as many sleeping greenlets as the argument says, all at once, until all have finished.

import { asyncify, sleep, spawn } from 'greenc/hub';

const count = Number(process.argv[2]);
const time = 1000 + count / 100;
let asleep = 0;
let finished = 0;

function sleeper(number) {
  asleep++;
  sleep(time);
  finished++;
  return number;
}

const report = asyncify(() => {
  const tasks = new Array(count).fill(0);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const start = process.cpuUsage();
  for (let i = 0; i < count; i++) tasks[i] = spawn(sleeper, i);
  while (asleep < count) sleep(1);
  const spent = process.cpuUsage(start);
  globalThis.gc();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  if (finished > 0) throw new Error('the first ones finished before all slept');
  const again = process.cpuUsage();
  for (const task of tasks) task.join();
  const rest = process.cpuUsage(again);
  const nanoseconds = ((spent.user + spent.system + rest.user + rest.system) * 1000) / count;
  return { bytes, nanoseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
});

console.log(JSON.stringify(await report()));

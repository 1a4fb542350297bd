// Run by tables/hub.mjs: as many sleeping async functions as the argument says, all at once, until all have finished.

const count = Number(process.argv[2]);
const time = 1000 + count / 100;
let finished = 0;

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

async function sleeper(number) {
  await sleep(time);
  finished++;
  return number;
}

const promises = new Array(count).fill(0);
globalThis.gc();
const before = process.memoryUsage().heapUsed;
const start = process.cpuUsage();
for (let i = 0; i < count; i++) promises[i] = sleeper(i);
await sleep(0);
const spent = process.cpuUsage(start);
globalThis.gc();
const bytes = (process.memoryUsage().heapUsed - before) / count;
if (finished > 0) throw new Error('the first ones finished before all slept');
const again = process.cpuUsage();
for (const promise of promises) await promise;
const rest = process.cpuUsage(again);
const nanoseconds = ((spent.user + spent.system + rest.user + rest.system) * 1000) / count;
console.log(JSON.stringify({ bytes, nanoseconds, megabytes: process.resourceUsage().maxRSS / 1024 }));

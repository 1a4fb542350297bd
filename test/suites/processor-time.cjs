// Required by every process of a suite: adds the processor time it has used to the file that GREENC_TIMES names. On a
// busy machine nothing else compares.
const { appendFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const file = process.env.GREENC_TIMES;
if (isMainThread && file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    appendFileSync(file, `${(user + system) / 1e6}\n`);
  });
}

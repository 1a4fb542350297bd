// Runs job.cjs so many times in one process, one after another, as plain Node does.

const job = require.resolve('./job.cjs');
for (let left = Number(process.argv[2]); left > 0; left--) {
  delete require.cache[job];
  require(job);
}

// A reporter for mocha, any version: one line of JSON per test, into the file that GREENC_OUTCOMES names.
const { appendFileSync } = require('node:fs');

module.exports = class {
  constructor(runner) {
    const write = (state, test, error) => {
      const outcome = { name: test.fullTitle(), state, error: error && String(error.message ?? error) };
      appendFileSync(process.env.GREENC_OUTCOMES, `${JSON.stringify(outcome)}\n`);
    };
    runner.on('pass', test => write('passed', test));
    runner.on('fail', (test, error) => write('failed', test, error));
    runner.on('pending', test => write('skipped', test));
  }
};

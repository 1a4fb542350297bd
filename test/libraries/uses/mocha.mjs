'use greenlet';

import Mocha from 'mocha';
import { log, see } from '../green.mjs';

/** What a suite's file sees, and how its tests ended. */
function begin(define) {
  const mocha = new Mocha({ reporter: class {} });
  const globals = {};
  mocha.suite.emit('pre-require', globals, null, mocha);
  define(globals);
  return new Promise(resolve => {
    const runner = mocha.run(failures => {
      mocha.dispose();
      resolve(`${failures} failures`);
    });
    runner.on('pass', test => log('passed', test.fullTitle()));
    runner.on('fail', (test, error) => log('failed', test.fullTitle(), error));
  });
}

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'listener of a suite, called at once': 'an EventEmitter of Node’s calls it',
};

export const uses = {
  'it, function': () => begin(({ it }) => it('is run', () => log('in the test', see(1)))),
  'it, function that fails': () =>
    begin(({ it }) =>
      it('fails', () => {
        throw new Error(see('as it should'));
      }),
    ),
  'it, async function': () =>
    begin(({ it }) =>
      it('waits', async () => {
        await null;
        log('waited', see(1));
      }),
    ),
  'it, function that calls back': () =>
    begin(({ it }) => it('calls back', done => setImmediate(() => done(see(undefined))))),
  'describe, function': () =>
    begin(({ describe, it }) =>
      describe('suite', () => {
        it(see('named by a switch'), () => {});
      }),
    ),
  'describe in describe, function': () =>
    begin(({ describe, it }) =>
      describe('outer', function outer() {
        describe('inner', function inner() {
          it(see('deep'), () => {});
        });
        it('next', () => {});
      }),
    ),
  'describe.skip, function': () => begin(({ describe, it }) => describe.skip('off', () => it(see('a'), () => {}))),
  'before and after, functions': () =>
    begin(({ before, after, it }) => {
      before(() => log('before', see(1)));
      after(() => log('after', see(2)));
      it('is between', () => {});
    }),
  'beforeEach, function of a suite': () =>
    begin(({ beforeEach, it }) => {
      beforeEach(function each() {
        this.value = see('given');
      });
      it('has it', function test() {
        log('value', this.value);
      });
    }),
  'listener of the runner': () => {
    const mocha = new Mocha({ reporter: class {} });
    mocha.suite.addTest(new Mocha.Test('made by hand', () => log('runs', see(1))));
    return new Promise(resolve => {
      const runner = mocha.run(failures => {
        mocha.dispose();
        resolve(failures);
      });
      runner.on('test', test => log('test', see(test.title)));
    });
  },
  'listener of a suite, called at once': () => {
    const suite = new Mocha.Suite('by hand');
    suite.on('test', test => log('added', see(test.title)));
    suite.addTest(new Mocha.Test('one', () => {}));
    return suite.tests.length;
  },
  'eachTest, function': () => {
    const root = new Mocha.Suite('by hand');
    root.addTest(new Mocha.Test('one', () => {}));
    root.addTest(new Mocha.Test('two', () => {}));
    root.eachTest(test => log('test', see(test.title)));
    return root.total();
  },
  'Runnable.run, function without a callback': () =>
    new Promise(resolve => {
      const runnable = new Mocha.Runnable('by hand', () => log('runs', see(1)));
      runnable.run(error => resolve(error));
    }),
};

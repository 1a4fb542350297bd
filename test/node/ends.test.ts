/** Signals, and greenlets that keep the event loop, in processes of their own. */
import { runGreen } from '../support/run-green.js';

const cleaning = (after: string) => `
import { Event, sleep, spawn, spawnLater } from 'greenc/hub';
import { killOnSignal } from 'greenc/node';
function clean(name, wait) {
  try {
    wait();
  } finally {
    sleep(1);
    console.log(name);
  }
}
const event = new Event();
spawn(clean, 'sleeper', () => sleep(60_000));
spawn(clean, 'waiter', () => event.wait());
spawnLater(60_000, () => console.log('never'));
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 5);
${after}`;

/** Who is killed first does not matter. */
function sorted(lines: string): string {
  return `${lines.trimEnd().split('\n').sort().join('\n')}\n`;
}

test('a signal ends the process at once', () => {
  const { stdout, signal } = runGreen(cleaning(''));
  expect([stdout, signal]).toEqual(['', 'SIGTERM']);
});

test('killOnSignal has greenlets clean up first, and who started the process sees the signal', () => {
  const { stdout, stderr, signal } = runGreen(cleaning('killOnSignal();'));
  expect([sorted(stdout), stderr, signal]).toEqual(['sleeper\nwaiter\n', '', 'SIGTERM']);
});

test('what is thrown in the course of that goes to the console, and keeps nobody from cleaning up', () => {
  const program = `
import { Greenlet } from 'greenc';
killOnSignal();
const fail = name => {
  try {
    sleep(60_000);
  } finally {
    throw new Error('thrown by a ' + name);
  }
};
spawn(fail, 'task');
new Greenlet(fail).switch('greenlet');`;
  const { stdout, stderr, signal } = runGreen(cleaning(program));
  expect([sorted(stdout), signal]).toEqual(['sleeper\nwaiter\n', 'SIGTERM']);
  expect(stderr.match(/^Thrown by a greenlet that a signal has killed: Error: thrown by a .*/gm)?.sort()).toEqual([
    'Thrown by a greenlet that a signal has killed: Error: thrown by a greenlet',
    'Thrown by a greenlet that a signal has killed: Error: thrown by a task',
  ]);
});

test('killOnSignal waits no longer than it is told, and leaves the end to others that listen', () => {
  const { stdout, status } = runGreen(
    cleaning(`
killOnSignal(['SIGTERM'], { timeout: 30 });
spawn(() => {
  for (;;) {
    try {
      sleep(60_000);
    } catch {}
  }
});
process.on('SIGTERM', () => console.log('seen'));
process.on('exit', code => console.log('exit', code));
setTimeout(() => process.exit(5), 200);`),
  );
  expect([sorted(stdout), status]).toEqual(['exit 5\nseen\nsleeper\nwaiter\n', 5]);
});

test('dumpOnSignal says who exists', () => {
  const { stdout, signal } = runGreen(`
import { sleep, spawn } from 'greenc/hub';
import { dumpOnSignal } from 'greenc/node';
const stop = dumpOnSignal('SIGUSR2', text => {
  console.log(text.replace(/\\d+(?:\\.\\d)? m?s/g, 'TIME'));
  stop();
  process.kill(process.pid, 'SIGUSR2');
});
function waits() {
  sleep(60_000);
}
spawn(waits);
setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 5);
`);
  expect(stdout).toBe('1 greenlet:\nwaits waits in sleep() (for TIME, TIME left)\n    at waits (program.mjs:11:3)\n');
  expect(signal).toBe('SIGUSR2');
});

test('blockWarning shows where a greenlet keeps the event loop, while it does', () => {
  const { stdout, stderr, status } = runGreen(`
import { sleep, spawn } from 'greenc/hub';
import { blockWarning } from 'greenc/node';
let warned = '';
let isSpinning = false;
// On a slow machine something else may take as long.
const stop = blockWarning(20, text => { if (isSpinning) warned = text; });
function spin() {
  isSpinning = true;
  for (const until = performance.now() + 1000; warned === '' && performance.now() < until; );
  isSpinning = false;
}
function work() {
  // Until the other thread is there, which takes turns of the event loop.
  for (let turns = 0; turns < 20 && warned === ''; turns++) {
    sleep(50);
    spin();
  }
  return 1;
}
const task = spawn(function hog() {
  return work() + 1;
});
task.name = 'the hog';
task.link(() => {
  console.log(warned);
  stop();
});
`);
  expect([stderr, status]).toEqual(['', 0]);
  expect(stdout).toMatch(
    /^Blocked: the hog has kept the event loop for more than 20 ms\n(?: {4}at .*\n)*? {4}at spin \(program\.mjs:11:\d+\)\n {4}at work \(program\.mjs:18:5\)\n {4}at hog \(program\.mjs:23:10\)\n/,
  );
});

test('where no debugger can look, blockWarning says where the greenlet waits next', () => {
  const { stdout, stderr, status } = runGreen(`
import { isMainThread, Worker } from 'node:worker_threads';
import { sleep, spawn } from 'greenc/hub';
import { blockWarning } from 'greenc/node';
if (isMainThread) new Worker(new URL(import.meta.url)).on('message', text => console.log(text));
else {
  const { parentPort } = await import('node:worker_threads');
  blockWarning(5, text => parentPort.postMessage(text.replace(/\\d+ ms/, 'TIME')));
  const spin = () => { for (const until = performance.now() + 20; performance.now() < until; ); };
  spawn(function hog() {
    spin();
    sleep(1);
  });
  spawn(function short() { spin(); });
  spawn(() => { sleep(10); spin(); sleep(1); });
}
`);
  expect([stderr, status]).toEqual(['', 0]);
  expect(stdout).toBe(
    `Blocked: hog kept the event loop for TIME, until it waited
    at hog (program.mjs:13:5)
Blocked: short kept the event loop for TIME, until it ended
Blocked: a greenlet kept the event loop for TIME, until it waited
    at program.mjs:16:36
`,
  );
});

test('reports name what a greenlet waits in by its name in Node', () => {
  const { stdout } = runGreen(`
import { dumpGreenlets, Queue, spawn } from 'greenc/hub';
import { spawnSync } from 'greenc/node/child_process';
import { readFileSync, realpathSync } from 'greenc/node/fs';
import { gzipSync } from 'greenc/node/zlib';
spawn(() => spawnSync('sleep', ['1']));
spawn(() => readFileSync('program.mjs'));
spawn(() => realpathSync.native('.'));
spawn(() => gzipSync('a'));
spawn(() => new Queue().get());
spawn(() => {
  console.log(dumpGreenlets(null).map(({ waitsIn }) => waitsIn).join(' '));
  process.exit();
});
`);
  expect(stdout).toBe('spawnSync() readFileSync() realpathSync.native() gzipSync() queue.get() \n');
});

/** How programs end, in processes of their own. */
import { runGreen } from '../support/run-green.js';

const stuck = `
import { daemon, dumpGreenlets, reportDeadlocks, sleep, spawn, trackGreenlets, wait } from 'greenc/hub';
const never = () => new Promise(() => {});
function worker(ms) {
  sleep(ms);
  wait(never());
}
spawn(worker, 1);
spawn(worker, 1);
const late = spawn(function late() {
  wait(never());
});
spawn(() => late.join());
`;

const deadlock = `Deadlock: 4 greenlets wait, and nothing is left that could wake them.
a greenlet waits in task.join()
    at program.mjs:14:18
late waits in wait()
    at late (program.mjs:12:3)
worker waits in wait() (2 of them)
    at worker (program.mjs:7:3)
`;

test('a deadlock is reported with the stack of each greenlet', () => {
  expect(runGreen(stuck)).toEqual({ stdout: '', stderr: deadlock, status: 13, signal: null });
});

test('an exit code that is set stays; and the report can be had without, or for some greenlets only', () => {
  expect(runGreen(`${stuck}process.exitCode = 3;`)).toMatchObject({ stderr: deadlock, status: 3 });
  expect(runGreen(`${stuck}reportDeadlocks(false);`)).toMatchObject({ stderr: '', status: 0 });
  const excepted = runGreen(`${stuck}daemon(late);`);
  expect(excepted).toMatchObject({ status: 13, stderr: expect.stringMatching(/^Deadlock: 3 greenlets wait/) });
  expect(excepted.stderr).not.toContain('program.mjs:12');
});

test('a listener that finds more to do takes no deadlock for the end', () => {
  const { stderr, status } = runGreen(`
import { spawn, wait } from 'greenc/hub';
let wake;
const task = spawn(() => wait(new Promise(resolve => { wake = resolve; })));
process.once('beforeExit', () => setTimeout(() => wake(1)));
task.link(({ value }) => console.log(value));
`);
  expect([stderr, status]).toEqual(['', 0]);
});

test('greenlets that are no tasks are found as well: alone, and where a task has switched to them by hand', () => {
  const { stderr, status } = runGreen(`
import { Greenlet, getCurrent } from 'greenc';
import { daemon, Queue, sleep, spawn } from 'greenc/hub';
const main = getCurrent();
const queue = new Queue();
const take = () => queue.get();
new Greenlet(function alone() {
  return take();
}).switch();
spawn(function task() {
  return new Greenlet(function middle() {
    return new Greenlet(function beneath() {
      return take();
    }).switch();
  }).switch();
});
new Greenlet(function slept() {
  sleep(1);
  return take();
}).switch();
spawn(() => main.switch('for nobody'));
queue.put(1);
daemon(new Greenlet(take)).switch();
`);
  const report = `Deadlock: 2 greenlets wait, and nothing is left that could wake them.
beneath waits in queue.get()
    at take (program.mjs:7:26)
    at beneath (program.mjs:14:14)
slept waits in queue.get()
    at take (program.mjs:7:26)
    at slept (program.mjs:20:10)
`;
  expect([stderr, status]).toEqual([report, 13]);
});

test('a listener that finds more to do, and then ends the process, takes no deadlock for the end', () => {
  const { stderr, status } = runGreen(`
process.on('beforeExit', () => setImmediate(() => process.exit()));
const { Queue, spawn } = await import('greenc/hub');
const queue = new Queue();
spawn(() => queue.get());
`);
  expect([stderr, status]).toEqual(['', 0]);
});

test('a process stays alive for greenlets that sleep, and for no others', () => {
  const { stdout, status } = runGreen(`
import { reportDeadlocks, sleep, spawn, spawnLater, Task, wait } from 'greenc/hub';
reportDeadlocks(false);
spawn(() => { wait(new Promise(() => {})); console.log('never'); });
spawn(() => { sleep(20); console.log('slept'); });
spawnLater(40, () => console.log('begun'));
const never = [new Task(() => console.log('killed')), spawnLater(600_000, () => {}), spawn(() => {})];
for (const task of never.slice(0, 2)) task.kill();
for (const task of never) task.link(() => task.startLater(600_000));
`);
  expect([stdout, status]).toEqual(['slept\nbegun\n', 0]);
});

test('an error that nobody takes notice of ends the process, with the logical stack', () => {
  const failing = `
import { sleep, spawn } from 'greenc/hub';
function fail() {
  sleep(1);
  throw new Error('lost');
}
function outer() {
  fail();
  return 1;
}
const task = spawn(outer);
`;
  const { stderr, status } = runGreen(failing);
  expect(status).toBe(1);
  expect(stderr).toContain('Error: lost\n    at fail (program.mjs:6:9)\n    at outer (program.mjs:9:3)\n');
  const listening = `${failing}process.on('unhandledRejection', error => console.log('seen', error.message));`;
  expect(runGreen(listening)).toEqual({ stdout: 'seen lost\n', stderr: '', status: 0, signal: null });
  expect(runGreen(`${failing}task.link(({ error }) => console.log(error.message));`)).toMatchObject({
    stdout: 'lost\n',
    status: 0,
  });
});

test('process.exit in a greenlet ends the process there and then', () => {
  const { stdout, stderr, status } = runGreen(`
import { sleep, spawn, wait } from 'greenc/hub';
process.on('exit', code => console.log('exit', code));
spawn(() => wait(new Promise(() => {})));
spawn(() => {
  try {
    sleep(1);
    process.exit(4);
  } finally {
    console.log('never');
  }
});
`);
  expect([stdout, stderr, status]).toEqual(['exit 4\n', '', 4]);
});

test('dumpGreenlets says who exists, where each waits, and for how long', () => {
  const { stdout, stderr } = runGreen(`${stuck}
trackGreenlets();
spawn(function sleeper() { sleep(60_000); }).name = 'the sleeper';
const queued = spawn(function queued() {});
queued.kill();
spawn(function asking() {
  sleep(5);
  spawn(function young() {});
  const reports = dumpGreenlets();
  console.log(reports.map(({ name, state, waitsIn, waited, left, frames }) =>
    [name, state, waitsIn, waited >= 0, left > 50_000, frames.length].join()).sort().join('\\n'));
  process.exit();
});
`);
  expect(stdout).toBe(`,running,,false,false,0
,waits,task.join(),true,false,1
late,waits,wait(),true,false,1
the sleeper,waits,sleep(),true,true,1
worker,waits,wait(),true,false,1
worker,waits,wait(),true,false,1
young,new,,false,false,0
`);
  const times = stderr.replace(/[\d.]+ m?s/g, 'TIME');
  expect(times).toMatch(/^7 greenlets:\n/);
  expect(times).toContain(
    'the sleeper waits in sleep() (for TIME, TIME left)\n    at sleeper (program.mjs:17:28)\nworker waits in wait() (2 of them, for TIME)\n',
  );
});

test('an error that a timer brings to main, through a greenlet that is no task, keeps no other timer from going off', () => {
  const program = `
import { Greenlet } from 'greenc';
import { sleep, spawn, Timeout } from 'greenc/hub';
process.on('uncaughtException', error => console.log(error.name));
new Greenlet(() => {
  new Timeout(2).start();
  sleep(1000);
}).switch();
spawn(() => {
  sleep(2);
  sleep(2);
  console.log('goes on');
});
`;
  expect(runGreen(program)).toMatchObject({ stdout: 'Timeout\ngoes on\n', stderr: '', status: 0 });
});

test('what a link throws is reported, and the others are called', () => {
  const { stdout, status } = runGreen(`
import { spawn } from 'greenc/hub';
process.on('unhandledRejection', error => console.log('unhandled', error));
const task = spawn(() => 5);
for (const n of [1, 2])
  task.link(() => {
    console.log('called', n);
    throw n;
  });
`);
  expect([stdout, status]).toEqual(['called 1\ncalled 2\nunhandled 1\nunhandled 2\n', 0]);
});

test('what a task throws that is killed is reported, if it is something else than it was killed by', () => {
  const { stdout, stderr, status } = runGreen(`
import { Group, joinAll, killAll, sleep, spawn } from 'greenc/hub';
process.on('unhandledRejection', error => console.log('unhandled:', error.message));
function fail(name) {
  try {
    sleep(60_000);
  } finally {
    if (name !== undefined) throw new Error(name);
  }
}
const own = () => new Error('its own');
function kill() {
  const tasks = ['by kill', 'by killAll', 'looked at', 'joined'].map(name => spawn(fail, name));
  const others = [1, 2, 3].map(() => spawn(fail));
  const group = new Group();
  group.spawn(fail, 'by a group');
  group.spawn(fail);
  sleep();
  tasks[0].kill();
  killAll([tasks[1], others[0]], own());
  group.kill(own());
  others[1].kill(own());
  spawn(fail).kill(own());
  tasks[2].kill();
  console.log('looked at:', tasks[2].error.message);
  tasks[3].kill();
  joinAll(tasks.slice(3));
  return others[2];
}
spawn(kill).link(task => {
  task.value.kill(own());
  const inMain = spawn(fail, 'by main');
  setTimeout(() => inMain.kill());
});
`);
  expect([stderr, status]).toEqual(['', 0]);
  expect(stdout.trim().split('\n')).toEqual([
    'looked at: looked at',
    'unhandled: by kill',
    'unhandled: by killAll',
    'unhandled: by a group',
    'unhandled: by main',
  ]);
});

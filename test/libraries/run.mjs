// node test/libraries/run.mjs MODE FILE LIBRARY…: runs the uses of libraries, and writes what came of them into a file.
// MODE says what this process was told to compile: nothing ("native"), the uses ("uses"), or the libraries too ("all").
import { writeFileSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Greenlet, getCurrent } from 'greenc';
import { begin, note, schedule, show, traced } from './trace.mjs';

const [mode, file, ...libraries] = process.argv.slice(2);
const outcomes = {};

// Mocha listens anew in each use.
process.setMaxListeners(0);
process.on('unhandledRejection', error => note('unhandled rejection:', error));
process.on('uncaughtException', error => note('uncaught:', error));

runAll().then(
  // What a use has left running is no concern of anybody's.
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);

async function runAll() {
  for (const library of libraries) await run(library);
  writeFileSync(file, JSON.stringify(outcomes));
}

async function run(library) {
  const { uses, stays = {}, harms = {}, isReentrant = true } = await import(`./uses/${library}.mjs`);
  const done = {};
  outcomes[library] = { uses: done, stays, harms, isReentrant };
  for (const [name, use] of Object.entries(uses)) {
    // What is read if it does not come back.
    writeFileSync(file, `${library}, ${name}`);
    done[name] = await rounds(use);
  }
}

/** All rounds of one use. */
async function rounds(use) {
  const state = {};
  const first = await round(use, state, mode === 'native' ? 'never' : 'suspend');
  const again = await round(use, state, mode === 'all' ? 'suspend' : 'never');
  if (mode === 'native') return { first, again, failing: await failing(use) };
  const fresh = await round(use, {}, 'never');
  const inMain = await round(use, {}, 'suspend', true);
  const twins = mode === 'all' ? await together(use) : undefined;
  return { first, again, fresh, inMain, twins };
}

/** What the library does in a round after one whose first callback has failed. */
async function failing(use) {
  const state = {};
  await round(use, state, 'fail');
  return round(use, state, 'never');
}

/** Runs a use to its end and lets all that it has begun come to its end, too. */
async function round(use, state, what, inMain = mode === 'native') {
  begin(what);
  const result = await ended(() => (inMain ? use(state) : inGreenlet(use, state)));
  await quiet();
  const isSound = getCurrent().parent === null && (mode === 'native' || (await sound()));
  return { ...traced(), result, isSound };
}

async function ended(run) {
  let value;
  try {
    value = run();
  } catch (error) {
    return `throws ${show(error)}`;
  } finally {
    // What runs later runs in the main greenlet.
    schedule.what = 'never';
  }
  if (!(value instanceof Promise)) return `returns ${show(value)}`;
  const settled = value.then(
    result => `promises ${show(result)}`,
    error => `rejects ${show(error)}`,
  );
  return Promise.race([settled, setTimeout(2000, 'promises and never settles')]);
}

function inGreenlet(use, state) {
  const greenlet = new Greenlet(use);
  let value = greenlet.switch(state);
  for (let turn = 0; !greenlet.dead; turn++) {
    if (turn > 10_000) throw new Error('the greenlet does not come to its end');
    value = greenlet.switch();
  }
  if (greenlet.frames.length > 0) note('the dead greenlet has frames');
  return value;
}

/** Two greenlets at once, in turns. */
async function together(use) {
  begin('suspend');
  const pair = [new Greenlet(use), new Greenlet(use)];
  const results = [];
  const turn = index => {
    const greenlet = pair[index];
    if (greenlet.dead) return;
    results[index] = greenlet.started ? greenlet.switch() : greenlet.switch({});
  };
  const text = await ended(() => {
    while (!pair.every(greenlet => greenlet.dead)) [0, 1].forEach(turn);
  });
  const shown = await Promise.all(results.map(value => ended(() => value)));
  await quiet();
  return text === 'returns undefined' ? shown : [text];
}

/** Whether greenlets work as if nothing had happened. */
async function sound() {
  const { steps } = await import('./green.mjs');
  const greenlet = new Greenlet(steps);
  return greenlet.switch(1) === 1 && greenlet.switch(2) === 2 && greenlet.switch(3) === 'end' && greenlet.dead;
}

async function quiet() {
  for (let i = 0; i < 3; i++) await setImmediate();
  await setTimeout(2);
}

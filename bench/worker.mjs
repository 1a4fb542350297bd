// One variant of one program in a process of its own. Started by measure.mjs with a description:
//   module   the file to import: exports run() and `expected`
//   mode     'plain': call run(); 'paused': first a pass in which every function suspends once;
//            'resumed': run(wait), where wait suspends (in a greenlet) or does nothing (native)
//   pausing  for the last two, the module pausing.js: compiled, or as it is
//   green    whether the module was compiled: only then can the passes above suspend
// Answers {warmUp: ms} and {run: 1} with the time in ns of what it did. A wrong result ends the process.

import { pathToFileURL } from 'node:url';

const variant = JSON.parse(process.argv[2]);

// What instrument.mjs inserts asks this. Set twice in every variant: a global that never changed would be folded.
globalThis.pausing = true;
globalThis.pausing = false;
const pausing = variant.pausing === undefined ? undefined : await import(pathToFileURL(variant.pausing).href);
const namespace = await import(pathToFileURL(variant.module).href);
const program = namespace.default?.run === undefined ? namespace : namespace.default;

function check(result) {
  if (result !== program.expected) {
    console.error(`${variant.module}: got ${result}, expected ${program.expected}`);
    process.exit(1);
  }
}

/** Every function with a call in it that ever runs stops once at its entry, and with it all its callers. */
function suspendEachOnce() {
  if (pausing.runPausing(program.run, check) === 0) throw new Error(`${variant.module}: no function suspended`);
}

const native = () => undefined;
let run = program.run;
if (variant.mode === 'paused' && variant.green) suspendEachOnce();
if (variant.mode === 'resumed' && !variant.green) run = () => program.run(native);
if (variant.mode === 'resumed' && variant.green) run = () => pausing.runWaiting(program.run);

/** CPU time, not wall time: what else the machine is doing then matters far less. */
async function once() {
  const start = process.cpuUsage();
  let result = run();
  if (typeof result?.then === 'function') result = await result;
  const { user, system } = process.cpuUsage(start);
  check(result);
  return (user + system) * 1000;
}

process.on('message', async ({ warmUp }) => {
  if (warmUp === undefined) return process.send({ time: await once() });
  let time = 0;
  for (let turn = 0; turn < 5 || time < warmUp * 1e6; turn++) time += await once();
  process.send({ time });
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });

// Random programs: fibers that run, end, reset and throw into one another. A line for each: its number, how long its log is, and a
// hash of that. With a number as argument, the log of that one.
const Fiber = require('fibers');

function randomFrom(seed) {
  let state = seed * 7919 + 13;
  return limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Everything that a program does, as text. */
function logOf(seed) {
  const random = randomFrom(seed);
  const log = [];
  const fibers = [];
  let steps = 0;
  const shown = value => (value instanceof Error ? `${value.name} ${value.message}` : String(value));
  const name = () => (Fiber.current ? fibers.indexOf(Fiber.current) : 'main');
  const states = () => fibers.map(fiber => (fiber.started ? 1 : 0)).join('');
  function attempt(label, action) {
    log.push(`${name()} ${label} ${states()}`);
    try {
      log.push(`${name()} ${label} gave ${shown(action())} ${states()}`);
    } catch (error) {
      log.push(`${name()} ${label} threw ${shown(error)} ${states()}`);
      if (random(3) === 0) throw error;
    }
  }
  function act(depth) {
    if (++steps > 120) return;
    const other = random(fibers.length);
    const value = random(100);
    const kind = random(16);
    if (kind < 5) attempt(`yield ${value}`, () => Fiber.yield(value));
    else if (kind < 10) attempt(`run ${other}`, () => fibers[other].run(value));
    else if (kind === 10) attempt(`throwInto ${other}`, () => fibers[other].throwInto(`thrown ${value}`));
    else if (kind === 11) attempt(`reset ${other}`, () => fibers[other].reset());
    else if (kind === 12) throw new RangeError(`step ${steps}`);
    else if (kind === 13 && depth < 4) {
      [1, 2].forEach(() => {
        act(depth + 1);
      });
    } else if (kind === 14) attempt('run without a value', () => fibers[other].run());
    else if (depth < 4) several(depth + 1);
  }
  function several(depth) {
    const count = 1 + random(4);
    try {
      for (let i = 0; i < count; i++) act(depth);
    } finally {
      log.push(`${name()} leaves ${depth}`);
      if (random(4) === 0) act(depth + 1);
    }
  }
  for (let i = 0; i < 2 + random(4); i++) {
    fibers.push(
      Fiber((...given) => {
        log.push(`${name()} starts with ${given}`);
        several(0);
        return `end ${steps}`;
      }),
    );
  }
  while (steps < 100) {
    steps++;
    const other = random(fibers.length);
    const kind = random(8);
    try {
      if (kind === 0) log.push(`main reset ${other} ${shown(fibers[other].reset())}`);
      else if (kind === 1) log.push(`main throwInto ${other} ${shown(fibers[other].throwInto('from main'))}`);
      else log.push(`main run ${other} ${shown(fibers[other].run(steps))}`);
    } catch (error) {
      log.push(`main failed ${shown(error)}`);
    }
    log.push(states());
  }
  return log;
}

function hash(lines) {
  let value = 0;
  for (const character of lines.join('\n')) value = (Math.imul(value, 31) + character.charCodeAt(0)) | 0;
  return value;
}

if (process.argv[2]) console.log(logOf(Number(process.argv[2])).join('\n'));
else {
  for (let seed = 1; seed <= 300; seed++) {
    const log = logOf(seed);
    console.log(seed, log.length, hash(log));
  }
}

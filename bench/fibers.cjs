/**
 * What fibers cost, for docs/from-fibers.md: nanoseconds for each of the steps, the best of seven rounds. The same program is for
 * the original, on Node 14, and for greenc:
 *
 *     NODE_PATH=MODULES NODE14 bench/fibers.cjs
 *     npx greenc run --all --alias fibers=greenc/fibers bench/fibers.cjs
 */
const Fiber = require('fibers');

const measures = {
  'run and yield': [
    200000,
    count => {
      const fiber = forever();
      for (let i = 0; i < count; i++) fiber.run(i);
    },
  ],
  'the same, 100 calls deep': [
    200000,
    count => {
      const deep = level => (level === 0 ? yieldForever() : deep(level - 1) + 1);
      const fiber = Fiber(() => deep(100));
      for (let i = 0; i < count; i++) fiber.run(i);
    },
  ],
  'the same, by another fiber': [
    200000,
    count => {
      const fiber = forever();
      Fiber(() => {
        for (let i = 0; i < count; i++) fiber.run(i);
      }).run();
    },
  ],
  'a fiber that ends without a yield': [
    100000,
    count => {
      for (let i = 0; i < count; i++) Fiber(() => i).run();
    },
  ],
  'a fiber with one yield': [
    50000,
    count => {
      for (let i = 0; i < count; i++) {
        const fiber = Fiber(() => Fiber.yield(i));
        fiber.run();
        fiber.run();
      }
    },
  ],
  'one of 5000 that wait at once': [
    5000,
    count => {
      const fibers = Array.from({ length: count }, () => Fiber(() => Fiber.yield()));
      for (const fiber of fibers) fiber.run();
      for (const fiber of fibers) fiber.run();
    },
  ],
  'a walk that yields 4095 nodes of a tree, each': [
    4095,
    () => {
      const walk = level => {
        if (level === 0) return;
        walk(level - 1);
        Fiber.yield(level);
        walk(level - 1);
      };
      const fiber = Fiber(() => walk(12));
      do fiber.run();
      while (fiber.started);
    },
  ],
};

function yieldForever() {
  for (;;) Fiber.yield();
}

function forever() {
  return Fiber(yieldForever);
}

console.log(process.version);
for (const [name, [count, work]] of Object.entries(measures)) {
  let best = Infinity;
  for (let round = 0; round < 7; round++) {
    const start = process.hrtime.bigint();
    work(count);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / count);
  }
  console.log(name.padEnd(48), best.toFixed(0).padStart(6), 'ns');
}

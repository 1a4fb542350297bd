// Fibers that nobody can go on with any more; run with --expose-gc.
const Fiber = require('fibers');

const log = [];
function abandon(name, run) {
  const fiber = Fiber(run);
  fiber.name = name;
  fiber.run();
}
abandon('quiet', () => Fiber.yield());
abandon('tidy', () => {
  try {
    Fiber.yield();
  } finally {
    log.push('tidied up');
  }
});
abandon('stubborn', () => {
  for (let i = 0; i < 3; i++) {
    try {
      Fiber.yield();
    } catch (error) {
      log.push(`${i} ${error.message} ${Fiber.current instanceof Fiber} ${Fiber.current.started}`);
    }
  }
});
const kept = Fiber(() => {
  try {
    Fiber.yield();
  } finally {
    log.push('must not be');
  }
});
kept.run();
// Ended, never started: nothing to unwind.
abandon('ended', () => {});
Fiber(() => log.push('must not be'));

let rounds = 0;
(function look() {
  gc();
  // The original unwinds when a fiber is run next.
  Fiber(() => {}).run();
  if (log.length < 4 && ++rounds < 200) {
    setTimeout(look, 1);
    return;
  }
  setTimeout(() => {
    Fiber(() => {}).run();
    console.log(log.sort(), kept.started);
  }, 5);
})();

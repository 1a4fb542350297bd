// Fibers that run fibers.
const Fiber = require('fibers');

function attempt(label, action) {
  try {
    console.log(label, action());
  } catch (error) {
    console.log(label, 'threw', error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
}

const outer = Fiber(() => {
  console.log('outer', Fiber.current === outer);
  const inner = Fiber(value => {
    console.log('inner', value, Fiber.current === inner, outer.started);
    // Whoever waits for another's `run` is running.
    attempt('run of the outer', () => outer.run());
    attempt('throwInto of the outer', () => outer.throwInto('no'));
    attempt('reset of the outer', () => outer.reset());
    attempt('run of itself', () => inner.run());
    const got = Fiber.yield('from inner');
    console.log('inner got', got, Fiber.current === inner);
    return 'inner ends';
  });
  console.log(inner.run('given'), Fiber.current === outer);
  Fiber.yield(inner);
  console.log('outer again', Fiber.current === outer);
  return 'outer ends';
});
const inner = outer.run();
console.log(Fiber.current, inner.started, inner.run('from main'), inner.started);
console.log(outer.run());

// A yield goes to whoever has run the fiber last.
const shared = Fiber(() => {
  for (let turn = 1; turn < 4; turn++) console.log('shared got', Fiber.yield(`turn ${turn}`));
  return 'over';
});
const user = Fiber(() => {
  console.log('user', shared.run());
  Fiber.yield();
  console.log('user', shared.run('from user'));
  Fiber.yield();
  console.log('user', shared.run('from user'));
});
user.run();
console.log('main', shared.run('from main'));
user.run();
user.run();
console.log(user.started, shared.started);

// Errors go the same way.
attempt('three deep', () =>
  Fiber(() =>
    Fiber(() =>
      Fiber(() => {
        throw new TypeError('deepest');
      }).run(),
    ).run(),
  ).run(),
);
const fragile = Fiber(() => {
  Fiber.yield();
  throw new Error('fragile');
});
fragile.run();
Fiber(() => {
  try {
    fragile.run();
  } catch (error) {
    console.log('caught', error.message, Fiber.current.started, fragile.started);
  }
}).run();

// A chain in which each fiber runs the next, all of which yield and go on.
const chain = length =>
  Fiber(() => {
    if (length === 0) return Fiber.yield('bottom');
    const below = chain(length - 1);
    const first = below.run();
    const second = below.run(Fiber.yield(`${length} ${first}`));
    return `${second} ${length}`;
  });
const top = chain(5);
console.log(top.run());
console.log(top.run('value'));

// Fibers that end while their makers go on.
Fiber(() => {
  Fiber(() => {
    Fiber(() => {}).run();
  }).run();
  console.log('all have ended');
}).run();

// Generators within generators: leaves of two trees, compared.
function* numbers(fiber) {
  for (let value = fiber.run(); fiber.started; value = fiber.run()) yield value;
}
const leaves = tree =>
  Fiber(() => {
    const visit = node => (Array.isArray(node) ? node.forEach(visit) : Fiber.yield(node));
    visit(tree);
  });
console.log(
  [...numbers(leaves([1, [2, [3, 4]], [[5]]]))],
  [
    ...numbers(
      leaves([
        [1, 2],
        [3, [4, [5]]],
      ]),
    ),
  ],
);

// Two that hand a ball to one another.
const log = [];
const ping = Fiber(() => {
  for (let i = 0; i < 3; i++) {
    log.push(`ping ${i}`);
    Fiber.yield();
  }
});
const pong = Fiber(() => {
  for (let i = 0; i < 3; i++) {
    ping.run();
    log.push(`pong ${i}`);
  }
});
pong.run();
ping.run();
console.log(log, ping.started, pong.started);

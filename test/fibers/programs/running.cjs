// Starting, yielding, going on, starting again; and what is refused.
const Fiber = require('fibers');

function attempt(label, action) {
  try {
    console.log(label, action());
  } catch (error) {
    console.log(label, 'threw', error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
}

// Values go both ways, none of them is undefined, and arrays stay arrays.
const echo = Fiber(first => {
  let got = first;
  while (got !== 'stop') got = Fiber.yield(got);
  return 'stopped';
});
console.log(echo.started, echo.run(), echo.run(1), echo.run([2, 3]), echo.run(null), echo.started);
console.log(echo.run('stop'), echo.started, echo.run('once more'), echo.run('stop'));

// What the function is called with.
const called = Fiber((...given) => given);
console.log(called.run(), called.run(undefined), called.run('x'));
function isGlobal() {
  'use strict';
  return this === globalThis;
}
console.log(
  Fiber(isGlobal).run(),
  Fiber(function () {
    return this === globalThis;
  }).run(),
);

// With new, without, by call, as a base class.
const plain = () => 'ran';
for (const fiber of [Fiber(plain), new Fiber(plain), Fiber.call({}, plain)]) {
  console.log(
    fiber instanceof Fiber,
    Object.getPrototypeOf(fiber) === Fiber.prototype,
    Object.keys(fiber),
    fiber.run(),
  );
}
class Named extends Fiber {
  constructor(name) {
    super(() => this.greet());
    this.name = name;
  }
  greet() {
    return Fiber.yield(`hello ${this.name}`) + (Fiber.current === this);
  }
}
const named = new Named('elm');
console.log(named instanceof Fiber, named.run(), named.run('it is '), named.started);
console.log(Fiber.prototype.constructor === Fiber, Fiber.name, Fiber.length);

// Methods that are taken off their fiber.
const { yield: halt } = Fiber;
const loose = Fiber(() => halt.call(null, halt(1)));
const run = loose.run.bind(loose);
console.log(run(), run('back'), run('end'));

attempt('no function', () => Fiber());
attempt('two', () => Fiber(plain, plain));
attempt('an object', () => new Fiber({}));
attempt('a text, without new', () => Fiber('plain'));
attempt('run with two values', () => echo.run(1, 2));
attempt('yield outside', () => Fiber.yield());
attempt('yield outside with two values', () => Fiber.yield(1, 2));
attempt('yield with two values', () => Fiber(() => Fiber.yield(1, 2)).run());
for (const method of ['run', 'reset', 'throwInto']) {
  attempt(`${method} of an object`, () => Fiber.prototype[method].call({}));
  attempt(`${method} of nothing`, () => Fiber.prototype[method].call(null));
  attempt(`${method} of what inherits from a fiber`, () => Object.create(echo)[method]());
}
attempt('started of the prototype', () => Fiber.prototype.started);
attempt('started of what inherits from a fiber', () => Object.create(echo).started);

// An error ends the fiber, which may be started again.
let times = 0;
const failing = Fiber(value => {
  if (++times === 2) throw new RangeError('second time');
  return Fiber.yield(value);
});
console.log(failing.run('a'), failing.run('b'));
attempt('the second time', () => failing.run('c'));
console.log(failing.started, failing.run('d'), failing.run('e'));
attempt('nothing thrown', () =>
  Fiber(() => {
    throw undefined;
  }).run(),
);

// Properties that take what they are given, and keep nothing of it.
function assign(name) {
  'use strict';
  Fiber[name] = 'mine';
  return typeof Fiber[name];
}
console.log(assign('current'), assign('fibersCreated'));
Fiber(() => console.log(Fiber.current.started, typeof Fiber.current.run)).run();
attempt('set started', () => {
  'use strict';
  echo.started = 'mine';
  return echo.started;
});
const seen = [];
for (const key in echo) seen.push(key);
console.log(seen.sort());

function fibonacci() {
  const fiber = Fiber(() => {
    Fiber.yield(0);
    let [before, now] = [0, 1];
    for (;;) {
      Fiber.yield(now);
      [before, now] = [now, before + now];
    }
  });
  return fiber.run.bind(fiber);
}
const next = fibonacci();
const numbers = [];
for (let number = next(); number <= 1597; number = next()) numbers.push(number);
console.log(numbers.join());

attempt('endless recursion', () => {
  const deeper = () => deeper() + 1;
  return Fiber(deeper).run();
});

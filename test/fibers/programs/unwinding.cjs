// reset and throwInto.
const Fiber = require('fibers');

function attempt(label, action) {
  try {
    console.log(label, action());
  } catch (error) {
    console.log(label, 'threw', error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
}
const suspended = run => {
  const fiber = Fiber(run);
  fiber.run();
  return fiber;
};

const stubborn = suspended(() => {
  try {
    Fiber.yield();
  } catch (error) {
    console.log(error instanceof Error, error.message, stubborn.started, Fiber.current === stubborn);
    try {
      Fiber.yield(2);
    } catch (again) {
      console.log('the same error', again === error);
      attempt('run of a zombie', () => stubborn.run());
      attempt('reset of a zombie', () => stubborn.reset());
      attempt('throwInto of a zombie', () => stubborn.throwInto());
      attempt('yield of two values', () => Fiber.yield(1, 2));
      attempt('another fiber', () => Fiber(() => Fiber.yield('is none')).run());
    }
    return 'result';
  }
});
console.log(stubborn.reset(), stubborn.started, stubborn.reset());
console.log(stubborn.run(), stubborn.started);
attempt('reset with a value', () => stubborn.reset(1));
console.log(stubborn.started, stubborn.reset());
attempt('reset with a value, when there is nothing to reset', () => stubborn.reset(1));

let count = 0;
const endless = suspended(() => {
  for (count = 0; count < 1000; count++) {
    try {
      Fiber.yield();
    } catch {}
  }
});
console.log(endless.reset(), count);

attempt('untouched', () => suspended(() => Fiber.yield()).reset());
attempt('finally', () =>
  suspended(() => {
    try {
      Fiber.yield();
    } finally {
      console.log('finally');
    }
  }).reset(),
);
attempt('a value from finally', () =>
  suspended(() => {
    try {
      Fiber.yield();
    } finally {
      // biome-ignore lint/correctness/noUnsafeFinally: this is what is looked at.
      return 'value';
    }
  }).reset(),
);
attempt('thrown again', () =>
  suspended(() => {
    try {
      Fiber.yield();
    } catch (error) {
      console.log(error.message);
      throw error;
    }
  }).reset(),
);
attempt('thrown anew', () =>
  suspended(() => {
    try {
      Fiber.yield();
    } catch (error) {
      throw new Error(error.message);
    }
  }).reset(),
);
attempt('returned', () =>
  suspended(() => {
    try {
      Fiber.yield();
    } catch (error) {
      return error.message;
    }
  }).reset(),
);
attempt('of itself', () => {
  const fiber = Fiber(() => fiber.reset());
  return fiber.run();
});
attempt('by another', () => {
  const fiber = suspended(() => Fiber.yield());
  return Fiber(() => [fiber.reset(), fiber.started, Fiber.yield('the other yields')]).run();
});

// throwInto
const tough = Fiber(() => {
  for (;;) {
    try {
      Fiber.yield('waits');
    } catch (error) {
      console.log('caught', error);
      if (error === 'end') return 'ended';
    }
  }
});
attempt('not started', () => tough.throwInto('early'));
attempt('not started, two values', () => tough.throwInto(1, 2));
console.log(tough.run(), tough.throwInto('a text'), tough.throwInto(), tough.run(), tough.throwInto(Error));
attempt('two values', () => tough.throwInto(1, 2));
console.log(tough.throwInto('end'), tough.started);
attempt('ended', () => tough.throwInto('late'));
const soft = () => suspended(() => Fiber.yield());
attempt('not caught', () => soft().throwInto(new RangeError('mine')));
attempt('nothing, not caught', () => soft().throwInto());
attempt('into itself', () => {
  const fiber = Fiber(() => fiber.throwInto('x'));
  return fiber.run();
});
const weak = soft();
attempt('once', () => weak.throwInto('once'));
console.log(weak.started, weak.run(), weak.run('twice'));
Fiber(() => {
  const one = soft();
  attempt('from a fiber', () => one.throwInto('thrown'));
  console.log(Fiber.current.started, one.started);
}).run();

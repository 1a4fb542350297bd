// Future.task, Function.prototype.future and Future.wrap.
const Fiber = require('fibers');
const Future = require('fibers/future');

function attempt(label, action) {
  try {
    console.log(label, action());
  } catch (error) {
    console.log(label, 'threw', error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
}
const sleep = ms => {
  const future = new Future();
  setTimeout(() => future.return(), ms);
  return future;
};
process.on('uncaughtException', error => console.log('uncaught', error.message));

// Calls that are fibers of their own.
const descriptor = Object.getOwnPropertyDescriptor(Function.prototype, 'future');
console.log(descriptor.enumerable, descriptor.writable, descriptor.configurable, typeof descriptor.value);
const add = function (...given) {
  sleep(1).wait();
  return [this?.name, given];
}.future();
console.log(typeof add, add.length, String(function f() {}.future()));
const object = { name: 'object', add };
const sum = object.add(1, 2);
console.log(sum instanceof Future, sum.isResolved(), sum.started);
sum.resolve((error, value) => console.log('sum', error, value));

const order = [];
Future.task(() => order.push('task'));
order.push('main');
process.nextTick(() => order.push('tick'));

// One that somebody waits for before it has begun is run by the one who waits.
Future.task(() => {
  const outer = Fiber.current;
  console.log('the same fiber', Future.task(() => Fiber.current === outer).wait());
  const begun = Future.task(() => {
    sleep(5).wait();
    return Fiber.current === outer;
  });
  sleep(1).wait();
  console.log('another fiber', begun.wait());
  const [one, two] = [1, 2].map(number => Future.task(() => [Fiber.current === outer, number]));
  Future.wait(one, two);
  console.log(one.get(), two.get());
  attempt('an error', () =>
    Future.task(() => {
      throw new Error('in a task');
    }).wait(),
  );
  const both = Future.task(
    () => sleep(3).wait() || 'slow',
    () => 'quick',
  );
  console.log(both.isResolved(), both.wait());
  attempt('one of several fails', () =>
    Future.task(
      () => 'fine',
      () => {
        throw new Error('not fine');
      },
      () => sleep(1).wait(),
    ).wait(),
  );
  const fibers = new Set();
  const recurse = (n => {
    fibers.add(Fiber.current);
    return n === 0 ? 0 : 1 + recurse(n - 1).wait();
  }).future();
  console.log(recurse(20).wait(), fibers.size);
  wrapped();
}).resolve((error, value) => {
  console.log('done', error, value, order);
  // A fiber's own error, which nobody has asked for, is lost; detached it is not.
  Future.task(() => {
    throw new Error('lost');
  });
  function fails() {
    throw new Error('detached by future(true)');
  }
  fails.future(true)();
  Future.task(fails).detach();
});

function wrapped() {
  const plain = (a, b, callback) => {
    setTimeout(() => callback(null, a + b), 1);
    return 'returned';
  };
  const wrap = Future.wrap(plain);
  const call = wrap(1, 2);
  console.log(call instanceof Future, call._, call.wait(), wrap.length);
  attempt('an error', () => Future.wrap(callback => setTimeout(callback, 1, new Error('by callback')))().wait());
  attempt('thrown at once', () =>
    Future.wrap(() => {
      throw new Error('at once');
    })(),
  );
  console.log(Future.wrap(callback => callback(null, 'at once'))().wait());
  console.log(Future.wrap((x, callback) => callback(null, x, 2, 3), true)(1).wait());
  attempt('several values and an error', () => Future.wrap(callback => callback('failed', 1), true)().get());
  class Base {
    constructor(factor) {
      this.factor = factor;
    }
  }
  Base.prototype.times = function (x, callback) {
    setTimeout(callback, 1, null, x * this.factor);
  };
  const base = new Base(3);
  base.own = function (callback) {
    callback(null, this === object);
  };
  base.number = 5;
  const object = Future.wrap(base);
  console.log(Object.getPrototypeOf(object) === base, Object.keys(object).sort(), object.factor);
  console.log(object.timesFuture(4).wait(), object.ownFuture().wait(), 'timesFuture' in base);
  const named = Future.wrap(base, false, 'Later');
  console.log(Object.keys(named).sort(), named.timesLater(2).wait());
  console.log(Future.wrap(base, true, '').times(2).wait());
  console.log(Object.keys(Future.wrap(null)), Future.wrap(5), Future.wrap('text'), Future.wrap());
  const request = callback => callback(null, 'request');
  request.get = callback => callback(null, 'get');
  request.version = 1;
  const wrappedRequest = Future.wrap(request);
  console.log(wrappedRequest().wait(), wrappedRequest.getFuture().wait(), wrappedRequest.version);
  const seen = [];
  for (const key in wrappedRequest) seen.push(key);
  console.log(seen.sort());
  const fs = Future.wrap(require('node:fs'));
  console.log(fs.readFileFuture(__filename, 'utf8').wait().slice(0, 9), fs.existsSync(__filename));
  try {
    fs.statFuture(`${__filename}.missing`).wait();
  } catch (error) {
    console.log(error.code);
  }
}

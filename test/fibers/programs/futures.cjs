// Futures by themselves: resolving, asking, waiting.
const Fiber = require('fibers');
const Future = require('fibers/future');

function attempt(label, action) {
  try {
    console.log(label, action());
  } catch (error) {
    console.log(label, 'threw', error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
}
const later = (ms, value) => {
  const future = new Future();
  setTimeout(() => future.return(value), ms);
  return future;
};
const failing = (ms, error) => {
  const future = new Future();
  setTimeout(() => future.throw(error), ms);
  return future;
};
const kept = [];
process.on('uncaughtException', error => kept.push(error.message || error));

// Without a fiber.
const future = new Future();
console.log(future instanceof Future, future.isResolved(), Object.keys(future));
attempt('get', () => future.get());
attempt('wait', () => future.wait());
attempt('Future.wait', () => Future.wait(future));
attempt('Future.wait for something else', () => Future.wait(5));
attempt('Future.wait for something else in an array', () => Future.wait([future, {}]));
future.resolve((error, value) => console.log('first', error, value));
future.resolve(future, value => console.log('second', value));
console.log(
  future.resolveSuccess(value => console.log('third', value)) === future,
  future.resolve(() => {}) === future,
);
console.log(Object.keys(future), future.return('value'), Object.keys(future), future.value, future.resolved);
attempt('return again', () => future.return(1));
attempt('throw again', () => future.throw(new Error('x')));
console.log(future.get(), future.wait(), future.isResolved(), Future.wait.name);
attempt('Future.wait', () => Future.wait(future, [future]));
future.resolve((...given) => console.log('at once', given));
future.resolve(null, (...given) => console.log('at once', given));

const failed = new Future();
attempt('throw nothing', () => failed.throw());
attempt('throw 0', () => failed.throw(0));
failed.resolve((...given) => console.log('error', given));
const other = new Future();
failed.resolve(other, () => console.log('must not be'));
failed.resolveSuccess(() => console.log('must not be'));
failed.throw('a text');
console.log(other.error, other.isResolved(), failed.resolved, Object.keys(failed));
const third = new Future();
failed.resolve(third, () => console.log('must not be'));
console.log(third.error);
failed.resolve((...given) => console.log('at once', given));
attempt('get', () => failed.get());
const error = new Error('made here');
const withError = new Future();
withError.throw(error);
attempt('get', () => withError.get());
attempt('get', () => withError.get());
console.log(Object.getOwnPropertyNames(error).includes('futureStack'), error.futureStack.includes('made here'));

// Futures that follow others.
const source = new Future();
const [a, b, c, d] = [new Future(), new Future(), new Future(), new Future()];
console.log(source.proxy(a), source.proxyErrors(b) === source, source.proxyErrors([c, d]) === source);
source.return('followed');
console.log(a.get(), b.isResolved(), c.isResolved());
const bad = new Future();
const [e, f, g, h] = [new Future(), new Future(), new Future(), new Future()];
bad.proxy(e);
bad.proxyErrors(f);
bad.proxyErrors([g, h]);
bad.throw('bad');
console.log([e, f, g, h].map(one => one.error));

// A resolver is a callback of Node's kind.
const resolved = new Future();
const resolver = resolved.resolver();
console.log(resolver.length, resolver(null, 'by resolver'), resolved.get());
attempt('resolver again', () => resolver(new Error('again')));
const refused = new Future();
refused.resolver()('by resolver');
attempt('refused', () => refused.get());

// What callbacks throw is nobody's to catch, and the others are still called.
const shaky = new Future();
shaky.resolve(() => {
  throw new Error('in a callback');
});
shaky.resolve((_error, value) => console.log('still called', value));
shaky.return(1);
attempt('callback at once', () =>
  shaky.resolve(() => {
    throw new Error('in a callback, at once');
  }),
);
const detached = new Future();
console.log(detached.detach());
detached.throw(new Error('detached'));
const fine = new Future();
fine.detach();
fine.return();

Future.task(() => {
  console.log('a fiber', Fiber.current instanceof Fiber);
  console.log(later(2, 'waited').wait(), later(1).wait());
  attempt('failing', () => failing(1, new TypeError('wrong')).wait());
  const [slow, quick, broken] = [later(20, 'slow'), later(1, 'quick'), failing(3, 'broken')];
  console.log(Future.wait(slow, [quick, broken]), slow.get(), quick.get());
  attempt('broken', () => broken.get());
  console.log(Future.wait(), Future.wait([]), Future.wait(slow, quick));
  attempt('not a future', () => Future.wait(slow, 'x'));
  // Returned to while others still work.
  const order = [];
  const work = (name, times) =>
    Future.task(() => {
      for (let i = 0; i < times; i++) {
        later(2).wait();
        order.push(name);
      }
      return name;
    });
  const [one, two] = [work('a', 3), work('b', 2)];
  Future.wait(one, two);
  console.log(order.join(''), one.get(), two.get());
  console.log(Future.fromPromise(Promise.resolve('of a promise')).wait());
  attempt('rejected', () => Future.fromPromise(Promise.reject(new Error('no'))).wait());
  const promise = later(1, 'to a promise').promise();
  console.log(promise instanceof Promise, Future.fromPromise(promise).wait());
  failing(1, 'rejects')
    .promise()
    .catch(reason => console.log('rejected with', reason));
  attempt('an empty rejection', () => {
    const empty = Future.fromPromise(Promise.reject(new Error('kept')));
    return empty.wait();
  });
  return 'the end';
}).resolve((error, value) => {
  console.log(error, value);
  setTimeout(() => console.log(kept), 5);
});

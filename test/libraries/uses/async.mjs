'use greenlet';

import async from 'async';
import { log, see } from '../green.mjs';

/** The result of a function that calls back when it is done. */
const done = start =>
  new Promise((resolve, reject) => start((error, ...results) => (error ? reject(error) : resolve(results))));

export const uses = {
  'each, iteratee that calls back at once': () =>
    done(callback =>
      async.each(
        [1, 2],
        (x, next) => {
          log('each', see(x));
          next();
        },
        callback,
      ),
    ),
  'map, iteratee that calls back at once': () =>
    done(callback => async.map([1, 2], (x, next) => next(null, see(x * 2)), callback)),
  'map, iteratee that calls back later': () =>
    done(callback =>
      async.map(
        [1, 2],
        (x, next) => {
          const twice = see(x * 2);
          setImmediate(() => next(null, twice));
        },
        callback,
      ),
    ),
  'map, async iteratee': () => async.map([1, 2], async x => see(x * 2)),
  'filterSeries, predicate': () =>
    done(callback => async.filterSeries([1, 2, 3], (x, next) => next(null, see(x) > 1), callback)),
  'reduce, iteratee': () =>
    done(callback => async.reduce([1, 2, 3], 0, (sum, x, next) => next(null, sum + see(x)), callback)),
  'sortBy, iteratee': () => done(callback => async.sortBy([3, 1, 2], (x, next) => next(null, see(x)), callback)),
  'series, tasks': () =>
    done(callback => async.series([next => next(null, see('one')), next => next(null, see('two'))], callback)),
  'parallel, named tasks': () =>
    done(callback => async.parallel({ a: next => next(null, see(1)), b: next => next(null, 2) }, callback)),
  'waterfall, tasks': () =>
    done(callback =>
      async.waterfall([next => next(null, see(1), 2), (a, b, next) => next(null, see(a + b))], callback),
    ),
  'auto, tasks that depend': () =>
    done(callback =>
      async.auto({ a: next => next(null, see(1)), b: ['a', ({ a }, next) => next(null, see(a + 1))] }, callback),
    ),
  'whilst, test': () => {
    let count = 0;
    return done(callback =>
      async.whilst(
        next => next(null, see(count) < 2),
        next => next(null, ++count),
        callback,
      ),
    );
  },
  'retry, task': () => {
    let attempts = 0;
    return done(callback =>
      async.retry(3, next => (see(++attempts) < 2 ? next(new Error('not yet')) : next(null, attempts)), callback),
    );
  },
  'memoize, function': state => {
    state.square ??= async.memoize((n, next) => next(null, see(n * n)));
    return done(callback => async.map([3, 3, 4], state.square, callback));
  },
  'final callback, called at once': () => {
    async.parallel([next => next(null, 1)], (_error, results) => log('results', see(results)));
    return 'begun';
  },
  'queue, worker': () => {
    const queue = async.queue((task, next) => {
      log('works', see(task));
      next();
    });
    queue.push('a');
    return queue.drain();
  },
};

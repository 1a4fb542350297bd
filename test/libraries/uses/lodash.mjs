'use greenlet';

import _ from 'lodash';
import { log, see } from '../green.mjs';

const people = [
  { name: 'ann', age: 31 },
  { name: 'bob', age: 27 },
  { name: 'cat', age: 31 },
];

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'template, function of the data': 'the template is a function made of text',
};

export const uses = {
  'map, iteratee': () => _.map(people, person => see(person.age)),
  'filter, predicate': () => {
    const isOld = person => see(person.age) > 30;
    return _.filter(people, isOld);
  },
  'find, predicate': () => _.find(people, person => see(person.name) === 'bob'),
  'reduce, iteratee': () => _.reduce([1, 2, 3], (sum, n) => sum + see(n), 0),
  'sortBy, iteratee': () => _.sortBy(people, person => see(person.age)),
  'groupBy, iteratee': () => _.groupBy(people, ({ age }) => see(age)),
  'cloneDeepWith, customizer': () =>
    _.cloneDeepWith({ a: [1, 2], b: 'x' }, value => {
      if (typeof value === 'number') return see(value) * 10;
    }),
  'mergeWith, customizer': () =>
    _.mergeWith({ a: [1] }, { a: [2], b: 3 }, (old, value) => (see(_.isArray(old)) ? old.concat(value) : undefined)),
  'memoize, function': state => {
    state.square ??= _.memoize(n => see(n * n));
    return [state.square(3), state.square(3), state.square(4)];
  },
  'once, function': state => {
    state.first ??= _.once(() => see('first'));
    return [state.first(), state.first()];
  },
  'curry, function': () => {
    const add = _.curry((a, b, c) => see(a + b + c));
    const increment = add(1);
    return increment(2, 3);
  },
  'flow, functions': () => _.flow([n => see(n + 1), n => n * 2, n => see(-n)])(4),
  'chain, iteratees': () =>
    _(people)
      .map(person => see(person.age))
      .filter(age => see(age) > 30)
      .value(),
  'template, function of the data': () => {
    const greet = _.template('<% names.forEach(name => { %><%= shout(name) %>! <% }) %>');
    return greet({ names: ['ann', 'bob'], shout: name => see(name.toUpperCase()) });
  },
  'debounce, function': async () => {
    const late = _.debounce(x => log('late', see(x)), 1);
    late(1);
    late(2);
    await new Promise(resolve => setTimeout(resolve, 5));
    return late.flush();
  },
};

'use greenlet';

import { log, see } from '../green.mjs';
import { inAnotherRealm } from '../realm.mjs';

const realm = 'code of another realm';

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'function that drops what its callback gives': realm,
  'function that hands it on': realm,
  'function that keeps it': realm,
  class: realm,
  'method of a class': realm,
  'green class with a parent there': realm,
  'parent there that calls back': realm,
  'built-in there, on an array of ours': realm,
  'method of an array from there': realm,
  'sort of an array from there': realm,
  'Array.from of there': realm,
  'Map of there, over a generator': realm,
  'Promise of there': realm,
  'JSON of there': realm,
};

export const uses = {
  'function that drops what its callback gives': () => inAnotherRealm().each([1, 2], x => log('each', see(x))),
  'function that hands it on': () => {
    const library = inAnotherRealm();
    return [library.timed(() => see(1)), library.times];
  },
  'function that keeps it': state => {
    state.kept ??= inAnotherRealm().kept(() => see('value'));
    return [state.kept(), state.kept()];
  },
  class: () => {
    const { Shop } = inAnotherRealm();
    return new Shop(() => see(true)).open;
  },
  'method of a class': () => {
    const { Shop } = inAnotherRealm();
    return new Shop(() => true).sell(() => see(1));
  },
  'green class with a parent there': () => {
    class Market extends inAnotherRealm().Shop {
      stalls = see(3);
    }
    return new Market(() => see(true)).stalls;
  },
  'parent there that calls back': () => {
    class Market extends inAnotherRealm().Shop {
      stalls = 3;
    }
    return new Market(() => see(true)).open;
  },
  'built-in there, on an array of ours': () => inAnotherRealm().mapped([1, 2], x => see(x * 2)),
  'method of an array from there': () =>
    Array.from(
      inAnotherRealm()
        .array(1, 2)
        .map(x => see(x * 2)),
    ),
  'sort of an array from there': () =>
    Array.from(
      inAnotherRealm()
        .array(2, 1)
        .sort((a, b) => see(a - b)),
    ),
  'Array.from of there': () => Array.from(inAnotherRealm().Array.from([1, 2], x => see(x))),
  'Map of there, over a generator': () =>
    new (inAnotherRealm().Map)(
      (function* entries() {
        yield [see('a'), 1];
      })(),
    ).get('a'),
  'Promise of there': async () =>
    new (inAnotherRealm().Promise)(resolve => {
      resolve(see(1));
    }),
  'JSON of there': () => inAnotherRealm().JSON.stringify([1], (key, value) => see(key === '0' ? value + 1 : value)),
};

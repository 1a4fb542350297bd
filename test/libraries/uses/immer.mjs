'use greenlet';

import {
  createDraft,
  current,
  enablePatches,
  finishDraft,
  immerable,
  isDraft,
  original,
  produce,
  produceWithPatches,
} from 'immer';
import { log, see } from '../green.mjs';

enablePatches();
const todos = Object.freeze([
  { text: 'write', done: false },
  { text: 'test', done: false },
]);

class Account {
  [immerable] = true;
  balance = 1;
  add(amount) {
    return produce(this, draft => {
      draft.balance += see(amount);
    });
  }
}

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'getter of a class that is drafted': 'a trap of a proxy reads the getter',
};

export const uses = {
  'produce, recipe that changes the draft': () =>
    produce(todos, draft => {
      draft[0].done = see(true);
      draft.push({ text: see('ship'), done: false });
    }),
  'produce, recipe that gives a new value': () => produce(todos, draft => see(draft.length)),
  'produce, recipe that changes nothing': () => produce(todos, () => void see('looks')) === todos,
  'produce, curried': () => {
    const push = produce((draft, text) => void draft.push(see(text)));
    return push(['a'], 'b');
  },
  'produce, recipe that throws': () => {
    try {
      produce(todos, draft => {
        draft[0].done = see(true);
        throw new Error('of the recipe');
      });
    } catch (error) {
      return [error, todos];
    }
  },
  'produce in produce': () =>
    produce({ a: { b: 1 } }, draft => {
      draft.a = produce(draft.a, inner => {
        inner.b = see(inner.b + 1);
      });
    }),
  'produce, in a promise’s executor': () =>
    new Promise(resolve =>
      resolve(
        produce(todos, draft => {
          draft[1].done = see(true);
        }),
      ),
    ),
  'produceWithPatches, recipe': () =>
    produceWithPatches(todos, draft => {
      draft[1].text = see('check');
    }),
  'produce, listener of patches': () =>
    produce(
      todos,
      draft => void draft.pop(),
      (patches, inverse) => log('patches', see(patches.length), inverse.length),
    ),
  'createDraft, between the calls': () => {
    const draft = createDraft(todos);
    draft[0].text = see('edit');
    return finishDraft(draft);
  },
  'iteration over a draft': () =>
    produce(todos, draft => {
      for (const todo of draft) todo.done = see(todo.text) === 'test';
    }),
  'callback of a draft’s array method': () => {
    const draft = createDraft(todos);
    const texts = draft.map(todo => see(todo.text));
    return [texts, finishDraft(draft) === todos];
  },
  'forEach of a draft of a map': () => {
    const draft = createDraft({ list: [1, 2] });
    draft.list.forEach((x, index) => {
      draft.list[index] = see(x + 1);
    });
    return finishDraft(draft);
  },
  'getter of a class that is drafted': () => {
    class Sum {
      [immerable] = true;
      parts = [1, 2];
      get total() {
        return see(this.parts[0] + this.parts[1]);
      }
    }
    const draft = createDraft(new Sum());
    log('total', draft.total);
    return isDraft(draft);
  },
  'method of a class that is drafted': () => new Account().add(2).add(3).balance,
  'current and original, in a recipe': () =>
    produce(todos, draft => {
      draft[0].text = see('new');
      log('current', current(draft)[0].text, original(draft)[0].text);
    }),
};

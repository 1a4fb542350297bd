// A small library that lives in a realm of its own, as in a plugin host or a test environment.
import { createContext, runInContext } from 'node:vm';

const text = `
  exports.each = function each(list, action) {
    for (const item of list) action(item);
  };
  exports.timed = function timed(action) {
    try {
      return action();
    } finally {
      exports.times++;
    }
  };
  exports.times = 0;
  exports.kept = action => {
    let value;
    let has = false;
    return function kept() {
      if (!has) value = action();
      has = true;
      return value;
    };
  };
  exports.Shop = class Shop {
    constructor(open) {
      this.open = open();
    }
    sell(price) {
      return price() + 1;
    }
  };
  exports.mapped = (list, f) => list.map(f);
  exports.array = (...items) => items;
  exports.Array = Array;
  exports.Map = Map;
  exports.Promise = Promise;
  exports.JSON = JSON;
`;

/** What the library exports, in a realm made for the purpose. */
export function inAnotherRealm() {
  const exports = {};
  runInContext(text, createContext({ exports }), { filename: 'realm.cjs' });
  return exports;
}

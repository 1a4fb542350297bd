// Classes that extend what the engine has: their constructors make exotic objects, which no other object can stand for.
import { probed, spreadable } from './expressions.js';
import type { ClassInfo, Maker } from './maker.js';

interface BuiltIn {
  /** Arguments for its constructor. */
  readonly arguments: (maker: Maker) => string;
  /** A method that uses what is inherited. */
  readonly own: string;
}

const builtIns: Readonly<Record<string, BuiltIn>> = {
  Array: {
    arguments: maker => `${probed(maker, 0)}, ${maker.choices.below(5)}`,
    own: 'own(x) {\n  super.push(p(x), ...[p(7)]);\n  return [this.length, p(super.indexOf(p(x))), Array.isArray(this)];\n}',
  },
  Map: {
    arguments: maker => maker.choices.pick(['', 'null', `[[1, ${probed(maker, 0)}]]`]),
    own: "own(x) {\n  super.set(p('k'), p(x));\n  return [super.get(p('k')), this.size];\n}",
  },
  Set: {
    arguments: maker => `[${probed(maker, 0)}, 1]`,
    own: 'own(x) {\n  super.add(p(x));\n  return [super.has(p(1)), this.size];\n}',
  },
  Error: {
    arguments: maker => `'e' + ${probed(maker, 0)}`,
    own: 'own(x) {\n  this.message += p(x);\n  return [p(super.toString()), p(this) instanceof Error];\n}',
  },
  Promise: {
    arguments: maker => `(resolve, reject) => { ${maker.choices.pick(['resolve', 'reject'])}(log(1)); }`,
    own: 'own(x) {\n  return [p(super.then === Promise.prototype.then), p(x), this instanceof Promise];\n}',
  },
  Object: {
    arguments: maker => probed(maker, 0),
    own: "own(x) {\n  return super.hasOwnProperty(p('a')) + p(x);\n}",
  },
  'class {}': {
    arguments: maker => `...${spreadable(maker, 1)}`,
    own: 'own(x) {\n  return p(typeof super.own) + x;\n}',
  },
};

/** A parent that the engine has, and the method that the class gets for it. */
export function builtInParent(maker: Maker): { info: ClassInfo; own: string } {
  const name = maker.choices.pick(Object.keys(builtIns));
  const { arguments: made, own } = builtIns[name] as BuiltIn;
  const isLoose = name === 'class {}';
  return {
    info: {
      name: isLoose ? `(${name})` : name,
      methods: 0,
      statics: false,
      items: false,
      // The engine may construct such an object from within a built-in.
      suspends: name !== 'Promise',
      others: [],
      staticOthers: [],
      ...(isLoose ? {} : { arguments: made }),
    },
    own,
  };
}

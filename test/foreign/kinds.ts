/**
 * How green code comes to call foreign code: `⟦name⁞call⟧` is a call site, and `name` what an error says of its callee.
 * `§` stands where the error says that the site is; without it, that is where the call begins. `⟪name⁞xs⟫` is something
 * that green code iterates there.
 *
 * `⟦~name⁞call⟧` is a call site whose callee cannot be found again: it has been replaced meanwhile, or code of the program's
 * own would have to run. What passes the sentinel on at once is taken for green there (docs/limits.md), but not where callees are
 * kept, with `checks: "full"`. `⟦~other|name⁞call⟧`: an error without full checks says something else.
 * `⟦=bound name⁞call⟧`: it is known what the callee is bound to.
 *
 * `f` holds the foreign functions (foreigners.ts), `cb` is the green callback.
 */
export interface Kind {
  /** An expression that has the callback called. */
  readonly call: string;
  /** Statements before it. */
  readonly setup?: string;
  /** Declarations of the module. */
  readonly module?: string;
  /** Nothing foreign is on the stack when the callback is suspended: all is as in the original. */
  readonly works?: true;
}

const collect = `
  function collect(xs) {
    const list = [];
    for (const x of ⟪next⁞xs⟫) list.push(x);
    return list;
  }
`;
const replacing = `
  function steps(own) {
    const value = own.step(1);
    return [value];
  }
  function states(machine) {
    const value = machine.own.step(1);
    return [value];
  }
`;
const withCb = 'f.cb = cb;';

/** A call of a function that a variable holds. */
const variable = (name: string, shown = name): Kind => ({
  setup: `const { ${name} } = f;`,
  call: `⟦${shown}⁞${name}(cb)⟧`,
});

export const kinds: Record<string, Kind> = {
  function: variable('plain'),
  'anonymous arrow': variable('anonymous', '(anonymous)'),
  'bound function': variable('bound', 'bound plain'),
  'bound twice': variable('boundTwice', 'bound bound plain'),
  'bound anonymous function': variable('boundAnonymous', 'bound (anonymous)'),
  'bound function of the callback’s name': {
    setup: 'const namesake = f.namesake(cb);',
    call: '⟦bound @cb⁞namesake(cb)⟧',
  },
  'bound call': { call: '⟦bound call⁞f.§boundCall(null, cb)⟧' },
  method: { call: '⟦method⁞f.object.§method(cb)⟧' },
  'method by computed key': { call: '⟦method⁞f.object[§f.key](cb)⟧' },
  'optional method': { call: '⟦method⁞f.object?.§method?.(cb)⟧' },
  'inherited method by super': {
    setup: `class Heir extends f.Foreign { call(given) { return ⟦inherited⁞super.§inherited(given)⟧; } }
    const heir = Object.create(Heir.prototype);`,
    call: '⟦⁞heir.§call(cb)⟧',
  },
  'method behind a getter': { call: '⟦plain⁞f.§served(cb)⟧' },
  'method behind a getter that does more': { call: '⟦plain⁞f.§counted(cb)⟧' },
  'method behind a proxy': { call: '⟦plain⁞f.proxied.§plain(cb)⟧' },
  'method that removes itself': { call: '⟦~(anonymous)|method⁞f.fleeting.§method(cb)⟧' },
  'method that puts a green one in its place': {
    setup: 'f.replaced.other = pause;',
    call: '⟦~|method⁞f.replaced.§method(cb)⟧',
  },
  'method behind a getter of the program’s': {
    setup: 'const own = { reads: 0, get plain() { this.reads++; return f.plain; } };',
    call: '⟦~(anonymous)|plain⁞own.§plain(cb)⟧',
  },
  'method behind a proxy of the program’s': {
    setup: "const own = new Proxy(f, { get(target, key) { log('get', key); return target[key]; } });",
    call: '⟦~(anonymous)|plain⁞own.§plain(cb)⟧',
  },
  'method behind a proxy without a trap for it': {
    setup: 'const own = new Proxy(f, { has: () => true });',
    call: '⟦plain⁞own.§plain(cb)⟧',
  },
  'green method that returns what a getter gives': {
    setup: `${withCb} class Holder { constructor(held) { this.held = held; } value() { if (!this.held) pause('no'); return this.held.value; } }
    const holder = new Holder(f);`,
    call: '⟦~⁞holder.§value()⟧',
  },
  'wrapper with finally': variable('wrapper'),
  'memoiser that stores the value': { call: '⟦memo⁞f.§memo(cb)⟧' },
  'call of a foreign function': { setup: 'const { plain } = f;', call: '⟦plain⁞plain.§call(null, cb)⟧' },
  'apply of a foreign function': { setup: 'const { plain } = f;', call: '⟦plain⁞plain.§apply(null, [cb])⟧' },
  'call of a function just found': { call: '⟦plain⁞f.found(cb).§call(null, cb)⟧' },
  'optional call of a function': { setup: 'const { plain } = f;', call: '⟦plain⁞plain?.§call(null, cb)⟧' },
  'call of call': { setup: 'const { call } = f.plain;', call: '⟦plain⁞call.§call(f.plain, null, cb)⟧' },
  'Reflect.apply of a foreign function': { call: '⟦plain⁞Reflect.§apply(f.plain, null, [cb])⟧' },
  'tagged template': { setup: 'const { tag } = f;', call: '⟦tag⁞tag`x${cb}`⟧' },
  'apply trap': variable('trapped', 'plain'),
  'apply trap around the callback': { setup: 'const around = f.around(cb);', call: '⟦@cb⁞around(1)⟧' },
  getter: { setup: withCb, call: 'f.value' },
  setter: { call: '(f.value = cb)' },
  'get trap': { setup: withCb, call: 'f.trap.value' },
  'set trap': { setup: withCb, call: '(f.trap.value = 1)' },
  'has trap': { setup: withCb, call: "('value' in f.trap)" },
  'delete trap': { setup: withCb, call: '(delete f.trap.value)' },
  'trap under a built-in': { setup: withCb, call: '⟦keys⁞Object.§keys(f.trap)⟧' },
  toString: { setup: withCb, call: '`${f.text}`' },
  valueOf: { setup: withCb, call: '(f.number + 1)' },
  'Symbol.toPrimitive': { setup: withCb, call: '(+f.primitive)' },
  'key of a property': { setup: withCb, call: 'f[f.text]' },
  'Symbol.hasInstance': { setup: withCb, call: '(cb instanceof f.type)' },
  'iterator whose result holds it': { module: collect, setup: withCb, call: '⟦⁞collect(f.iterable)⟧' },
  'iterator that passes it on': { module: collect, setup: withCb, call: '⟦⁞collect(f.passing)⟧' },
  'iterator that is spread': { setup: withCb, call: '[...f.iterable]' },
  'generator in a loop': { module: collect, call: '⟦⁞collect(f.yielding(cb))⟧' },
  'generator asked by hand': { call: '⟦next⁞f.yielding(cb).§next()⟧.value' },
  'generator that returns it': { call: '⟦next⁞f.generator(cb).§next()⟧.value' },
  'async function': { call: '⟦asyncly⁞f.§asyncly(cb)⟧' },
  class: { setup: 'const { Keeping } = f;', call: '⟦Keeping⁞new Keeping(cb)⟧' },
  'class that returns it': { setup: 'const { Foreign } = f;', call: '⟦Foreign⁞new Foreign(cb)⟧' },
  'green class with a foreign parent': {
    setup: `class Heir extends f.Keeping {
      field = 'own';
      constructor(given) {
        super(given);
        log('heir', this.field);
      }
    }`,
    call: '⟦⁞new Heir(cb)⟧',
  },
  'function of another realm': { setup: 'const { realm, use } = f;', call: '⟦realm⁞realm(use, cb)⟧' },
  'new Function': variable('made'),
  'built-in by computed name': { call: '⟦map⁞[1, 2][§f.map](cb)⟧' },
  'built-in, bound': variable('each', 'bound map'),
  'event emitter': { setup: withCb, call: "⟦emit⁞f.emitter.§emit('event', 1)⟧" },
  'timer that calls later': { call: '⟦⁞f.§later(cb)⟧', works: true },
  'tail call into a wrapper': {
    module: 'function tail(wrapper, cb) { return ⟦wrapper⁞wrapper(cb)⟧; }',
    call: '⟦⁞tail(f.wrapper, cb)⟧',
  },
  'apply trap of the program’s': {
    setup: 'const around = new Proxy(f.plain, { apply(target, self, given) { return ⟦plain⁞target(...given)⟧; } });',
    call: '⟦⁞around(cb)⟧',
  },
  'proxy of the callback, made by the program': {
    setup: 'const own = new Proxy(cb, {});',
    call: '⟦⁞own(1)⟧',
    works: true,
  },
  'the callback behind a proxy of the program’s': {
    setup: "const own = new Proxy({ cb }, { get(target, key) { log('get', key); return target[key]; } });",
    call: '⟦⁞own.§cb(1)⟧',
    works: true,
  },
  'the callback behind a getter of the program’s': {
    setup: "const own = { reads: 0, get cb() { log('reads', ++this.reads); return cb; } };",
    call: '⟦⁞own.§cb(1)⟧',
    works: true,
  },
  'the callback behind a getter of foreign code': { setup: withCb, call: '⟦⁞f.giving.§cb(1)⟧', works: true },
  'method that is replaced by a green one': {
    setup: 'const own = { step(x) { own.step = pause; return cb(x); } };',
    call: '⟦⁞steps(own)⟧',
    module: replacing,
    works: true,
  },
  'method that is replaced by one that calls nothing': {
    setup: 'const own = { step(x) { own.step = () => {}; return cb(x); } };',
    call: '⟦⁞steps(own)⟧',
    module: replacing,
    works: true,
  },
  'arrow function that is replaced by a built-in': {
    setup: 'const own = { step: x => { own.step = Math.max; return cb(x); } };',
    call: '⟦⁞steps(own)⟧',
    module: replacing,
    works: true,
  },
  'state that is replaced by another': {
    setup: `class Second { step(x) { return pause(x); } }
    class First { step(x) { machine.own = new Second(); return cb(x); } }
    const machine = { own: new First() };`,
    call: '⟦⁞states(machine)⟧',
    module: replacing,
    works: true,
  },
  'state that is there no more': {
    setup: `class First { step(x) { machine.own = null; return cb(x); } }
    const machine = { own: new First() };`,
    call: '⟦⁞states(machine)⟧',
    module: replacing,
    works: true,
  },
  'proxy of the callback': { setup: 'const proxy = f.transparentProxy(cb);', call: '⟦@cb⁞proxy(1)⟧' },
  'the callback itself': { call: '⟦⁞cb(1)⟧', works: true },
  'the callback by call': { call: '⟦⁞cb.call(null, 1)⟧', works: true },
  'the callback by Reflect.apply': { call: '⟦⁞Reflect.apply(cb, null, [1])⟧', works: true },
  'the callback, bound': { setup: 'const bound = cb.bind(null, 1);', call: '⟦⁞bound()⟧', works: true },
  'the callback, bound by foreign code': { setup: 'const bound = f.binding(cb);', call: '⟦⁞bound()⟧', works: true },
  'uncurried call of a foreign function': {
    setup: 'const call = Function.prototype.call.bind(f.plain);',
    call: '⟦=bound call⁞call(null, cb)⟧',
  },
  'uncurried call of the callback': {
    setup: 'const call = Function.prototype.call.bind(cb);',
    call: '⟦⁞call(null, 1)⟧',
    works: true,
  },
  'an anonymous function, bound': {
    setup: 'const bound = [x => cb(x)][0].bind(null).bind(null, 1);',
    call: '⟦⁞bound()⟧',
    works: true,
  },
};

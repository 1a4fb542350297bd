// Run by garbage.test.ts with --expose-gc and the path of a bundle of the runtime and the green functions: prints
// what is still there, or no longer there, against rule 39.
const { getCurrent, Greenlet, GreenletExit, green, setTrace, switchTo } = await import(process.argv[2]);

const main = getCurrent();
const kept = [];
const cases = {};

/** `make` returns what should be collected. */
const collected = (name, make) => {
  cases[name] = { refs: [make()].flat().map(object => new WeakRef(object)), alive: false };
};
const retained = (name, make) => {
  cases[name] = { refs: [make()].flat().map(object => new WeakRef(object)), alive: true };
};
const keep = object => {
  kept.push(object);
  return object;
};

class WithMethod extends Greenlet {
  run() {}
}

const wait = green(function* (value) {
  for (;;) value = yield switchTo(main);
});

const withLocal = green(function* () {
  const local = {};
  yield switchTo(main, local);
  return local === null;
});

const callThenWait = green(function* (callee) {
  yield [callee];
  yield switchTo(main);
});

collected('unstarted greenlets', () => new Greenlet(() => 1));
collected('finished greenlets', () => {
  const g = new Greenlet(() => 1);
  g.switch();
  return g;
});
collected('killed greenlets', () => {
  const g = new Greenlet(wait);
  g.switch();
  g.throw();
  return g;
});
collected('suspended greenlets out of reach', () => {
  const g = new Greenlet(wait);
  g.switch();
  return g;
});
collected('cycles of suspended greenlets', () => {
  const a = new Greenlet(wait);
  const b = new Greenlet(wait, a);
  a.switch(b);
  b.switch(a);
  a.other = b;
  return [a, b];
});
collected('a greenlet in its own frames', () => {
  const g = new Greenlet(
    green(function* () {
      const own = getCurrent();
      yield switchTo(main);
      return own;
    }),
  );
  g.switch();
  return g;
});
collected('delivered values', () => {
  const forget = green(function* () {
    for (;;) yield switchTo(main);
  });
  const g = keep(new Greenlet(forget));
  const values = [{}, {}, {}, {}];
  g.switch(values[0]);
  g.switch(values[1]);
  g.switch(values[2], values[3]);
  return values;
});
collected('results', () => {
  const result = {};
  const g = keep(new Greenlet(() => result));
  g.switch();
  g.switch({});
  return result;
});
collected('errors that ended a greenlet', () => {
  const error = new Error('end');
  const exit = new GreenletExit();
  const g = keep(new Greenlet(wait));
  g.switch();
  try {
    g.throw(error);
  } catch {}
  const killed = keep(new Greenlet(wait));
  killed.switch();
  killed.throw(exit);
  const unstarted = keep(new Greenlet(wait));
  unstarted.throw(exit);
  return [error, exit];
});
collected('run after the start and after death', () => {
  const run = () => {};
  const own = () => {};
  keep(new Greenlet(run)).switch();
  const assigned = keep(new WithMethod());
  assigned.run = own;
  assigned.switch();
  return [run, own];
});
collected('locals of dead frames', () => {
  const g = keep(new Greenlet(callThenWait));
  const local = g.switch(withLocal);
  g.switch(local);
  return local;
});
collected('cleared trace callbacks', () => {
  const callback = () => {};
  setTrace(callback);
  new Greenlet(() => 1).switch();
  setTrace(null);
  return callback;
});
collected('trace callbacks that threw', () => {
  const error = new Error();
  const callback = () => {
    throw error;
  };
  setTrace(callback);
  try {
    new Greenlet(() => 1).switch();
  } catch {}
  return [callback, error];
});
collected('what a foreign frame cut off', () => {
  const greenlet = new Greenlet(() => {
    wait();
    return 1;
  });
  try {
    greenlet.switch();
  } catch {}
  return greenlet;
});
retained('the parent of a child', () => {
  const parent = new Greenlet(() => 1);
  keep(new Greenlet(() => 1, parent));
  return parent;
});
retained('the live locals of a suspended greenlet', () => {
  const local = {};
  const g = keep(
    new Greenlet(
      green(function* (value) {
        yield switchTo(main);
        return value;
      }),
    ),
  );
  g.switch(local);
  return local;
});

await new Promise(resolve => setTimeout(resolve, 5));
for (let i = 0; i < 4; i++) {
  gc();
  await new Promise(resolve => setTimeout(resolve, 5));
}
const wrong = Object.keys(cases).filter(name =>
  cases[name].refs.some(ref => (ref.deref() !== undefined) !== cases[name].alive),
);
console.log(JSON.stringify({ cases: Object.keys(cases), wrong, kept: kept.length }));

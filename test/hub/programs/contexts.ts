'use greenlet';
/** What each greenlet finds in an AsyncLocalStorage: prints a line for each check. Run by test/hub/contexts.test.ts on each version of Node. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Greenlet, getCurrent } from 'greenc';
import { asyncify, callback, sleep, spawn, wait } from 'greenc/hub';

// A text: stores are objects mostly, but what is printed is short.
const als = new AsyncLocalStorage<string>();
const other = new AsyncLocalStorage<string>();
const seen = () => String(als.getStore());
const print = (name: string, ...values: unknown[]) => console.log(`${name}: ${values.join(' ')}`);
const pause = () => new Promise<void>(resolve => setTimeout(resolve, 1));

/** What is seen after each kind of wait. */
function waits(): string[] {
  const found = [seen()];
  const look = () => found.push(seen());
  sleep();
  look();
  wait(Promise.resolve());
  look();
  wait(pause());
  look();
  callback<[]>(done => setImmediate(done));
  look();
  spawn(() => sleep(1)).join();
  look();
  return found;
}

const isOne = (found: string[]) => (new Set(found).size === 1 ? found[0] : found.join());

async function tasks() {
  // Made before anything is in use.
  const early = spawn(waits);
  const results = await Promise.all(['a', 'b', 'c'].map(store => als.run(store, () => asyncify(waits)())));
  print('asyncify', ...results.map(isOne));
  const made = als.run('maker', () => spawn(waits));
  print('spawn', await asyncify(() => isOne(made.get()))(), seen());
  print('before any use', await asyncify(() => isOne(early.get()))());
}

function entering(store: string): string[] {
  const found = [seen()];
  als.enterWith(store);
  found.push(seen());
  sleep();
  found.push(seen());
  inner(`${store}${store}`);
  sleep();
  found.push(seen());
  return found;
}

function inner(store: string): void {
  als.enterWith(store);
  wait(pause());
}

async function entered() {
  const both = als.run('outer', () => ['x', 'y'].map(store => asyncify(entering)(store)));
  for (const found of await Promise.all(both)) print('enterWith', ...found);
  print('main', seen());
}

function running(store: string): string {
  const found: string[] = [];
  const result = als.run(
    store,
    (one, two) => {
      found.push(seen());
      other.run('inner', () => {
        sleep(1);
        found.push(seen(), String(other.getStore()));
      });
      als.exit(() => {
        sleep(1);
        found.push(seen());
      });
      found.push(seen(), String(other.getStore()));
      return one + two;
    },
    'one',
    'two',
  );
  try {
    als.run('thrown', () => {
      sleep();
      throw new Error('thrown');
    });
  } catch (error) {
    found.push((error as Error).message);
  }
  return [...found, result, seen()].join();
}

async function runs() {
  const both = ['p', 'q'].map(store => asyncify(running)(store));
  print('run', ...(await Promise.all(both)));
  print(
    'run in main',
    als.run('main', (n: number) => `${seen()}${n}`, 5),
    als.exit(seen),
  );
}

async function switches() {
  const main = getCurrent();
  const talk = (): string => {
    const found = [seen()];
    main.switch();
    found.push(seen());
    als.enterWith('entered');
    main.switch();
    found.push(seen());
    return found.join();
  };
  const greenlet = new Greenlet(talk, main);
  als.run('first', () => greenlet.switch());
  als.run('second', () => greenlet.switch());
  print('switch', greenlet.switch(), seen());
  const nested = new Greenlet(() => {
    als.enterWith('parent');
    return new Greenlet(seen).switch();
  }, main);
  print('a child', nested.switch(), seen());
}

async function contexts() {
  const main = getCurrent();
  const context = als.run('given', () => AsyncLocalStorage.snapshot());
  const look = () => {
    const first = seen();
    main.switch();
    return `${first} ${seen()}`;
  };
  const greenlet = new Greenlet(look, main);
  print('context before the start', String(greenlet.context));
  greenlet.context = context;
  greenlet.switch();
  print('context', greenlet.context?.(seen));
  greenlet.context = null;
  print('set and emptied', greenlet.switch());
  const copy = new Greenlet(() => als.enterWith('changed'), main);
  copy.context = context;
  copy.switch();
  print('a copy', context(seen));
  const errors = [() => Object.assign(greenlet, { context: 5 }), () => Object.assign(main, { context: null })];
  for (const call of errors)
    try {
      call();
    } catch (error) {
      console.log(String(error));
    }
  als.run('here', () => print('the current one', main.context?.(seen)));
}

/** What is used first is used in a greenlet. */
async function first() {
  const found = await asyncify(() => entering('first'))();
  print('first', ...found, seen());
}

/** One begins on top of the other. */
async function nested() {
  const found = await asyncify(() => {
    als.enterWith('outer');
    const promise = asyncify(entering)('inner');
    const before = seen();
    const inside = wait(promise);
    return [before, ...inside, seen()];
  })();
  print('nested', ...found, seen());
}

function failing(): string {
  sleep(1);
  const { stack = '' } = new Error(seen());
  return stack.replace(/ \(?(?:file:\/\/)?\/.*/g, '').replace(/\n +/g, ' | ');
}

function around(): string {
  return `${failing()}`;
}

/** Stacks and contexts are both between the driver and what it resumes. */
async function stacks() {
  await import('greenc/stack-traces');
  print('stack', await als.run('stacked', () => asyncify(around)()));
}

/** What the driver calls resumptions by: nothing, or what stacks of errors need. */
const between = () => (globalThis as any)[Symbol.for('greenc.runtime@1')].now.around;
const atFirst = between();

(async () => {
  await asyncify(() => sleep())();
  print('unused', between() === atFirst);
  if (process.argv[2] === 'first') await first();
  for (const part of [tasks, entered, runs, switches, nested, contexts, stacks]) await part();
  print('used', between() !== atFirst);
})();

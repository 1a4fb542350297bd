/**
 * Several copies of greenc in one program: the package as ES modules and as CommonJS, and bundles that hold a part of the hub each. The
 * first to be loaded of each part is what all use.
 */
import { buildSync } from 'esbuild';
import { folderWith, projectRoot } from '../cli/support.js';

/** A bundle of what `names` need, and nothing else, of the package as it is built. */
function bundled(names: string, format: 'cjs' | 'esm'): string {
  const contents = `export { ${names} } from './dist/runtime/hub/index.js';`;
  const [file] = buildSync({
    stdin: { contents, resolveDir: projectRoot },
    platform: 'node',
    bundle: true,
    format,
    write: false,
  }).outputFiles;
  return file.text;
}

const main = `'use greenlet';
import { createRequire } from 'node:module';
import { Greenlet } from 'greenc';

const copies = {};
const load = { locks: './locks.mjs', queues: './queues.cjs', module: 'greenc/hub', commonjs: 'greenc/hub' };
for (const name of process.argv.slice(2))
  copies[name] = name === 'commonjs' ? createRequire(import.meta.url)(load[name]) : await import(load[name]);

const { locks, queues, module, commonjs } = copies;
const names = Object.keys(module);
console.log('commonjs', names.length > 40 && names.every(name => module[name] === commonjs[name]));
for (const part of ['locks', 'queues'])
  console.log(part, Object.keys(copies[part]).filter(name => !['default', 'module.exports'].includes(name)).every(name => copies[part][name] === module[name]));

const task = locks.spawn(() => {
  const lock = new locks.RLock();
  const condition = new queues.Condition(lock);
  const queue = new module.Queue();
  const pool = new queues.Pool(2);
  const waiting = module.spawn(() => {
    condition.acquire();
    const told = condition.wait(1000);
    condition.release();
    return told;
  });
  queues.sleep();
  lock.run(() => condition.notify());
  console.log('condition', waiting.get(), lock.locked, waiting instanceof locks.Task);
  for (let i = 0; i < 3; i++) pool.spawn(() => queue.put(i));
  console.log('pool', commonjs.joinAll(pool).length <= 2, [queue.get(), queue.get(), queue.get()]);
  const semaphore = new locks.Semaphore(0);
  queues.spawn(() => semaphore.release());
  console.log('select', queues.select([queue, semaphore]).which === 1, semaphore instanceof commonjs.Semaphore);
  try {
    queue.get(5);
  } catch (error) {
    console.log('timeout', error instanceof queues.Empty, error.constructor === module.Empty);
  }
  const sleeper = queues.spawn(() => module.sleep(10_000));
  try {
    sleeper.get(5);
  } catch (error) {
    console.log('timeout', error instanceof queues.Timeout);
  }
  sleeper.kill();
  console.log('killed', sleeper.dead, sleeper instanceof Greenlet);
});
module.spawn(() => {
  task.join();
  console.log('main', task.successful());
});
`;

const folder = folderWith({
  'main.mjs': main,
  'locks.mjs': bundled('Lock, RLock, Semaphore, Task, spawn', 'esm'),
  'queues.cjs': bundled('Condition, Empty, Pool, Timeout, select, sleep, spawn', 'cjs'),
});

test.each([
  ['module', 'commonjs', 'locks', 'queues'],
  ['queues', 'locks', 'commonjs', 'module'],
])('%s, then %s, %s and %s', (...order) => {
  expect(folder.greenc('run', 'main.mjs', ...order)).toMatchObject({
    stderr: '',
    stdout: `commonjs true
locks true
queues true
condition true false true
pool true [ 0, 1, 2 ]
select true true
timeout true true
timeout true
killed true true
main true
`,
  });
});

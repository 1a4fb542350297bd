'use greenlet';
// Run by garbage.test.ts with --expose-gc: prints what is still there, or no longer there, against what should be.
import { Greenlet, getCurrent } from 'greenc';
import {
  asyncify,
  Event,
  exitOnCollect,
  Group,
  joinAll,
  Local,
  Lock,
  Pool,
  Queue,
  select,
  sleep,
  spawn,
  spawnLater,
  Timeout,
  wait,
} from 'greenc/hub';

const main = getCurrent();
const cases = {};
const kept = [];
const log = [];

/** `make` returns what should be collected; or, if `isKept`, should not be. */
function expecting(isKept, name, make) {
  cases[name] = { refs: [make()].flat().map(object => new WeakRef(object)), isKept };
}
function collected(name, make) {
  expecting(false, name, make);
}
function retained(name, make) {
  expecting(true, name, make);
}
function keep(object) {
  kept.push(object);
  return object;
}
const never = () => new Promise(() => {});
const ignore = task => {
  task.link(() => {});
  return task;
};

collected('a task that waits for an event that nobody refers to', () => {
  const event = new Event();
  return [spawn(() => event.wait()), event];
});
collected('one that waits again, and for a lock', () => {
  const lock = new Lock();
  return [spawn(() => lock.acquire()), spawn(() => lock.acquire()), lock];
});
collected('tasks that wait for one another', () => {
  const tasks = [];
  for (const other of [1, 0]) tasks.push(spawn(() => tasks[other].join()));
  return tasks;
});
collected('one that has slept before, and one whose time was limited', () => {
  const event = new Event();
  const slept = spawn(() => {
    sleep(1);
    event.wait();
  });
  const limited = spawn(() => {
    event.wait(1);
    event.wait();
  });
  return [slept, limited];
});
collected('one that has waited by select for what is kept', () => {
  const [event, task, promise] = [keep(new Event()), keep(spawn(() => sleep(60_000))), keep(never())];
  return spawn(() => [select([event, task, promise, Promise.resolve()]), new Event().wait()]);
});
collected('one that has waited for the first of some tasks', () => {
  const late = keep(spawn(() => sleep(60_000)));
  return spawn(() => [joinAll([late, spawn(() => {})], undefined, 1), new Event().wait()]);
});
collected('a group that has had members, and a pool that somebody waits for', () => {
  const [group, pool] = [new Group([keep(spawn(() => {}))]), new Pool(1)];
  pool.spawn(() => new Event().wait());
  return [group, pool, spawn(() => pool.spawn(() => {}))];
});
collected('a task, and what it has in a Local that is kept', () => {
  const [local, value] = [keep(new Local()), {}];
  const task = spawn(() => {
    local.value = [value, getCurrent()];
    new Event().wait();
  });
  return [task, value];
});
collected('a Local, and what greenlets have in it that are kept', () => {
  const [local, value] = [new Local(), {}];
  local.value = value;
  return [local, value];
});
collected('one that waits for a promise that nobody will settle', () => spawn(() => wait(never())));
collected('the promise of a function that waits for ever', () => asyncify(() => wait(never()))());
collected('one that has a timeout that is cancelled', () => {
  const timeout = new Timeout(60_000);
  const task = spawn(() => {
    timeout.start();
    timeout.cancel();
    wait(never());
  });
  return [task, timeout];
});
collected('tasks that have ended, what they were given, and what they came to', () => {
  const values = [{}, {}, new Error('failed')];
  const task = spawn(given => [given, values[1]], values[0]);
  const failed = ignore(
    spawn(() => {
      sleep(1);
      throw values[2];
    }),
  );
  const asking = spawn(() => task.get());
  return [task, failed, asking, ...values];
});
collected('the arguments of a task that is kept', () => {
  const argument = {};
  keep(spawn(() => wait(never()), argument));
  return argument;
});
collected('tasks that are killed while they wait', () => {
  const tasks = [spawn(() => sleep(60_000)), spawn(() => keep(new Event()).wait()), spawnLater(60_000, () => {})];
  setTimeout(() => {
    for (const task of tasks) task.kill();
    tasks.length = 0;
  }, 1);
  return [...tasks];
});
collected('what has gone through a queue', () => {
  const queue = keep(new Queue());
  const item = {};
  keep(
    spawn(() => {
      for (;;) queue.get();
    }),
  );
  queue.put(item);
  return item;
});
retained('a task that sleeps', () => spawn(() => sleep(60_000)));
retained('a task that waits for what is kept', () => {
  const event = keep(new Event());
  return spawn(() => event.wait());
});
retained('a task that is to begin', () => spawnLater(60_000, () => {}));

function handsOut(name) {
  try {
    for (;;) main.switch();
  } finally {
    log.push(name);
  }
}
function waits(name, waiting) {
  try {
    waiting();
  } finally {
    sleep(1);
    log.push(name);
  }
}
const named = (name, run) => {
  const greenlet = exitOnCollect(new Greenlet(run));
  greenlet.switch(name);
  return greenlet;
};
collected('greenlets that are to exit then', () => {
  exitOnCollect(new Greenlet(() => log.push('never begun')));
  const unknown = exitOnCollect(spawn(waits, 'unknown', () => wait(never())));
  const known = exitOnCollect(spawn(waits, 'known', () => keep(new Event()).wait()));
  const sleeper = exitOnCollect(spawn(waits, 'sleeper', () => sleep(60_000)));
  const later = exitOnCollect(spawnLater(60_000, () => log.push('never begun')));
  const awaited = exitOnCollect(spawn(() => wait(never())));
  awaited.link(task => log.push(`linked ${task.value.name}`));
  const asks = exitOnCollect(
    new Greenlet(name => {
      try {
        main.switch();
      } finally {
        log.push(`${name} ${getCurrent().active}`);
      }
    }),
  );
  asks.switch('asks');
  const ended = exitOnCollect(spawn(() => {}));
  return [named('plain', handsOut), asks, unknown, known, sleeper, later, awaited, ended];
});
retained('greenlets that are to exit then, and are kept', () => [
  keep(named('kept', handsOut)),
  keep(exitOnCollect(spawn(waits, 'kept', () => wait(never())))),
]);
retained('one that is in a variable of its own', () =>
  named('itself', () => {
    const self = getCurrent();
    main.switch();
    return self;
  }),
);

/** So many greenlets write that they have been ended. */
const exits = 6;
const pause = () => new Promise(resolve => setTimeout(resolve, 20));
const wrongNow = () =>
  Object.keys(cases).filter(name => cases[name].refs.some(ref => (ref.deref() !== undefined) !== cases[name].isKept));
// Longer than the hub itself keeps tasks that are new (runtime/hub/known.ts); and longer still where the machine is slow.
for (let round = 0; round < 10 || (round < 200 && (wrongNow().length > 0 || log.length < exits)); round++) {
  await pause();
  gc();
}
const wrong = wrongNow();
console.log(JSON.stringify({ cases: Object.keys(cases).length, wrong, log: log.sort(), kept: kept.length }));
process.exit();

'use greenlet';
/** Tasks, groups and pools. */
import { GreenletExit } from 'greenc';
import { Event, Full, Group, joinAll, killAll, Pool, sleep, Task, Timeout } from 'greenc/hub';
import { type Operation, sleeper, type Waiting } from './operation.js';

const exit = expect.any(GreenletExit);

/** Those who wait, counted. */
function counting(block: Waiting['block']): Pick<Waiting, 'block' | 'waiting'> {
  let waiting = 0;
  return {
    block: (index, timeout) => {
      waiting++;
      try {
        return block(index, timeout);
      } finally {
        waiting--;
      }
    },
    waiting: () => waiting,
  };
}

/** What waits for the end of a task, which does not come of itself. */
function endings(): Operation[] {
  const rows: [string, Operation['calls'][number], (task: Task) => Waiting['block'], Operation['expires'], unknown][] =
    [
      ['task.join', Task.prototype.join, task => (_, timeout) => task.join(timeout), { returns: undefined }, undefined],
      ['task.get', Task.prototype.get, task => (_, timeout) => task.get(timeout), { throws: Timeout }, exit],
      ['joinAll', joinAll, task => (_, timeout) => joinAll([task], timeout).length, { returns: 0 }, 1],
      ['group.join', Group.prototype.join, task => with1(new Group([task])), { returns: false }, true],
      ['pool.waitAvailable', Pool.prototype.waitAvailable, task => pooled(task), { returns: 0 }, 1],
    ];
  return rows.map(([name, call, blockOn, expires, gives]) => ({
    name,
    calls: [call],
    wakes: 'all',
    expires,
    gives,
    make: () => {
      const task = sleeper();
      return { ...counting(blockOn(task)), wake: () => task.kill() };
    },
  }));
}

/** What waits for the end of a task that it has killed, and which takes its time. */
function kills(): Operation[] {
  const rows: [string, Operation['calls'][number], (task: Task) => Waiting['block']][] = [
    ['task.kill', Task.prototype.kill, task => (_, timeout) => task.kill(undefined, timeout)],
    ['killAll', killAll, task => (_, timeout) => killAll([task], undefined, timeout)],
    ['group.kill', Group.prototype.kill, task => killed(new Group([task]))],
    ['group.killOne', Group.prototype.killOne, task => killedOne(new Group([task]), task)],
  ];
  return rows.map(([name, call, blockOn]) => ({
    name,
    calls: [call],
    wakes: 'all',
    expires: { returns: undefined },
    gives: undefined,
    make: () => {
      const released = new Event();
      const task = new Task(stubborn, released);
      task.switch();
      return { ...counting(blockOn(task)), wake: () => release(task, released) };
    },
  }));
}

function stubborn(released: Event): void {
  while (!released.isSet()) {
    try {
      released.wait();
    } catch {}
  }
}

/** It ends at once, not when it is its turn. */
function release(task: Task, released: Event): void {
  released.set();
  task.kill();
}

/** What waits for what it has started in a group: its members end, killed from main. */
function starts(): Operation[] {
  const rows: [string, Operation['calls'][number], (group: Group) => Waiting['block'], unknown][] = [
    ['group.apply', Group.prototype.apply, group => (_, timeout) => group.apply(sleep, [100_000], timeout), exit],
    ['group.map', Group.prototype.map, group => (_, timeout) => group.map(sleep, [1e5, 1e5], timeout), [exit, exit]],
    ['a loop over group.imap', Group.prototype.imap, group => firstOf(group, 'imap'), exit],
    ['a loop over group.imapUnordered', Group.prototype.imapUnordered, group => firstOf(group, 'imapUnordered'), exit],
  ];
  return rows.map(([name, call, blockOn, gives]) => ({
    name,
    calls: [call],
    wakes: 'all',
    expires: { throws: Timeout },
    gives,
    make: () => {
      const group = new Group();
      const { block, waiting } = counting(blockOn(group));
      return {
        block,
        waiting: () => Math.min(waiting(), group.size),
        wake: () => group.kill(),
        check: () => expect(group.size).toBe(0),
      };
    },
  }));
}

/** What waits for room in a pool. */
function rooms(): Operation[] {
  const rows: [string, Operation['calls'][number], (pool: Pool) => Waiting['block'], Operation['expires']][] = [
    ['pool.start', Pool.prototype.start, started, { throws: Full }],
    ['pool.add', Pool.prototype.add, added, { throws: Full }],
    ['pool.spawn', Pool.prototype.spawn, spawned, { throws: Timeout }],
  ];
  return rows.map(([name, call, blockOn, expires]) => ({
    name,
    calls: [call],
    wakes: 'one',
    expires,
    make: () => {
      const pool = new Pool(3);
      const members = [sleeper(), sleeper(), sleeper()];
      for (const member of members) pool.add(member);
      return {
        block: blockOn(pool),
        wake: () => members.pop()?.kill(),
        waiting: () => pool.waiting,
        left: () => new Array(pool.freeCount).fill(true),
        check: () => pool.kill(),
      };
    },
  }));
}

export const tasks: Operation[] = [...endings(), ...kills(), ...starts(), ...rooms()];

function with1(group: Group): Waiting['block'] {
  return (_, timeout) => group.join(timeout);
}

function pooled(task: Task): Waiting['block'] {
  const pool = new Pool(1);
  pool.add(task);
  return (_, timeout) => pool.waitAvailable(timeout);
}

function killed(group: Group): Waiting['block'] {
  return (_, timeout) => group.kill(undefined, timeout);
}

function killedOne(group: Group, task: Task): Waiting['block'] {
  return (_, timeout) => group.killOne(task, undefined, timeout);
}

function firstOf(group: Group, method: 'imap' | 'imapUnordered'): Waiting['block'] {
  return (_, timeout) => {
    for (const result of group[method](sleep, [100_000], { timeout })) return result;
  };
}

function started(pool: Pool): Waiting['block'] {
  return (_, timeout) => pool.start(new Task(sleep, 100_000), timeout) ?? true;
}

function added(pool: Pool): Waiting['block'] {
  return (_, timeout) => {
    const task = new Task(sleep, 100_000);
    pool.add(task, timeout);
    task.start();
    return true;
  };
}

function spawned(pool: Pool): Waiting['block'] {
  return (_, timeout) => Timeout.run(timeout, () => pool.spawn(sleep, 100_000) && true);
}

'use greenlet';
/** Tasks, groups and pools. */
import { GreenletExit } from 'greenc';
import { Full, Group, joinAll, Pool, sleep, Task, Timeout } from 'greenc/hub';
import { type Operation, sleeper, type Waiting } from './operation.js';

export const tasks: Operation[] = [
  ...(
    [
      ['task.join', task => (_, timeout) => task.join(timeout), { returns: undefined }, undefined],
      ['task.get', task => (_, timeout) => task.get(timeout), { throws: Timeout }, expect.any(GreenletExit)],
      ['joinAll', task => (_, timeout) => joinAll([task], timeout).length, { returns: 0 }, 1],
      ['group.join', task => with1(new Group([task])), { returns: false }, true],
      ['pool.waitAvailable', task => pooled(task), { returns: 0 }, 1],
    ] as [string, (task: Task) => Waiting['block'], Operation['expires'], unknown][]
  ).map(
    ([name, blockOn, expires, gives]): Operation => ({
      name,
      wakes: 'all',
      expires,
      gives,
      make: () => {
        const task = sleeper();
        const block = blockOn(task);
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
          wake: () => task.kill(),
          waiting: () => waiting,
        };
      },
    }),
  ),
  {
    name: 'pool.start',
    wakes: 'one',
    expires: { throws: Full },
    make: () => {
      const pool = new Pool(3);
      const members = [sleeper(), sleeper(), sleeper()];
      for (const member of members) pool.add(member);
      return {
        block: (_, timeout) => pool.start(new Task(() => sleep(100_000)), timeout) ?? true,
        wake: () => members.pop()?.kill(),
        waiting: () => pool.waiting,
        left: () => new Array(pool.freeCount).fill(true),
        check: () => pool.kill(),
      };
    },
  },
];

function with1(group: Group): Waiting['block'] {
  return (_, timeout) => group.join(timeout);
}

function pooled(task: Task): Waiting['block'] {
  const pool = new Pool(1);
  pool.add(task);
  return (_, timeout) => pool.waitAvailable(timeout);
}

/** @jest-environment <rootDir>/test/data-layer/environment.cjs */
'use greenlet';
import { asyncify, sleep, spawn, Timeout, wait } from 'greenc/hub';
import {
  AbortedError,
  AsyncDatabase,
  BusyError,
  from,
  insert,
  migrate,
  open,
  PoolClosedError,
  sql,
  update,
} from '../../examples/data-layer/index.js';
import { green, thrownBy } from '../hub/green.js';
import { backends, outcomes, quiet, useShop } from './backends.js';
import { migrations } from './shop.js';

const boom = new Error('boom');
const named = (name: string) => insert('customers', { name });

describe.each(backends.map(backend => [backend.name, backend] as const))('on %s', (_, backend) => {
  const database = useShop(backend, { size: backend.isServer ? 2 : 1, timeout: 10_000 });
  const names = (like: string) =>
    database()
      .all<{ name: string }>(
        from('customers')
          .where(sql`name like ${`${like}%`}`)
          .orderBy('name'),
      )
      .map(({ name }) => name);

  afterEach(asyncify(() => quiet(database())));

  green('migrations are run once', () => {
    expect(migrate(database(), migrations)).toEqual([]);
    const later = [...migrations, { name: 'later', up: ['create table later (id int)', 'drop table later'] }];
    expect(outcomes([1, 2].map(() => spawn(() => migrate(database(), later)))).flat()).toEqual(['later']);
  });

  green('a statement gives rows, and how many there are', () => {
    expect(database().run(named('one'))).toMatchObject({ rows: [], count: 1 });
    expect(database().first(sql`select 1 as a, 'x' as b, null as c, 5000000000 as d`)).toEqual({
      a: 1,
      b: 'x',
      c: null,
      d: 5000000000,
    });
    expect(database().first(from('customers').where({ name: ['nobody'] }))).toBe(undefined);
    expect(database().run(update('customers', { settings: { a: [1] } }).where({ name: 'one' })).count).toBe(1);
    expect(
      database().all(
        from('customers')
          .select('settings')
          .where({ name: ['one'] }),
      ),
    ).toEqual([{ settings: { a: [1] } }]);
    expect(thrownBy(() => database().run(named('one')))).toMatchObject({ code: '23505' });
  });

  green('connections are handed over in the order of asking, and nobody overtakes', () => {
    const { pool } = database();
    let used = 0;
    let most = 0;
    const all = () =>
      pool.use(() => {
        for (used++; used < pool.size; ) sleep(1);
      });
    outcomes(Array.from({ length: pool.size }, () => spawn(all)));
    used = 0;
    const log: number[] = [];
    const visit = (n: number) =>
      pool.use(connection => {
        most = Math.max(most, ++used);
        log.push(n);
        connection.execute(sql`select 1`);
        used--;
      });
    const tasks = [0, 1, 2, 3, 4, 5, 6].map(n =>
      spawn(() => {
        visit(n);
        // Again at once, while others still wait for the first time.
        visit(n + 10);
      }),
    );
    outcomes(tasks);
    expect(log.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16]);
    expect(log.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(pool.size);
  });

  green('who waits for a connection can give up or be killed, and none is lost', () => {
    const { pool } = database();
    const holders = Array.from({ length: pool.size }, () => spawn(() => pool.use(() => sleep(30))));
    sleep(1);
    const patient = spawn(() => pool.use(() => 'got it'));
    const hasty = spawn(() => pool.use(() => 'never', 1));
    const killed = spawn(() => pool.use(() => 'never'));
    sleep(5);
    killed.kill(boom);
    expect(outcomes([patient, hasty, killed])).toEqual(['got it', 'timed out after 1 ms', 'boom']);
    outcomes(holders);
    // Killed at the moment when it has been granted, and has not gone on.
    const next = Array.from({ length: pool.size }, () => spawn(() => pool.use(() => sleep(5))));
    sleep(1);
    const unlucky = spawn(() => pool.use(() => 'never'));
    sleep(1);
    for (const task of next) task.kill(undefined, 0);
    wait(Promise.resolve());
    unlucky.kill();
    outcomes([...next, unlucky]);
    expect(database().first(sql`select 1 as one`)).toEqual({ one: 1 });
  });

  green('a statement whose time is up is given up, and the connection is used again', () => {
    const started = performance.now();
    const timeout = new Timeout(20);
    const task = spawn(() => {
      timeout.start();
      try {
        return database().run(sql([backend.slow]));
      } finally {
        timeout.cancel();
      }
    });
    task.join();
    if (backend.isServer) expect(task.error).toBe(timeout);
    quiet(database());
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(
      database().first(sql`select count(*) as n from pg_stat_activity where query like 'select pg_sleep%'
      and state = 'active'`),
    ).toEqual({ n: 0 });
    expect(database().first(sql`select 1 as one`)).toEqual({ one: 1 });
  });

  green('a transaction is committed, or rolled back by an error', () => {
    const kept = database().transaction(transaction => {
      transaction.run(named('kept'));
      // Nobody else sees it yet.
      if (backend.isServer) expect(names('kept')).toEqual([]);
      return transaction.all(from('customers').where({ name: 'kept' })).length;
    });
    expect([kept, names('kept')]).toEqual([1, ['kept']]);
    const error = thrownBy(() =>
      database().transaction(transaction => {
        transaction.run(named('lost'));
        throw boom;
      }),
    );
    expect([error, names('lost')]).toEqual([boom, []]);
  });

  green('one that has failed cannot be committed, whoever has caught the error', () => {
    const error = thrownBy(() =>
      database().transaction(transaction => {
        transaction.run(named('aborted'));
        thrownBy(() => transaction.run(sql`select 1 / 0`));
        expect(thrownBy(() => transaction.run(sql`select 1`))).toBeInstanceOf(AbortedError);
      }),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(error.cause).toMatchObject({ code: '22012' });
    expect(names('aborted')).toEqual([]);
  });

  green('savepoints undo what is within them', () => {
    database().transaction(transaction => {
      transaction.run(named('s1'));
      thrownBy(() =>
        transaction.transaction(inner => {
          inner.run(named('s2'));
          inner.transaction(innermost => innermost.run(named('s3')));
          inner.run(sql`select 1 / 0`);
        }),
      );
      transaction.transaction(inner => {
        expect(thrownBy(() => inner.transaction(() => (boom as any).missing.property))).toBeInstanceOf(TypeError);
        inner.run(named('s4'));
      });
    });
    expect(names('s')).toEqual(['s1', 's4']);
  });

  green('a savepoint whose time is up is undone, and the transaction goes on', () => {
    const timeout = new Timeout(backend.isServer ? 20 : 0);
    database().transaction(transaction => {
      transaction.run(named('t1'));
      const error = thrownBy(() =>
        transaction.transaction(inner => {
          inner.run(named('t2'));
          timeout.start();
          if (backend.isServer) inner.run(sql([backend.slow]));
          else sleep(1000);
        }),
      );
      expect(error).toBe(timeout);
      transaction.run(named('t3'));
    });
    expect(names('t')).toEqual(['t1', 't3']);
  });

  green('whenever a transaction is killed, all of it is done or nothing, and the connection is clean', () => {
    let undone = 0;
    for (let ticks = 0; ticks < 60; ticks++) {
      const both = [`both${ticks}a`, `both${ticks}b`];
      const task = spawn(() =>
        database().transaction(transaction => {
          transaction.run(named(both[0]));
          transaction.transaction(inner => inner.run(named(both[1])));
        }),
      );
      for (let tick = 0; tick < ticks; tick++) backend.tick();
      task.kill();
      // It has been rolled back by now: another one can have the same unique names.
      const found = names(`both${ticks}a`).concat(names(`both${ticks}b`));
      if (found.length > 0) expect(found).toEqual(both);
      else undone++;
      for (const name of both) if (found.length === 0) database().run(named(name));
    }
    expect(undone).toBeGreaterThan(5);
    expect(names('both').length).toBe(120);
  });

  green('killed twice, it is cleaned up all the same', () => {
    const task = spawn(() =>
      database().transaction(transaction => {
        transaction.run(named('twice'));
        transaction.run(sql([backend.slow]));
        sleep(1000);
      }),
    );
    sleep(20);
    task.kill(undefined, 0);
    sleep(0);
    task.kill(boom, 0);
    task.join();
    quiet(database());
    expect(names('twice')).toEqual([]);
  });

  green('money is neither made nor lost by transfers of which many are killed or run out of time', () => {
    const accounts = ['m0', 'm1', 'm2', 'm3'];
    for (const name of accounts) database().run(insert('customers', { name, settings: { money: 100 } }));
    const change = (name: string, by: number) =>
      update('customers', { settings: sql`jsonb_build_object('money', (settings->>'money')::int + ${by}::int)` }).where(
        {
          name,
        },
      );
    let seed = 7;
    const random = (limit: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % limit;
    };
    const transfers = Array.from({ length: 100 }, () =>
      spawn(() => {
        const timeout = new Timeout(1 + random(300)).start();
        try {
          const [to, by] = [random(4), random(50)];
          // In one order, so that no two wait for each other.
          const parts = [change('m0', -by), change(`m${to}`, by)];
          database().transaction(transaction => {
            for (const part of parts) transaction.run(part);
          });
        } finally {
          timeout.cancel();
        }
      }),
    );
    for (const task of transfers) {
      if (random(3) > 0) continue;
      sleep(random(2));
      task.kill(undefined, random(2) * 100);
    }
    outcomes(transfers);
    quiet(database());
    const money = from('customers').select(sql`sum((settings->>'money')::int) as sum`).where({ name: accounts });
    expect(database().first(money)).toEqual({ sum: 400 });
    expect(transfers.some(task => task.successful() && task.value === undefined)).toBe(true);
  });

  test('async code uses the same core', async () => {
    const shop = new AsyncDatabase(database());
    await shop.transaction(async transaction => {
      await transaction.run(named('a1'));
      await expect(
        transaction.transaction(async inner => {
          await inner.run(named('a2'));
          throw boom;
        }),
      ).rejects.toBe(boom);
      expect(await transaction.all(from('customers').select('name').where({ name: 'a1' }))).toEqual([{ name: 'a1' }]);
    });
    const both = shop.transaction(transaction =>
      Promise.all([transaction.run(sql`select 1`), transaction.run(sql`select 2`)]),
    );
    await expect(both).rejects.toThrow(BusyError);
    expect(await shop.green(() => names('a'))).toEqual(['a1']);
    expect(await shop.first(sql`select 1 as one`)).toEqual({ one: 1 });
  });
});

const server = backends.find(({ isServer }) => isServer);
(server ? describe : describe.skip)('a server', () => {
  const database = useShop(server as NonNullable<typeof server>);

  green('connections that have been cut off are replaced', () => {
    const pid = () => database().first<{ pid: number }>(sql`select pg_backend_pid() as pid`)?.pid;
    const first = pid();
    expect(pid()).toBe(first);
    const error = thrownBy(() =>
      database().transaction(transaction => {
        database().run(sql`select pg_terminate_backend(${first})`);
        transaction.run(sql`select pg_backend_pid()`);
      }),
    );
    expect(error.message).toMatch(/terminat|not queryable|EPIPE|ECONNRESET/);
    quiet(database());
    expect([pid() === first, database().pool.state.open]).toEqual([false, 1]);
  });

  green('greenlets run statements at the same time, on connections of their own', () => {
    const tasks = Array.from({ length: 10 }, () => spawn(() => database().run(sql`select pg_sleep(0.1)`).count));
    expect(outcomes(tasks)).toEqual(Array(10).fill(1));
    expect(database().pool.state).toEqual({ open: 10, idle: 10, waiting: 0 });
  });
});

green('who waits for a connection that cannot be opened is told so', () => {
  const nowhere = open('postgres://nobody@/none?host=/nowhere');
  const tasks = [1, 2, 3].map(() => spawn(() => nowhere.run(sql`select 1`)));
  for (const message of outcomes(tasks)) expect(message).toMatch(/ENOENT/);
  quiet(nowhere);
  expect(nowhere.pool.state).toEqual({ open: 0, idle: 0, waiting: 0 });
  nowhere.close();
  expect(thrownBy(() => nowhere.run(sql`select 1`))).toBeInstanceOf(PoolClosedError);
});

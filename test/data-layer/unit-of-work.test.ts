/** @jest-environment <rootDir>/test/data-layer/environment.cjs */
'use greenlet';
import { spawn, wait } from 'greenc/hub';
import { AsyncDatabase, CycleError, from, remove, StaleError, sql } from '../../examples/data-layer/index.js';
import { green, thrownBy } from '../hub/green.js';
import { backends, outcomes, useShop } from './backends.js';
import { Customer, Order, Person } from './shop.js';

const boom = new Error('boom');

describe.each(backends.map(backend => [backend.name, backend] as const))('on %s', (_, backend) => {
  const database = useShop(backend, { timeout: 10_000 });
  const count = (table: string, condition = sql`true`) =>
    database().first(from(table).select(sql`count(*) as n`).where(condition))?.n;

  green('new objects become rows, those first that others refer to, and get their keys', () => {
    const { order, ann } = database().unit(unit => {
      const ann = new Customer('ann');
      const order = new Order(ann, 5);
      // The order comes first, and the customer by way of it.
      unit.add(order);
      expect([ann.id, order.id, order.customer]).toEqual([undefined, undefined, ann]);
      return { order, ann };
    });
    expect([typeof ann.id, order.customerId]).toEqual(['number', ann.id]);
    expect(database().all(from('orders').select('customer_id', 'total'))).toEqual([{ customer_id: ann.id, total: 5 }]);
  });

  green('a row is one object, however it is found, and what it refers to is loaded when it is read', () => {
    const names = database().unit(unit => {
      const [order] = unit.find(Order, { total: 5 });
      const { customer } = order;
      expect(customer).toBeInstanceOf(Customer);
      expect(unit.get(Customer, order.customerId)).toBe(customer);
      expect(unit.find(Customer, sql`name like ${'a%'}`)).toEqual([customer]);
      expect(customer.orders[0]).toBe(order);
      // A waiting property within other expressions.
      return [order, order].map(({ customer }) => `${order.customer.name} ${customer.orders.length + order.total}`);
    });
    expect(names).toEqual(['ann 6', 'ann 6']);
  });

  green('what has changed is written, and nothing else', () => {
    // The number of the transaction that has written a row.
    const writers = () => database().all(sql`select name, xmin::text from customers order by id`);
    database().unit(unit => unit.add(new Customer('other')));
    const before = writers();
    database().unit(unit => {
      const [ann] = unit.find(Customer, { name: 'ann' });
      ann.name = 'Ann';
      const [other] = unit.find(Customer, { name: 'other' });
      ann.settings.color = 'red';
      other.name = 'other';
      // Written before anybody asks.
      expect(unit.find(Customer, { name: 'Ann' })).toEqual([ann]);
    });
    const settings = from('customers').select('settings').where({ name: 'Ann' });
    expect(database().all(settings)).toEqual([{ settings: { color: 'red' } }]);
    const after = writers();
    expect([after[0].name, after[0].xmin === before[0].xmin, after[1]]).toEqual(['Ann', false, before[1]]);
  });

  green('objects refer to others, to none, and to others than before', () => {
    const { first, second, order } = database().unit(unit => {
      const [first, second] = [new Customer('first'), new Customer('second')];
      const order = new Order(first, 7);
      unit.add(order);
      unit.flush();
      order.customer = second;
      expect(order.customer).toBe(second);
      unit.flush();
      expect(order.customerId).toBe(second.id);
      order.customerId = first.id;
      expect(order.customer).toBe(first);
      return { first, second, order };
    });
    expect(database().first(from('orders').where({ id: order.id }))).toMatchObject({ customer_id: first.id });
    expect(second.id).toBeGreaterThan(0);
  });

  green('trees are written from the root, and removed from the leaves', () => {
    const people = database().unit(unit => {
      const people = ['leaf', 'branch', 'trunk', 'root'].map(name => new Person(name));
      for (const [index, person] of people.slice(0, -1).entries()) person.chief = people[index + 1];
      for (const person of people) unit.add(person);
      return people;
    });
    expect(people.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    database().unit(unit => {
      const leaf = unit.get(Person, 4) as Person;
      expect(leaf.chief.chief.chief.name).toBe('root');
      for (const person of unit.find(Person)) unit.remove(person);
      expect(unit.get(Person, 1)).toBe(undefined);
    });
    expect(count('people')).toBe(0);
  });

  green('who refers to itself is written; two that refer to one another cannot be', () => {
    const boss = database().unit(unit => {
      const boss = new Person('boss');
      boss.chief = boss;
      unit.add(boss);
      return boss;
    });
    expect(database().first(from('people'))).toEqual({ id: boss.id, name: 'boss', chief_id: boss.id });
    const error = thrownBy(() =>
      database().unit(unit => {
        const [one, other] = [new Person('one'), new Person('other')];
        one.chief = other;
        other.chief = one;
        unit.add(one);
      }),
    );
    expect([error instanceof CycleError, count('people')]).toEqual([true, 1]);
  });

  green('nothing is written if it fails, and what others have removed is not there', () => {
    const error = thrownBy(() =>
      database().unit(unit => {
        unit.add(new Customer('never'));
        unit.flush();
        throw boom;
      }),
    );
    expect([error, count('customers', sql`name = 'never'`)]).toEqual([boom, 0]);
    const stale = thrownBy(() =>
      database().unit(unit => {
        const [order] = unit.find(Order, { total: 7 });
        unit.transaction.run(remove('orders').where({ id: order.id }));
        order.total = 8;
      }),
    );
    expect(stale).toBeInstanceOf(StaleError);
  });

  green('a nested part that fails leaves rows and objects as they were', () => {
    database().unit(unit => {
      const [ann] = unit.find(Customer, { name: 'Ann' });
      const late = new Customer('late');
      const error = thrownBy(() =>
        unit.nested(() => {
          ann.name = 'Anne';
          unit.add(late);
          for (const order of ann.orders) unit.remove(order);
          unit.flush();
          throw boom;
        }),
      );
      expect([error, ann.name, ann.orders.length]).toEqual([boom, 'Ann', 1]);
      expect(unit.find(Customer, { name: ['Anne', 'late'] })).toEqual([]);
      unit.nested(() => {
        ann.name = 'Anna';
      });
      // It is new again.
      unit.add(late);
    });
    expect(
      database().all(
        from('customers')
          .select('name')
          .where({ name: ['Anna', 'Anne', 'late'] })
          .orderBy('name'),
      ),
    ).toEqual([{ name: 'Anna' }, { name: 'late' }]);
  });

  green('units of many greenlets do not see one another', () => {
    const tasks = Array.from({ length: 8 }, (_, n) =>
      spawn(() =>
        database().unit(unit => {
          const customer = new Customer(`many ${n}`);
          unit.add(new Order(customer, n));
          unit.flush();
          wait(Promise.resolve());
          if (n % 2 === 1) throw boom;
          return unit.find(Customer, sql`name like 'many%'`).includes(customer);
        }),
      ),
    );
    expect(outcomes(tasks)).toEqual([true, 'boom', true, 'boom', true, 'boom', true, 'boom']);
    expect(count('customers', sql`name like 'many%'`)).toBe(4);
  });

  test('in async code the same objects come, and straight-line parts may read what is not loaded', async () => {
    const shop = new AsyncDatabase(database());
    const names = await shop.unit(async unit => {
      unit.add(new Order(new Customer('async'), 11));
      await unit.flush();
      const [order] = await unit.find(Order, { total: 11 });
      expect(await unit.get(Customer, order.customerId)).toBe(order.customer);
      order.total = 12;
      return [await unit.green(() => order.customer.orders[0].customer.name)];
    });
    expect(names).toEqual(['async']);
    expect(await shop.green(() => count('orders', sql`total = 12`))).toBe(1);
    await expect(
      shop.unit(async unit => {
        unit.add(new Customer('async'));
      }),
    ).rejects.toMatchObject({ code: '23505' });
  });
});

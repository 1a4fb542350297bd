'use greenlet';
// A shop's books in PostgreSQL: embedded, or on the server whose URL is the first argument. One data layer, used in both ways: by
// straight-line code in greenlets, and by code that awaits.

import { spawn, Timeout, wait } from 'greenc/hub';
import { AsyncDatabase, from, insert, link, type Mapping, migrate, one, open, remove, sql, update } from './index.js';

class Customer {
  static readonly mapping: Mapping = { table: 'shop_customers', columns: { id: 'id', name: 'name' } };
  id?: number;

  constructor(public name: string) {}
}

class Order {
  static readonly mapping: Mapping = {
    table: 'shop_orders',
    columns: { id: 'id', customerId: 'customer_id', item: 'item', total: 'total' },
    references: { customerId: () => Customer },
  };
  id?: number;
  customerId?: number;

  constructor(
    customer: Customer,
    public item: string,
    public total: number,
  ) {
    this.customer = customer;
  }

  get customer(): Customer {
    return one(this, 'customerId', Customer);
  }

  set customer(customer: Customer) {
    link(this, 'customerId', customer);
  }
}

const database = open(process.argv[2]);
const migrations = [
  {
    name: 'shop',
    up: [
      'create table shop_customers (id serial primary key, name text not null)',
      `create table shop_orders (id serial primary key, customer_id int not null references shop_customers,
        item text not null, total int not null)`,
    ],
  },
];

/** An ordinary function over ordinary objects, which knows of no database. Reading `customer` may have to ask for it. */
const line = ({ customer, item, total }: Order): string => `${customer.name}: ${item}, ${total}`;

const sums = () =>
  database
    .all(
      from('shop_orders')
        .select('name', sql`sum(total)::int as sum`)
        .join('shop_customers', sql`shop_customers.id = customer_id`)
        .groupBy('name')
        .orderBy('name'),
    )
    .map(({ name, sum }) => `${name} ${sum}`)
    .join(', ');

function straightLine(): void {
  console.log('migrated:', migrate(database, migrations).join());
  database.unit(unit => {
    const [ann, bob] = [new Customer('Ann'), new Customer('Bob')];
    for (const order of [new Order(ann, 'tea', 5), new Order(bob, 'milk', 2), new Order(ann, 'cups', 12)])
      unit.add(order);
  });
  // Nothing is loaded but the orders: each customer is asked for when its name is read, and only once.
  console.log(database.unit(unit => unit.find(Order).map(line)));

  // A hundred greenlets share the connections.
  const rises = Array.from({ length: 100 }, () =>
    spawn(() => database.run(update('shop_orders', { total: sql`total + 1` }).where({ item: 'tea' })).count),
  );
  console.log(
    rises.map(task => task.get()).reduce((sum, count) => sum + count),
    'rises:',
    sums(),
  );

  // Whatever becomes of a transaction, it is all or nothing.
  const sale = (end: () => unknown) =>
    database.transaction(transaction => {
      transaction.run(update('shop_orders', { total: 0 }));
      end();
    });
  const killed = spawn(sale, () => wait(new Promise(() => {})));
  killed.join(50);
  killed.kill();
  const late = spawn(sale, () => wait(new Promise(() => {}), 10));
  late.join();
  console.log('killed, and', late.error instanceof Timeout ? 'out of time' : late.error, '->', sums());

  // Savepoints: what fails within is undone, and the rest stays.
  database.transaction(transaction => {
    transaction.run(update('shop_orders', { total: 3 }).where({ item: 'milk' }));
    try {
      transaction.transaction(inner => {
        inner.run(remove('shop_orders'));
        inner.run(insert('shop_orders', { customer_id: -1, item: 'nothing', total: 0 }));
      });
    } catch (error) {
      console.log('undone:', (error as Error).message);
    }
  });
  console.log('and the rest stays:', sums());
}

async function awaiting(): Promise<void> {
  const shop = new AsyncDatabase(database);
  const lines = await shop.unit(async unit => {
    const [milk] = await unit.find(Order, { item: 'milk' });
    milk.total += 1;
    await unit.flush();
    // Code that reads what may not be loaded runs in a greenlet, as it is.
    return unit.green(() => line(milk));
  });
  console.log('async:', lines);
  const [{ orders }] = await shop.all(sql`select count(*) as orders from shop_orders`);
  console.log('async:', orders, 'orders');
  await shop.transaction(async transaction => {
    for (const table of ['shop_orders', 'shop_customers']) await transaction.run(sql([`drop table ${table}`]));
    await transaction.run(remove('migrations').where({ name: 'shop' }));
  });
}

spawn(() => {
  straightLine();
  wait(awaiting());
  database.close();
});

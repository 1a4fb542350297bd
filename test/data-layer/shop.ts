'use greenlet';
/** The tables and classes of the tests: customers and what they order, and people and whom they report to. */
import { link, type Mapping, type Migration, many, one } from '../../examples/data-layer/index.js';

export class Customer {
  static readonly mapping: Mapping = { table: 'customers', columns: { id: 'id', name: 'name', settings: 'settings' } };
  id?: number;
  settings: Record<string, unknown> = {};

  constructor(public name: string) {}

  get orders(): Order[] {
    return many(this, Order, 'customerId');
  }
}

export class Order {
  static readonly mapping: Mapping = {
    table: 'orders',
    columns: { id: 'id', customerId: 'customer_id', total: 'total' },
    references: { customerId: () => Customer },
  };
  id?: number;
  customerId?: number;

  constructor(
    customer: Customer,
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

export class Person {
  static readonly mapping: Mapping = {
    table: 'people',
    columns: { id: 'id', name: 'name', chiefId: 'chief_id' },
    references: { chiefId: () => Person },
  };
  id?: number;
  chiefId: number | null | undefined;

  constructor(public name: string) {}

  get chief(): Person {
    return one(this, 'chiefId', Person);
  }

  set chief(chief: Person) {
    link(this, 'chiefId', chief);
  }
}

export const migrations: Migration[] = [
  {
    name: 'shop',
    up: [
      `create table customers (id serial primary key, name text not null unique, settings jsonb not null default '{}')`,
      `create table orders (
        id serial primary key, customer_id int not null references customers, total int not null check (total >= 0))`,
    ],
  },
  {
    name: 'people',
    up: ['create table people (id serial primary key, name text not null, chief_id int references people)'],
  },
];

import { from, insert, remove, sql, update } from '../../examples/data-layer/index.js';
import { type Query, toSql } from '../../examples/data-layer/sql.js';

const statement = (query: Query) => {
  const { text, params } = toSql(query).statement();
  return [text, ...params];
};

test('pieces of SQL are put together, and their values become parameters', () => {
  const adult = sql`age >= ${18}`;
  const query = sql`select * from t where ${adult} and name = ${'ann'} or ${sql`x`}`;
  expect(statement(query)).toEqual(['select * from t where age >= $1 and name = $2 or x', 18, 'ann']);
});

test('queries are values, and each call makes a new one', () => {
  const all = from('orders');
  const large = all.where(sql`total > ${100}`).orderBy('total', 'desc');
  expect(statement(all)).toEqual(['select * from "orders"']);
  expect(statement(large.where({ customer_id: 5 }).limit(3, 6))).toEqual([
    'select * from "orders" where (total > $1) and "customer_id" = $2 order by "total" desc limit $3 offset $4',
    100,
    5,
    3,
    6,
  ]);
  expect(statement(large)).toEqual(['select * from "orders" where (total > $1) order by "total" desc', 100]);
});

test('joins, groups, and names that need quotes', () => {
  const query = from('orders')
    .select('customers.name', sql`sum(total) as sum`)
    .join('customers', sql`customers.id = customer_id`)
    .leftJoin('odd "name"', sql`true`)
    .groupBy('customers.name')
    .forUpdate();
  expect(statement(query)).toEqual([
    'select "customers"."name", sum(total) as sum from "orders" join "customers" on customers.id = customer_id' +
      ' left join "odd ""name""" on true group by "customers"."name" for update',
  ]);
});

test('conditions on null, on lists, and on other queries', () => {
  const query = from('t').where({ a: null, b: [1, 2], c: from('u').select('id').where({ d: 3 }) }, {});
  expect(statement(query)).toEqual([
    'select * from "t" where "a" is null and "b" = any($1) and "c" in (select "id" from "u" where "d" = $2) and true',
    [1, 2],
    3,
  ]);
});

test('changes', () => {
  expect(statement(insert('t', { a: 1, b: sql`now()` }).returning('id'))).toEqual([
    'insert into "t" ("a", "b") values ($1, now()) returning "id"',
    1,
  ]);
  expect(statement(insert('t', {}).returning('*'))).toEqual(['insert into "t" default values returning *']);
  expect(statement(update('t', { a: 1, b: null }).where({ id: 2 }))).toEqual([
    'update "t" set "a" = $1, "b" = $2 where "id" = $3',
    1,
    null,
    2,
  ]);
  expect(statement(remove('t').where({ id: 2 }))).toEqual(['delete from "t" where "id" = $1', 2]);
});

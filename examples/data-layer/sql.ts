'use greenlet';
/**
 * Pieces of SQL with their parameters, and a query builder on top of them. Nothing here talks to a database.
 *
 *     from('orders').select('id').where({ customer_id: 5 }, sql`total > ${100}`).orderBy('total', 'desc').limit(3)
 */

/** A piece of SQL. Its values become parameters, except for those that are pieces themselves. */
export class Sql {
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly unknown[],
  ) {}

  /** The text with `$1`, `$2`, … and the parameters. */
  statement(): { text: string; params: unknown[] } {
    const params: unknown[] = [];
    return { text: this.write(params), params };
  }

  private write(params: unknown[]): string {
    let text = this.strings[0];
    for (const [index, value] of this.values.entries()) {
      text += value instanceof Sql ? value.write(params) : `$${params.push(value)}`;
      text += this.strings[index + 1];
    }
    return text;
  }
}

/** Anything that can be run. */
export type Query = Sql | { toSql(): Sql };

export function sql(strings: TemplateStringsArray | readonly string[], ...values: unknown[]): Sql {
  return new Sql(
    strings,
    values.map(value => (isQuery(value) ? toSql(value) : value)),
  );
}

export function toSql(query: Query): Sql {
  return query instanceof Sql ? query : query.toSql();
}

function isQuery(value: unknown): value is Query {
  return value instanceof Sql || value instanceof Builder;
}

/** The name of a table or column, quoted: `a.b` is a column of a table. */
export function named(name: string): Sql {
  const parts = name.split('.').map(part => (part === '*' ? part : `"${part.replaceAll('"', '""')}"`));
  return new Sql([parts.join('.')], []);
}

export function joined(parts: readonly unknown[], separator: string): Sql {
  if (parts.length === 0) return new Sql([''], []);
  return new Sql(['', ...Array(parts.length - 1).fill(separator), ''], parts);
}

/** What rows are to be like: values by column (null, a list of them, a piece of SQL), or a piece of SQL. */
export type Condition = Record<string, unknown> | Sql;

function conditionSql(condition: Condition): Sql {
  if (condition instanceof Sql) return sql`(${condition})`;
  const tests = Object.entries(condition).map(([column, value]) => {
    if (value === null) return sql`${named(column)} is null`;
    if (isQuery(value)) return sql`${named(column)} in (${value})`;
    if (Array.isArray(value)) return sql`${named(column)} = any(${value})`;
    return sql`${named(column)} = ${value}`;
  });
  return tests.length === 0 ? sql`true` : joined(tests, ' and ');
}

/** Queries are values: each method gives a new one. */
abstract class Builder {
  protected conditions: readonly Condition[] = [];
  protected columns: readonly string[] = [];

  constructor(protected readonly table: string) {}

  abstract toSql(): Sql;

  /** All of the conditions have to hold, and those of earlier calls. */
  where(...conditions: Condition[]): this {
    return this.with({ conditions: [...this.conditions, ...conditions] });
  }

  protected with(changes: object): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this)), this, changes);
  }

  protected get filter(): Sql {
    return this.conditions.length === 0 ? sql`` : sql` where ${joined(this.conditions.map(conditionSql), ' and ')}`;
  }

  protected get columnList(): Sql {
    return this.columns.length === 0 ? sql`*` : joined(this.columns.map(named), ', ');
  }
}

export class Select extends Builder {
  private joins: readonly Sql[] = [];
  private extra: readonly Sql[] = [];
  private groups: readonly string[] = [];
  private order: readonly Sql[] = [];
  private bounds: readonly Sql[] = [];

  /** Columns, and pieces of SQL for anything else; without any, all columns. */
  select(...columns: (string | Sql)[]): this {
    const names = columns.filter(column => typeof column === 'string');
    return this.with({ columns: names, extra: columns.filter(column => column instanceof Sql) });
  }

  join(table: string, on: Sql): this {
    return this.with({ joins: [...this.joins, sql` join ${named(table)} on ${on}`] });
  }

  leftJoin(table: string, on: Sql): this {
    return this.with({ joins: [...this.joins, sql` left join ${named(table)} on ${on}`] });
  }

  groupBy(...columns: string[]): this {
    return this.with({ groups: columns });
  }

  orderBy(column: string, direction: 'asc' | 'desc' = 'asc'): this {
    const part = sql`${named(column)} ${direction === 'desc' ? sql`desc` : sql`asc`}`;
    return this.with({ order: [...this.order, part] });
  }

  limit(count: number, offset = 0): this {
    return this.with({ bounds: [sql` limit ${count} offset ${offset}`] });
  }

  /** The rows stay locked until the transaction ends. */
  forUpdate(): this {
    return this.with({ bounds: [...this.bounds, sql` for update`] });
  }

  toSql(): Sql {
    const columns =
      this.extra.length === 0 ? this.columnList : joined([...this.columns.map(named), ...this.extra], ', ');
    const groups = this.groups.length === 0 ? sql`` : sql` group by ${joined(this.groups.map(named), ', ')}`;
    const order = this.order.length === 0 ? sql`` : sql` order by ${joined(this.order, ', ')}`;
    const source = sql`${named(this.table)}${joined(this.joins, '')}`;
    return sql`select ${columns} from ${source}${this.filter}${groups}${order}${joined(this.bounds, '')}`;
  }
}

class Change extends Builder {
  constructor(
    table: string,
    private readonly kind: 'insert' | 'update' | 'delete',
    private readonly values: Record<string, unknown> = {},
  ) {
    super(table);
  }

  /** The columns that are to come back of each row; `*` for all. */
  returning(...columns: string[]): this {
    return this.with({ columns });
  }

  toSql(): Sql {
    const back = this.columns.length === 0 ? sql`` : sql` returning ${this.columnList}`;
    const names = Object.keys(this.values).map(named);
    const values = Object.values(this.values);
    const table = named(this.table);
    if (this.kind === 'delete') return sql`delete from ${table}${this.filter}${back}`;
    if (this.kind === 'update') {
      const assignments = names.map((name, index) => sql`${name} = ${values[index]}`);
      return sql`update ${table} set ${joined(assignments, ', ')}${this.filter}${back}`;
    }
    if (names.length === 0) return sql`insert into ${table} default values${back}`;
    return sql`insert into ${table} (${joined(names, ', ')}) values (${joined(values, ', ')})${back}`;
  }
}

export const from = (table: string): Select => new Select(table);
export const insert = (table: string, values: Record<string, unknown>): Change => new Change(table, 'insert', values);
export const update = (table: string, values: Record<string, unknown>): Change => new Change(table, 'update', values);
export const remove = (table: string): Change => new Change(table, 'delete');

'use greenlet';
/**
 * The unit of work: objects instead of rows. Each row is one object however often it is found (the identity map), changes are found by
 * comparing with what was loaded, and `flush` writes them in an order that foreign keys allow.
 */
import type { Transaction } from './database.js';
import { type EntityClass, keyOf, type Mapping, mappingOf, stateOf } from './entities.js';
import type { Row } from './sessions.js';
import { type Condition, from, insert, remove, Sql, update } from './sql.js';

/** Somebody else has changed or removed the row meanwhile. */
export class StaleError extends Error {
  constructor(table: string, key: unknown) {
    super(`${table}: there is no row ${String(key)} any more`);
    this.name = 'StaleError';
  }
}

/** New objects, or removed ones, refer to one another: no order of statements can do it. */
export class CycleError extends Error {
  constructor(name: string) {
    super(`a ${name} refers to itself by way of others`);
    this.name = 'CycleError';
  }
}

export class UnitOfWork {
  /** All objects that are rows, by class and key. */
  #loaded = new Map<EntityClass, Map<unknown, object>>();
  #added = new Set<object>();
  #removed = new Set<object>();

  /** @param transaction where all of it happens; for statements that are not about objects */
  constructor(readonly transaction: Transaction) {}

  /** The object with a key; undefined if there is none. Asks the database only for what is not loaded. */
  get<T extends object>(type: EntityClass<T>, key: unknown): T | undefined {
    const known = this.#known(type).get(key) as T | undefined;
    if (known !== undefined) return this.#removed.has(known) ? undefined : known;
    return this.find(type, { id: key })[0];
  }

  /**
   * Objects by conditions in terms of their properties, in the order of their keys. Pieces of SQL are in terms of columns.
   * What has been changed is written before.
   */
  find<T extends object>(type: EntityClass<T>, ...conditions: Condition[]): T[] {
    this.flush();
    const { table, columns } = type.mapping;
    const filter = conditions.map(condition => (condition instanceof Sql ? condition : inColumns(type, condition)));
    const query = from(table)
      .select(...Object.values(columns))
      .where(...filter)
      .orderBy(columns.id);
    return this.transaction.all(query).map(row => this.#load(type, row));
  }

  /** A new object, which is to become a row, and so are the new ones that it refers to. */
  add(entity: object): void {
    const state = stateOf(entity);
    if (state.unit !== null && state.unit !== this) throw new TypeError('the object is in another unit of work');
    this.#removed.delete(entity);
    if (state.stored !== null || this.#added.has(entity)) return;
    state.unit = this;
    this.#added.add(entity);
    for (const target of state.links.values()) this.add(target);
  }

  /** The object's row is to be deleted. */
  remove(entity: object): void {
    if (!this.#added.delete(entity)) this.#removed.add(entity);
  }

  /** Writes all that has changed: new objects, then changed ones, then removed ones. */
  flush(): void {
    const added = inOrder(this.#added, entity => stateOf(entity).links.values());
    for (const entity of added) this.#insert(entity);
    for (const entity of this.#objects()) if (!this.#removed.has(entity)) this.#update(entity);
    const removed = inOrder(this.#removed, entity => this.#referredBy(entity));
    for (const entity of removed.reverse()) this.#delete(entity);
  }

  /**
   * A savepoint: if `body` throws, rows and objects are again as they were.
   */
  nested<T>(body: () => T): T {
    this.flush();
    const kept = [...this.#loaded].map(([type, objects]) => [type, new Map(objects)] as const);
    const before = this.#objects().map(entity => ({ entity, stored: stateOf(entity).stored }));
    try {
      return this.transaction.transaction(() => {
        const result = body();
        this.flush();
        return result;
      });
    } catch (error) {
      for (const entity of [...this.#added, ...this.#objects()]) forget(entity);
      this.#added.clear();
      this.#removed.clear();
      this.#loaded = new Map(kept);
      for (const { entity, stored } of before) this.#keep(Object.assign(entity, copied(stored as Row)), stored as Row);
      throw error;
    }
  }

  #objects(): object[] {
    return [...this.#loaded.values()].flatMap(objects => [...objects.values()]);
  }

  #known(type: EntityClass): Map<unknown, object> {
    let known = this.#loaded.get(type);
    if (known === undefined) {
      known = new Map();
      this.#loaded.set(type, known);
    }
    return known;
  }

  #load<T extends object>(type: EntityClass<T>, row: Row): T {
    const known = this.#known(type);
    const stored = propertiesOf(type.mapping, row);
    const found = known.get(stored.id);
    if (found !== undefined) return found as T;
    const entity: T = Object.assign(Object.create(type.prototype), copied(stored));
    this.#keep(entity, stored);
    return entity;
  }

  /** The object is a row from now on. */
  #keep(entity: object, stored: Row): void {
    const state = stateOf(entity);
    state.unit = this;
    state.stored = stored;
    this.#known(entity.constructor as EntityClass).set(stored.id, entity);
  }

  #insert(entity: object): void {
    const mapping = mappingOf(entity);
    resolveLinks(entity);
    const values = columnsOf(mapping, entity, property => (entity as Row)[property] !== undefined);
    const row = this.transaction.first(insert(mapping.table, values).returning(...Object.values(mapping.columns)));
    const stored = propertiesOf(mapping, row as Row);
    Object.assign(entity, copied(stored));
    this.#added.delete(entity);
    this.#keep(entity, stored);
  }

  #update(entity: object): void {
    const mapping = mappingOf(entity);
    const state = stateOf(entity);
    const stored = state.stored as Row;
    resolveLinks(entity);
    const changes = columnsOf(mapping, entity, property => isChanged(stored[property], (entity as Row)[property]));
    if (Object.keys(changes).length === 0) return;
    const query = update(mapping.table, changes).where({ [mapping.columns.id]: stored.id });
    if (this.transaction.run(query).count === 0) throw new StaleError(mapping.table, stored.id);
    state.stored = copied(
      Object.fromEntries(Object.keys(stored).map(property => [property, (entity as Row)[property]])),
    );
  }

  #delete(entity: object): void {
    const { table, columns } = mappingOf(entity);
    const { id } = stateOf(entity).stored as Row;
    this.#removed.delete(entity);
    this.#known(entity.constructor as EntityClass).delete(id);
    if (this.transaction.run(remove(table).where({ [columns.id]: id })).count === 0) throw new StaleError(table, id);
    forget(entity);
  }

  /** The loaded objects whose keys this one's row has. */
  #referredBy(entity: object): object[] {
    const { references = {} } = mappingOf(entity);
    return Object.entries(references).flatMap(([property, type]) => {
      const target = this.#known(type()).get((stateOf(entity).stored as Row)[property]);
      return target === undefined ? [] : [target];
    });
  }
}

/** The object is as one that has never been a row. */
function forget(entity: object): void {
  Object.assign(stateOf(entity), { unit: null, stored: null });
}

/** Objects that were new when they were linked have keys by now. */
function resolveLinks(entity: object): void {
  const properties = entity as Row;
  for (const [property, target] of stateOf(entity).links) properties[property] ??= keyOf(target);
}

/** Values that can be changed in place must not be shared by an object and what is kept of its row. */
function copied(row: Row): Row {
  const entries = Object.entries(row);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Object(value) === value ? structuredClone(value) : value]),
  );
}

function columnsOf({ columns }: Mapping, entity: object, isWanted: (property: string) => boolean): Row {
  const wanted = Object.entries(columns).filter(([property]) => isWanted(property));
  return Object.fromEntries(wanted.map(([property, column]) => [column, (entity as Row)[property]]));
}

function propertiesOf({ columns }: Mapping, row: Row): Row {
  return Object.fromEntries(Object.entries(columns).map(([property, column]) => [property, row[column]]));
}

function inColumns({ name, mapping: { columns } }: EntityClass, condition: Row): Row {
  const entries = Object.entries(condition).map(([property, value]) => {
    if (!Object.hasOwn(columns, property)) throw new TypeError(`${name} has no column for the property ${property}`);
    return [columns[property], value];
  });
  return Object.fromEntries(entries);
}

/** Dates and JSON are compared by what they say. */
function isChanged(before: unknown, after: unknown): boolean {
  if (typeof after !== 'object' || after === null) return !Object.is(before, after);
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** Those first that others refer to; otherwise in the order given. */
function inOrder(entities: Set<object>, referred: (entity: object) => Iterable<object>): object[] {
  const done = new Set<object>();
  const begun = new Set<object>();
  const visit = (entity: object): void => {
    if (done.has(entity)) return;
    if (begun.has(entity)) throw new CycleError(entity.constructor.name);
    begun.add(entity);
    for (const target of referred(entity)) if (target !== entity && entities.has(target)) visit(target);
    done.add(entity);
  };
  for (const entity of entities) visit(entity);
  return [...done];
}

'use greenlet';
/**
 * What maps objects to rows. Classes stay plain ones: their fields are columns, and accessors lead from one object to others.
 *
 *     class Order {
 *       static readonly mapping = { table: 'orders', columns: { id: 'id', customerId: 'customer_id' } };
 *       id?: number;
 *       customerId?: number;
 *       get customer(): Customer { return one(this, 'customerId', Customer); }
 *       set customer(customer: Customer) { link(this, 'customerId', customer); }
 *     }
 *
 * `order.customer.name` may have to ask the database: then reading the property waits.
 */
import type { Row } from './sessions.js';
import type { UnitOfWork } from './unit-of-work.js';

export interface Mapping {
  readonly table: string;
  /** The column of each property. The primary key is the property `id`. */
  readonly columns: Readonly<Record<string, string>>;
  /** The classes to which properties refer, by their keys. */
  readonly references?: Readonly<Record<string, () => EntityClass>>;
}

export interface EntityClass<T extends object = object> {
  new (...args: any[]): T;
  readonly mapping: Mapping;
}

/** What is known of an object: whose it is, and how it is in the database. */
export interface State {
  unit: UnitOfWork | null;
  /** Its columns' values in the database; null for an object that is new. */
  stored: Row | null;
  /** Objects whose keys a property is to have, once they have one. */
  links: Map<string, object>;
}

const states = new WeakMap<object, State>();

export function stateOf(entity: object): State {
  let state = states.get(entity);
  if (state === undefined) {
    state = { unit: null, stored: null, links: new Map() };
    states.set(entity, state);
  }
  return state;
}

export const mappingOf = (entity: object): Mapping => (entity.constructor as EntityClass).mapping;
export const keyOf = (entity: object): unknown => (entity as Row).id;

/** Sets a property to the key of another object, which may be new and have none yet. */
export function link(entity: object, property: string, target: object): void {
  const { links, unit } = stateOf(entity);
  links.set(property, target);
  (entity as Row)[property] = keyOf(target);
  unit?.add(target);
}

/** The object whose key a property has. Waits if it has not been loaded. */
export function one<T extends object>(entity: object, property: string, type: EntityClass<T>): T {
  const { links, unit } = stateOf(entity);
  const linked = links.get(property);
  const key = (entity as Row)[property];
  if (linked !== undefined && keyOf(linked) === key) return linked as T;
  const found = unit?.get(type, key);
  if (found === undefined) throw new ReferenceError(`${type.name} ${String(key)}: there is none in this unit of work`);
  return found;
}

/** The objects of which a property has the key of this one. Waits. */
export function many<T extends object>(entity: object, type: EntityClass<T>, property: string): T[] {
  const { unit } = stateOf(entity);
  if (unit === null) throw new ReferenceError(`a new ${entity.constructor.name} is in no unit of work yet`);
  return unit.find(type, { [property]: keyOf(entity) });
}

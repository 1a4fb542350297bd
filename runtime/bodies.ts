/**
 * What bodies of other kinds than plain functions need: constructors, generators, async generators. They keep state of
 * their own, so that there is one copy per realm, as of the core (see realm.ts), but programs that only switch
 * greenlets need not load it.
 */
import {
  asyncArrived,
  asyncFailure,
  asyncReturn,
  asyncStep,
  delegateAsync,
  returned,
  yielded,
} from './async-bodies.js';
import { asyncGenerator, asyncParametrised } from './async-generators.js';
import {
  bind,
  given,
  givenArguments,
  madeByParent,
  reflectConstruct,
  superCall,
  suspendClass,
  suspendNew,
} from './construct.js';
import { delegate } from './delegation.js';
import { generator, greenGenerator, method, parametrised, privately } from './generators.js';
import { held } from './holds.js';
import { share } from './realm.js';

export const bodies = share('bodies', () => ({
  bind,
  generator,
  given,
  givenArguments,
  held,
  madeByParent,
  method,
  parametrised,
  privately,
  reflectConstruct,
  superCall,
  suspendClass,
  suspendNew,
  greenNext: greenGenerator.next,
}));

/** Apart, and marked as without effects, because the hub's own compiled code has no such bodies: a bundler may leave these out. */
export const asyncBodies = /* @__PURE__ */ share('async-bodies', () => ({
  asyncArrived,
  asyncFailure,
  asyncGenerator,
  asyncParametrised,
  asyncReturn,
  asyncStep,
  delegate,
  delegateAsync,
  returned,
  yielded,
}));

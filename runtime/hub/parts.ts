/**
 * What greenc's own code outside the hub waits with. Like all of the hub it is that of the copy which has published its hub: tasks and waits
 * of another one would be unknown to it.
 */
import type { Outcome as OutcomeClass } from './outcome.js';
import { hub } from './shared.js';
import type { Wait as WaitClass } from './wait.js';

export const { Outcome, Wait, endingOf, isMain, park, waiting } = hub.parts;
export type Outcome = OutcomeClass;
export type Wait = WaitClass;

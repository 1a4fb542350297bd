/**
 * What the hub does by itself where there is a process. Imported by whatever starts tasks; bundles for browsers leave it out (`browser` in
 * package.json).
 */
import { watchForDeadlocks } from './deadlock.js';

watchForDeadlocks();

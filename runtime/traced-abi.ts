/**
 * `greenc/runtime` for modules that are compiled while their program runs (`greenc/runtime/traced`): whoever loads one has
 * logical stacks, and a program without one need not load what makes them.
 */
import { install } from './stack-traces.js';

export * from './abi.js';

install();

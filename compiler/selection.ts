/** For those who decide about modules without a parser: what text and path tell, and the patterns of the options. */
export { mayBeMarked, type TextOptions } from './1-select/by-text.js';
export { listOf, matcher } from './1-select/globs.js';

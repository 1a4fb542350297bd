/**
 * What a module's text and path tell of whether it is compiled, before anybody parses it. Loads nothing, as most modules
 * that a program imports are not.
 */
import { relative, resolve } from 'node:path';
import type { Options } from '../options.js';

export const USE = 'use greenlet';
export const NO = 'no greenlet';
/** One of ours at the start of a statement or, more to the point, what can only be meant as one of them. */
export const ALIKE = /(?:^|;)[\t ]*(["'])(?:use|no)[ _-]*gre+nl\w*\1/im;

/** The options that have a say in it. */
export type TextOptions = Pick<Options, 'filename' | 'cwd' | 'root' | 'all' | 'include' | 'exclude'>;

/** The file as positions show it: relative to the working directory, with forward slashes. */
export function shownFile(options: Pick<Options, 'filename' | 'cwd'>): string {
  if (options.filename === undefined) return '(source)';
  const path = relative(options.cwd, resolve(options.cwd, options.filename));
  return slashed(path === '' ? options.filename : path);
}

/**
 * Whether the module might be marked, from its text and path alone: a cheap test that spares unmarked files the
 * parser. A directive cannot contain escapes, so a module without this text has none.
 */
export function mayBeMarked(source: string, options: TextOptions): boolean {
  return mentions(source) || selectedByOptions(options);
}

export function mentions(source: string): boolean {
  return source.includes(USE) || source.includes(NO) || ALIKE.test(source);
}

export function selectedByOptions(options: TextOptions): boolean {
  return !isExcluded(options) && (options.all || matches(options, options.include));
}

export function isExcluded(options: TextOptions): boolean {
  return matches(options, options.exclude);
}

function matches(options: TextOptions, test: TextOptions['include']): boolean {
  if (options.filename === undefined) return false;
  const path = resolve(options.cwd, options.filename);
  return test(slashed(relative(options.root, path)), slashed(path));
}

function slashed(path: string): string {
  return path.replace(/\\/g, '/');
}

export function isOurs(directive: string): boolean {
  return directive === USE || directive === NO;
}

// Async functions, and what may stand in them: `await` and `for await`. What comes before the first `await` runs in the
// greenlet of the caller, and may be suspended; the rest runs later, in microtasks, when everything else is over.
import { callExpression, methodCall } from './calls.js';
import { expression, iterator, probed, spreadable } from './expressions.js';
import { asyncSource } from './generators.js';
import type { Maker } from './maker.js';

/** `async `, now and then: for the function that is being made. Its parameters come first; see `begin`. */
export function asyncness(maker: Maker): string {
  return !maker.context.quiet && maker.choices.chance(18) ? 'async ' : '';
}

/** The parameters are complete: what follows may await, if the function is async. */
export function begin(maker: Maker, asyncness: string): void {
  maker.context.awaits = asyncness !== '';
}

/** An `await`, where one may stand. */
export function awaiting(maker: Maker, depth: number): string | undefined {
  if (!maker.context.awaits) return undefined;
  const call = maker.choices.chance(50) ? maker.choices.pick([callExpression, methodCall])(maker, depth) : undefined;
  return `(await ${call ?? probed(maker, depth)})`;
}

/** A value of which is logged what becomes of it. */
export function seen(maker: Maker, depth: number): string | undefined {
  if (maker.context.quiet) return undefined;
  const call = maker.choices.pick([callExpression, methodCall])(maker, depth);
  return `${maker.use('seen')}('${maker.fresh('s')}', ${call ?? expression(maker, 'num', depth)})`;
}

/** The keyword, and what a loop over it goes through: with `for await` also iterators that give promises. */
export function loopSource(maker: Maker): { keyword: string; source: string } {
  const awaits = maker.context.awaits && maker.choices.chance(40);
  const iterates = maker.choices.chance(55);
  const made = awaits && maker.choices.chance(40) ? asyncSource(maker) : undefined;
  if (made !== undefined) return { keyword: 'for await', source: made };
  if (awaits && maker.choices.chance(50))
    return { keyword: 'for await', source: iterator(maker, 1, ['delayed', 'delayed', 'rejecting']) };
  return { keyword: awaits ? 'for await' : 'for', source: iterates ? iterator(maker, 1) : spreadable(maker, 2) };
}

/** Functions that programs share. */
export const asyncPrelude: Readonly<Record<string, string>> = {
  seen: `function seen(tag, value) {
  Promise.resolve(value).then(result => { log(tag, result); }, error => { log(tag, error && error.message); });
  return value;
}`,
  delayed: `function delayed(tag, items) {
  let index = 0;
  return {
    [Symbol.asyncIterator]() { p(tag, 'open'); return this; },
    next() { p(tag, 'next'); return index < items.length ? { value: items[index++], done: false } : Promise.resolve({ value: undefined, done: true }); },
    async return(value) { p(tag, 'return'); await 0; return {}; },
  };
}`,
  rejecting: `function rejecting(tag, items) {
  let index = 0;
  return {
    [Symbol.asyncIterator]: tag === 'r0' ? undefined : () => (p(tag, 'open'), this.next ? this : rejecting(tag, items)),
    [Symbol.iterator]() { p(tag, 'open'); return this; },
    next() {
      if (p(index) >= items.length || /[1357]$/.test(tag)) throw new Error(tag);
      return { value: Promise.resolve(items[index++]), done: false };
    },
    return(value) { p(tag, 'return'); return { done: true }; },
  };
}`,
};

/** What an iterable gives, as a list (ECMA-262, 7.4.14): for equivalents that iterate before they do anything else. */
import { consume } from '../consume.js';
import { append } from '../protocol.js';

/** @param method what the value's Symbol.iterator names, if that has been read */
export function collected(value: unknown, method?: unknown): unknown {
  const list: unknown[] = [];
  const taken = (given: unknown): undefined => {
    append(list, given);
  };
  return consume(value, { take: given => given, taken, finish: () => list }, collected, method);
}

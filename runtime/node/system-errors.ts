/** Errors of the system by their codes. */
import { getSystemErrorMap } from 'node:util';

let numbers: Map<string, number> | undefined;

/** The number of an error, `-110` for `ETIMEDOUT` say; undefined if the system has none. */
export function errnoOf(code: string): number | undefined {
  numbers ??= new Map([...getSystemErrorMap()].map(([errno, [name]]) => [name, errno]));
  return numbers.get(code);
}

/** Who waits for a stream goes on within the event that tells of it, which is sooner; in its turn where a greenlet has caused that. */
import { isMain, type Wait } from '../hub/wait.js';

export function goOnWith(wait: Wait, value: unknown): void {
  if (isMain()) wait.goWith(value);
  else wait.grant(value);
}

export function goOnThrowing(wait: Wait, error: unknown): void {
  if (isMain()) wait.throwAtOnce(error);
  else wait.fail(error);
}

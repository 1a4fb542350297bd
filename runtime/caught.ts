/** What a compiled `catch` or `finally` asks before anything else: whether the error hides a switch. */
import { realm } from './realm.js';

// The realm's: this copy of the runtime may not be its first.
const { abandon, now } = realm;

/**
 * The error itself; or, if it came instead of the sentinel, what `abandon` makes of it: the frames that cut off have run
 * to their end by then. While such frames do so every error is what it seems.
 */
export function caught(error: unknown): unknown {
  if (now.note !== null) now.note(error);
  return now.target === null || now.blocked !== null ? error : abandon(error);
}

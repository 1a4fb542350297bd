/** Calls in bodies that stay as written, which cannot be suspended. */
import type { Info } from './frame.js';
import { decode, describe } from './positions.js';
import { realm } from './realm.js';

const { ForeignFrameError, SUSPENDED, settle } = realm;

/** Passes on the result of a call in a body that cannot be suspended; if it was to be, that fails. */
export function guard(result: unknown, info: Info, site: number, kind: string): unknown {
  return result === SUSPENDED ? settle(unsupported(kind, info, site)) : result;
}

function unsupported(kind: string, info: Info, site: number): Error {
  const place = decode(info).flat()[site];
  const name = place.name || '(anonymous)';
  const isAccessor = kind === 'getter' || kind === 'setter';
  const remedy = isAccessor ? 'compile with the option `accessors`, or switch' : 'switch';
  return new ForeignFrameError(
    `${kind} ${name} cannot be suspended, at ${describe(place)}; ${remedy} in an ordinary function`,
  );
}

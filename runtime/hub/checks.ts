/** What is said of arguments that are something else than they are to be: the call, what it takes, and what it got. */

/** What a value is, in words. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return value.length > 20 ? 'a string' : JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return `${typeof value === 'number' ? '' : `the ${typeof value} `}${String(value)}`;
  if (typeof (value as PromiseLike<unknown>).then === 'function') return 'a promise';
  return Array.isArray(value) ? 'an array' : 'an object';
}

/** `usage`: what the call would look like. */
export function misuse(call: string, wanted: string, got: unknown, usage = ''): TypeError {
  return new TypeError(`${call} needs ${wanted}, and got ${kindOf(got)}${usage && `: ${usage}`}`);
}

/** Throws a TypeError for what is no function: mostly what a call of it has given. */
export function checkFunction(fn: unknown, call: string, usage: string): void {
  if (typeof fn !== 'function')
    throw misuse(call, 'a function', fn, `${usage} takes the function itself, not what a call of it gives`);
}

/** Throws a TypeError for what is no number of milliseconds. */
export function checkMilliseconds(ms: unknown, call: string, usage?: string): void {
  if (typeof ms !== 'number') throw misuse(call, 'a number of milliseconds', ms, usage);
}

/**
 * Throws a TypeError for what is no object of options, and for options that a call does not know.
 * @param known their names
 */
export function checkOptions(given: unknown, known: readonly string[], call: string): void {
  if (typeof given !== 'object' || given === null) throw misuse(call, `an object with ${listed(known)}`, given);
  for (const key of Object.keys(given)) if (!known.includes(key)) throw unknownOption(key, known, call);
  if (typeof (given as { addEventListener?: unknown }).addEventListener === 'function')
    throw new TypeError(`${call} takes a signal as an option: { signal }`);
}

function unknownOption(key: string, known: readonly string[], call: string): TypeError {
  const written = key.toLowerCase();
  const [nearest = ''] = [...known].sort((one, other) => distance(written, one) - distance(written, other));
  const isNear = nearest.startsWith(written) || distance(written, nearest) <= Math.max(2, key.length / 3);
  const advice = isNear ? `did you mean ${nearest}?` : `it has ${listed(known)}`;
  return new TypeError(`${call} has no option ${key}: ${advice}`);
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

/** How many characters are to be put in, left out or changed to make of one word the other, whatever their case. */
function distance(one: string, name: string): number {
  const other = name.toLowerCase();
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 0; i < one.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++)
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (one[i] === other[j] ? 0 : 1)));
    row = next;
  }
  return row[other.length];
}

/**
 * Says what came of a use, and whether that is as it ought to be. In: what the use did natively, which nothing can be
 * wrong with, and what it did in a greenlet. Out: the cell of the table, and complaints.
 *
 * An error is exact if it says what the native stack at that moment says: who called the innermost green frames, from
 * which function, at which place.
 */

interface StackFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Round {
  readonly lines: readonly string[];
  /** Natively, for each call of `see`: innermost first. */
  readonly stacks: readonly (readonly StackFrame[])[];
  readonly result: string;
  readonly pauses: number;
  readonly isSound: boolean;
}

export interface NativeRounds {
  readonly first: Round;
  readonly again: Round;
  /** After a round whose first callback has thrown an error. */
  readonly failing: Round;
}

export interface GreenRounds {
  readonly first: Round;
  readonly again: Round;
  readonly fresh: Round;
  readonly inMain: Round;
  readonly twins?: readonly string[];
}

export interface Verdict {
  readonly cell: string;
  readonly wrong: readonly string[];
}

/** What a ForeignFrameError says. */
interface Said {
  /** `given`: a built-in was given the callee, and this function was to be suspended in it. */
  readonly what: 'callee' | 'caller' | 'accessor' | 'given' | 'kept';
  readonly callee?: string;
  readonly name: string;
  readonly place: string;
}

const sentinel = '[Object: null prototype] { done: true, value: undefined }';
const isGreen = ({ file }: StackFrame): boolean => /^test\/libraries\/(uses\/|green\.mjs)/.test(file);
const isHarness = ({ file }: StackFrame): boolean => file === 'test/libraries/trace.mjs';
const placeOf = ({ file, line, column }: StackFrame): string => `${file}:${line}:${column}`;

/** The uses are compiled, the library is not. `harm`: what comes later of something that the library has kept. */
export function judgeForeign(
  native: NativeRounds,
  green: GreenRounds,
  harm: string | undefined,
  packages: readonly string[],
): Verdict {
  const wrong = unharmed(native, green);
  if (equal(green.first, native.first)) {
    if (!equal(green.again, native.again)) wrong.push(`differs in the second round: ${text(green.again)}`);
    return { cell: 'works', wrong };
  }
  const errors = saidIn(green.first);
  if (errors.length === 0) wrong.push(`differs without an error: ${text(green.first)}`);
  const possible = native.first.stacks.flatMap(expected);
  wrong.push(
    ...errors.filter(one => !possible.some(other => agree(one, other))).map(one => `not exact: ${shown(one)}`),
  );
  wrong.push(...disorder(green.first), ...falseAdvice(green.first, packages));
  // Where the library cannot go on after an error of a callback, it cannot after this one.
  const isUsual =
    equal(green.again, native.again) ||
    equal(green.again, native.first) ||
    green.again.result === native.failing.result;
  const later = isUsual ? [] : saidIn(green.again);
  const isHarmed = !isUsual && later.length === 0;
  if (isHarmed !== (harm !== undefined)) wrong.push(`what is kept does harm: ${text(green.again)}`);
  wrong.push(...complaints(green.first, native.first));
  return {
    cell: [
      outcome(green.first, errors),
      ...(later.length > 0 ? ['again when asked again'] : []),
      ...(harm ? [harm] : []),
    ].join('; '),
    wrong,
  };
}

/** The library is compiled as well. `stays`: why some of it cannot be suspended even so. */
export function judgeCompiled(
  native: NativeRounds,
  green: GreenRounds,
  stays: string | undefined,
  isReentrant: boolean,
): Verdict {
  const wrong = unharmed(native, green);
  if (stays === undefined) {
    if (!equal(green.first, native.first)) wrong.push(`differs: ${text(green.first)}`);
    if (!equal(green.again, native.again)) wrong.push(`differs in the second round: ${text(green.again)}`);
    const twins = (isReentrant && green.twins) || [];
    wrong.push(
      ...twins.filter(result => result !== native.first.result).map(result => `of two at once, one ${result}`),
    );
    return { cell: 'works', wrong };
  }
  const errors = saidIn(green.first);
  if (equal(green.first, native.first)) wrong.push('works after all');
  else if (errors.length === 0) wrong.push(`differs without an error: ${text(green.first)}`);
  const frames = native.first.stacks.flat();
  const possible = frames.map((frame): Said => ({ what: 'caller', name: frame.name, place: placeOf(frame) }));
  const exact = (one: Said) =>
    one.what === 'callee'
      ? frames.some(frame => placeOf(frame) === one.place)
      : possible.some(other => agree({ ...one, what: 'caller' }, other));
  wrong.push(...errors.filter(one => !exact(one)).map(one => `not exact: ${shown(one)}`));
  wrong.push(...disorder(green.first));
  return { cell: `${outcome(green.first, errors)}: ${stays}`, wrong };
}

/** What must be right whatever came of the first round. */
function unharmed(native: NativeRounds, green: GreenRounds): string[] {
  const wrong: string[] = [];
  if (!equal(green.fresh, native.first)) wrong.push(`differs afterwards, with nothing suspended: ${text(green.fresh)}`);
  if (!equal(green.inMain, native.first)) wrong.push(`differs afterwards, in main: ${text(green.inMain)}`);
  for (const [name, round] of Object.entries({ ...green, twins: undefined })) {
    if (round && !round.isSound) wrong.push(`greenlets do not work after the round "${name}"`);
  }
  return wrong;
}

const text = ({ lines, result }: Round): string => [...lines, result].join('\n  ');
const equal = (a: Round, b: Round): boolean => text(a) === text(b);

/** What all ForeignFrameErrors of a round say. */
function saidIn(round: Round): Said[] {
  return [...round.lines, round.result].flatMap(line =>
    line
      .split(/(?:Inspection threw \()?ForeignFrameError: |Inspection threw \(/)
      .slice(1)
      .map(said),
  );
}

function said(message: string): Said {
  const given = /^(.*?), called by .*? around (.*?) \(suspended at (\S+?:\d+:\d+)\),/.exec(message);
  if (given) return { what: 'given', callee: given[1] ?? '', name: given[2] ?? '', place: given[3] ?? '' };
  const passed = /^(.*?)(?: \(bound by code that is not compiled\))?, called at (\S+?:\d+:\d+),/.exec(message);
  if (passed) return { what: 'callee', name: passed[1] ?? '', place: passed[2] ?? '' };
  const swallowed = /^the caller of (.*?) \(suspended at (\S+?:\d+:\d+)\)/.exec(message);
  if (swallowed) return { what: 'caller', name: swallowed[1] ?? '', place: swallowed[2] ?? '' };
  const accessor = /^[gs]etter (.*?) cannot be suspended, at (\S+?:\d+:\d+)/.exec(message);
  if (accessor) return { what: 'accessor', name: accessor[1] ?? '', place: accessor[2] ?? '' };
  return { what: 'kept', name: message, place: '' };
}

/** What an error may say of a callback that was on this stack when it was to be suspended. */
function expected(stack: readonly StackFrame[]): Said[] {
  const frames = stack.slice(stack.findLastIndex(isHarness) + 1);
  const list: Said[] = [];
  for (let i = 1; i < frames.length; i++) {
    const [inner, frame] = [frames[i - 1], frames[i]] as [StackFrame, StackFrame];
    if (isGreen(frame) || !isGreen(inner)) continue;
    const caller = { name: inner.name, place: placeOf(inner) };
    list.push({ what: 'caller', ...caller });
    const site = frames.findIndex((one, index) => index > i && isGreen(one));
    const callee = frames[site - 1];
    if (callee) list.push({ what: 'callee', name: callee.name, place: placeOf(frames[site] as StackFrame) });
    for (const { name } of frames.slice(i, Math.max(site, i))) list.push({ what: 'given', callee: name, ...caller });
    // A built-in that green code has called is none of the frames in the way.
    if (site < 0 || frames.slice(i, site).some(({ file }) => file !== '')) break;
  }
  return list;
}

function agree(one: Said, other: Said): boolean {
  const what = one.what === 'accessor' ? 'caller' : one.what;
  // V8 infers names for its stacks that the functions do not have.
  const name = plainName(one.name);
  const isCallee = plainName(one.callee ?? '') === plainName(other.callee ?? '');
  return (
    what === other.what && isCallee && one.place === other.place && (name === '' || name === plainName(other.name))
  );
}

const plainName = (name: string): string =>
  name
    .replace(/^\(anonymous\)$/, '')
    .replace(/^(?:bound |get |set |async )+/, '')
    .replace(/^.*\[.*\]$/, '[computed]')
    .replace(/^.*\./, '');

const shown = ({ what, name, place }: Said): string => `${what} ${name} at ${place}`;

/** What errors tell one to compile that has nothing to do with it. */
function falseAdvice(round: Round, packages: readonly string[]): string[] {
  const advised = text(round).matchAll(
    /node_modules\/((?:@[^/]+\/)?[^/]+)\/\*\*|\([^()]*\bdist\/(?:runtime|shared)\/[^()]*\), not compiled/g,
  );
  return [...advised]
    .filter(([, name]) => !packages.includes(name ?? ''))
    .map(([found]) => `advises to compile ${found}`);
}

/** Callbacks that do not end once, or whose `finally` does not come right after their `catch`. */
function disorder({ lines }: Round): string[] {
  const marks = (mark: string) => lines.filter(line => line.startsWith(mark)).map(line => Number(line.split(' ')[1]));
  const [begun, ended] = [marks('>'), marks('<').sort((a, b) => a - b)];
  const late = lines.filter((line, i) => line.startsWith('!') && !lines[i + 1]?.startsWith(`< ${line.split(' ')[1]}`));
  return [
    ...(begun.join() === ended.join() ? [] : [`callbacks ${begun} end as ${ended}`]),
    ...late.map(line => `no finally after: ${line}`),
  ];
}

/** Errors that nobody has handled. Libraries report those of their callbacks as uncaught. */
function complaints(green: Round, native: Round): string[] {
  return green.lines.filter(
    line => /^unhandled rejection:|^uncaught: (?!ForeignFrameError)/.test(line) && !native.lines.includes(line),
  );
}

function outcome(round: Round, errors: readonly Said[]): string {
  const [error] = errors;
  const names = error === undefined ? 'nobody' : naming(error);
  const seen = round.lines.some(line => !line.startsWith('!') && line.includes(sentinel));
  return `error ${how(round)}, names ${names}${seen ? '; shown to another callback before' : ''}`;
}

function naming({ what, name: given, callee }: Said): string {
  const name = callee ?? given;
  const quoted = name === '(anonymous)' || name === '' ? 'an anonymous function' : `\`${name}\``;
  if (what === 'caller') return `the caller of ${quoted}`;
  return what === 'accessor' ? `the getter ${quoted}` : quoted;
}

function how({ lines, result }: Round): string {
  if (/^throws ForeignFrameError/.test(result)) return 'thrown';
  if (/^rejects ForeignFrameError/.test(result)) return 'in the promise';
  if (/ForeignFrameError|Inspection threw/.test(result)) return 'given to the program';
  const line = lines.find(one => !one.startsWith('!') && one.includes('ForeignFrameError'));
  if (line === undefined) return 'caught by the library';
  return /^(?:uncaught|unhandled rejection):/.test(line) ? 'reported as uncaught' : 'given to the program';
}

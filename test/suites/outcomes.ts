// What a suite's run came to, test by test, however its framework puts it; and where two runs differ.
export type State = 'passed' | 'failed' | 'skipped';

export interface Outcome {
  readonly name: string;
  readonly state: State;
  readonly error?: string | undefined;
}

/** How outcomes are told: by our reporters (a line of JSON each), as TAP, or only summed up. */
export type Format = 'mocha' | 'node' | 'tap' | 'summary';

export function readOutcomes(format: Format, text: string): Outcome[] {
  if (format === 'tap') return readTap(text);
  if (format === 'summary') return readSummary(text);
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Outcome);
}

/**
 * Assertions, named by the comment above them. A line that is less indented than the one before it only sums up the
 * assertions of a test within a test, unless none of them says why it failed.
 */
function readTap(text: string): Outcome[] {
  const outcomes: (Outcome & { indent: number })[] = [];
  let title = '';
  for (const line of text.split('\n')) {
    const comment = /^ *# (?:Subtest: )?(.*)/.exec(line);
    if (comment) title = comment[1] as string;
    const found = /^( *)(not ok|ok)\b(?: \d+)?(?: -)? ?(.*)$/.exec(line);
    if (!found) continue;
    const [, { length: indent }, verdict, rest] = found as unknown as [string, string, string, string];
    const [label, directive] = rest.split(/ # (?=SKIP|TODO|time=)/i) as [string, string?];
    const skipped = /^(?:SKIP|TODO)/i.test(directive ?? '');
    const state = skipped ? 'skipped' : verdict === 'ok' ? 'passed' : 'failed';
    const previous = outcomes.at(-1);
    if (previous && previous.indent > indent) {
      const inner = outcomes.filter(one => one.indent > indent);
      for (const one of inner) one.indent = indent;
      if (state !== 'failed' || inner.some(one => one.state === 'failed')) continue;
    }
    outcomes.push({ name: `${title}: ${label}`, state, indent });
  }
  return outcomes.map(({ name, state }) => ({ name, state }));
}

/** From the line that lodash's suite ends with, or the one of acorn's. Only failures of the former have names. */
function readSummary(text: string): Outcome[] {
  const [, passed, failed] = /PASS: (\d+) +FAIL: (\d+)/.exec(text) ?? [];
  if (passed !== undefined) return unnamed(Number(passed), Number(failed), namesOfFailures(text));
  const [, total, failures = '0'] = /Total: (\d+) tests run in \d+ms; (?:all passed|(\d+) fail)/.exec(text) ?? [];
  return total === undefined ? [] : unnamed(Number(total) - Number(failures), Number(failures), []);
}

function unnamed(passed: number, failed: number, names: readonly string[]): Outcome[] {
  const outcomes = (count: number, state: State) => Array.from({ length: count }, () => ({ name: '', state }));
  return [
    ...outcomes(passed, 'passed'),
    ...outcomes(failed, 'failed').map((outcome, index) => ({ ...outcome, name: names[index] ?? '' })),
  ];
}

/** The test's name, for each assertion that failed. */
function namesOfFailures(text: string): string[] {
  const names: string[] = [];
  let test = '';
  for (const line of text.split('\n')) {
    const [, name] = /^ FAIL - (.*)$/.exec(line) ?? [];
    if (name !== undefined) test = name;
    else if (/^ {4}FAIL \| /.test(line)) names.push(test);
  }
  return names;
}

/** A test that cannot pass by decision. */
export interface Limit {
  readonly test: RegExp;
  readonly why: string;
}

/** The outcomes, with what failed by a decided limit as if it had passed. */
export function excused(outcomes: readonly Outcome[], limits: readonly Limit[], format: Format): Outcome[] {
  return outcomes.map(outcome => {
    if (outcome.state !== 'failed' || !limits.some(({ test }) => test.test(outcome.name))) return outcome;
    return { name: format === 'summary' ? '' : outcome.name, state: 'passed' };
  });
}

export type Counts = Readonly<Record<State, number>>;

export function countsOf(outcomes: readonly Outcome[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { state } of outcomes) counts[state]++;
  return counts;
}

/**
 * One line for each test that came out otherwise. Several tests may have one name, so what is compared is how many
 * of a name came out in which way.
 */
export function differences(original: readonly Outcome[], compiled: readonly Outcome[]): string[] {
  const left = new Map<string, number>();
  const change = (outcome: Outcome, by: number) => {
    const key = `${outcome.name}\n${outcome.state}`;
    left.set(key, (left.get(key) ?? 0) + by);
  };
  for (const outcome of original) change(outcome, 1);
  for (const outcome of compiled) change(outcome, -1);
  const lines: string[] = [];
  for (const [key, count] of left) {
    if (count === 0) continue;
    const [name, state] = key.split('\n') as [string, State];
    const error = compiled.find(one => one.name === name && one.state === 'failed')?.error;
    const which = count > 0 ? 'in the original only' : 'compiled only';
    lines.push(`${name}: ${state} ${Math.abs(count)}×, ${which}${count < 0 && error ? ` (${error})` : ''}`);
  }
  return lines;
}

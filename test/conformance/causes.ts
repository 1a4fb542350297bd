// Why a run failed, in groups: what is not built yet, what is decided to stay so, and what is a fault.
import { limits, type Role } from './roles.js';
import { refusedMark } from './run-test.js';

export type CauseKind = 'limit' | 'not built' | 'bug';

export interface Cause {
  readonly kind: CauseKind;
  readonly name: string;
}

interface Rule extends Cause {
  readonly error?: RegExp;
  readonly path?: RegExp;
  readonly role?: Role;
}

const refusal = /cannot be suspended/;

/** The first that applies. */
const rules: readonly Rule[] = [
  ...limits.map((role): Rule => ({ kind: 'limit', name: role, role })),
  { kind: 'not built', name: 'constructors', error: /constructor .* cannot be suspended/ },
  { kind: 'not built', name: 'async generators', error: /async generator .* cannot be suspended/ },
  { kind: 'not built', name: 'generators', error: /generator .* cannot be suspended/ },
  { kind: 'not built', name: 'async functions', error: /async function .* cannot be suspended/ },
  { kind: 'not built', name: 'class bodies', error: /(?:field|static|initiali[sz]er).* cannot be suspended/ },
  { kind: 'not built', name: 'built-ins that call back', error: refusal, path: /^built-ins\// },
  { kind: 'not built', name: 'iterators of patterns, spread and `yield*`', role: 'iterator' },
  { kind: 'limit', name: 'the text of a function', path: /computed-property-name-from-(?:\w+-)*function/ },
];

/** Sorts a failure by its error, the test's path and the role of the function. Without a rule it is a fault. */
export function causeOf(error: string, path: string, role: Role | undefined): Cause {
  const line = (error.split(refusedMark)[1] ?? error).split('\n')[0];
  for (const rule of rules) {
    if (rule.role !== undefined && rule.role !== role) continue;
    if ((rule.error?.test(line) ?? true) && (rule.path?.test(path) ?? true))
      return { kind: rule.kind, name: rule.name };
  }
  return { kind: 'bug', name: withoutDetails(line) };
}

/** Messages that differ in names, numbers and places only are one cause. */
export function withoutDetails(line: string): string {
  return line
    .replace(/\S*[\w-]\.js(?::\d+(?::\d+)?)?/g, 'FILE')
    .replace(/«[^»]*»/g, '«…»')
    .replace(/'[^']*'|"[^"]*"/g, "'…'")
    .replace(/\d+/g, '0')
    .slice(0, 160);
}

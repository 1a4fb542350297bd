// Why a run failed, in groups: what is decided to stay so, what issue 4 builds, and what is a fault.
import { limits, type Role } from './roles.js';
import { refusedMark } from './run-test.js';
import { groupOf } from './selection.js';

export type CauseKind = 'limit' | 'to come' | 'bug';

export interface Cause {
  readonly kind: CauseKind;
  readonly name: string;
}

interface Rule extends Cause {
  readonly error?: RegExp;
  readonly path?: (path: string) => boolean;
  readonly role?: Role;
}

const refusal = /cannot be suspended/;
const later = 'built-ins that call back';

/** The first that applies. */
const rules: readonly Rule[] = [
  { kind: 'to come', name: later, error: refusal, path: path => groupOf(path) === later },
  { kind: 'limit', name: 'proxy trap', error: refusal, path: path => path.startsWith('built-ins/Proxy/') },
  ...limits.map((role): Rule => ({ kind: 'limit', name: role, role })),
  { kind: 'to come', name: `${later}, in tests of something else`, error: refusal, role: 'callback' },
  { kind: 'limit', name: 'code made at run time', error: /(?:^|: )anonymous, called at/ },
  {
    kind: 'limit',
    name: 'the caller of a sloppy function',
    path: path => /arguments-object\/10\.6-13-a-[23]\.js/.test(path),
  },
  {
    kind: 'limit',
    name: 'array literals taken apart where the iteration of arrays is replaced',
    path: path => /ary-ptrn-elem-id-iter-val-array-prototype\.js/.test(path),
  },
  {
    kind: 'limit',
    name: 'the prototypes of generators',
    path: path =>
      /generator-prototype-prop|GeneratorPrototype\/Symbol\.toStringTag|GeneratorFunction\/prototype(?:\/prototype)?\.js/.test(
        path,
      ),
  },
  {
    kind: 'limit',
    name: 'the text of a function',
    path: path => /computed-property-name-from-(?:\w+-)*function|S11\.6\.1_A3\.2_T1\.2/.test(path),
  },
];

/** Sorts a failure by its error, the test's path and the role of the function. Without a rule it is a fault. */
export function causeOf(error: string, path: string, role: Role | undefined): Cause {
  const line = (error.split(refusedMark)[1] ?? error).split('\n')[0];
  for (const rule of rules) {
    if (rule.role !== undefined && rule.role !== role) continue;
    if ((rule.error?.test(line) ?? true) && (rule.path?.(path) ?? true)) return { kind: rule.kind, name: rule.name };
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

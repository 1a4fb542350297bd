/** What became of a module's functions, from what the passes have decided. */
import * as t from '@babel/types';
import { nameOfKey } from './1-select/function-names.js';
import { type Diagnostic, diagnostic, placeOf } from './diagnostics/diagnostic.js';
import { isOurs } from './normal-form/classes.js';
import type { FunctionInfo } from './normal-form/model.js';
import { describeStay, type StayCode } from './normal-form/stays.js';

/** What became of one function. */
export interface FunctionReport {
  /** Empty for an anonymous function. */
  readonly name: string;
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** `function`, `arrow function`, `method`, `getter`, `constructor`, `generator`, `async function`, … */
  readonly kind: string;
  /** Whether a call in it may suspend it. */
  readonly resumable: boolean;
  /** How many suspension points it has. */
  readonly points: number;
  /** Why it is not resumable, and the same for people. */
  readonly stays?: StayCode;
  readonly reason?: string;
}

/** What `compile` did to a module. */
export interface Report {
  /** False: nothing was compiled; JavaScript came back as it was, TypeScript and JSX were only lowered. */
  readonly marked: boolean;
  /** How the output is to be loaded; undefined where the source was returned without being parsed. */
  readonly moduleKind: 'esm' | 'cjs' | undefined;
  /** Every function that stands in the source, in its order. Field initialisers and static blocks run as functions too. */
  readonly functions: readonly FunctionReport[];
  /** Warnings and remarks; errors are thrown. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The functions that stand in the source, in its order. */
export function authorsOf(functions: readonly FunctionInfo[]): FunctionInfo[] {
  const start = ({ node }: FunctionInfo) => node.loc?.start ?? { line: 0, column: 0 };
  return functions
    .filter(isAuthors)
    .sort((one, other) => start(one).line - start(other).line || start(one).column - start(other).column);
}

/** Whether the function stands in the source: neither greenc nor another plugin has added it. */
export function isAuthors({ node }: FunctionInfo): boolean {
  return !isOurs(node) && !!node.loc;
}

/** Why a function stays as it is; null if it does not. */
function stayOf(fn: FunctionInfo): StayCode | null {
  if (fn.resumable) return null;
  if (fn.foreign) return fn.foreign;
  if (!fn.hasPoint) return fn.awaitsFirst ? 'after-await' : 'no-points';
  return fn.guarded;
}

/** `points`: as many as it has got, if it has been compiled. */
export function reportOf(fn: FunctionInfo, points: number): FunctionReport {
  const start = fn.node.loc?.start;
  const stays = stayOf(fn);
  return {
    name: shownName(fn),
    line: start?.line ?? 0,
    column: (start?.column ?? -1) + 1,
    kind: fn.kind,
    resumable: fn.resumable,
    points,
    ...(stays === null ? {} : { stays, reason: describeStay(stays).reason }),
  };
}

/** What is said about a function that could be suspended, and stays as it is without its author having asked for that. */
export function stayDiagnostic(fn: FunctionInfo, file: string): Diagnostic[] {
  const stays = stayOf(fn);
  const { reason, diagnostic: code, advice = '' } = stays === null ? { reason: '' } : describeStay(stays);
  if (code === undefined) return [];
  const name = [fn.kind, shownName(fn)].filter(part => part !== '').join(' ');
  return [diagnostic(code, placeOf(file, fn.node), { name, reason, advice })];
}

/** Field initialisers are called by their fields. */
function shownName({ name, node }: FunctionInfo): string {
  const part = node as t.Node;
  return name === '' && (t.isClassProperty(part) || t.isClassPrivateProperty(part))
    ? nameOfKey(part.key, part.type === 'ClassProperty' && part.computed)
    : name;
}

/**
 * What engines say in errors is theirs: compiled code says what V8 would, where it has to say something in an engine's
 * place, and what the engine says of lowered syntax is said of other syntax. Here all of these are the same message.
 */
import type { Outcome } from '../support/trial.js';

const firefox = [
  /is not (?:a function|a constructor|iterable|async iterable|a non-null object)\b/,
  /can't (?:access|convert|assign|define|delete)|cannot assign to|invalid assignment to|is (?:undefined|null)$/,
  /returned (?:a non-object|invalid) value|does not have an? '|getter-only|read-only|must call super|called twice/,
  /cyclic object value|BigInt value can't|No Promise in Promise|\[Symbol\.iterator\], when exists|has no properties/,
  /^(?:invalid (?:delete|'instanceof')|right-hand side of 'in'|expected TypedArray|A Promise subclass|already executing|GetCapabilitiesExecutor|iterable for )/,
];
const v8 = [
  /^(?:Cannot|Invalid|Assignment to constant|Converting circular|Do not know how|All promises|Derived constructors|Super constr|Must call|Class constructor)/,
  /^(?:Derived TypedArray|Promise resolve or|Promise executor has|Unsupported reference to|Generator is already|Spread syntax requires|Right-hand side of)/,
  /Cannot destructure property|is not an (?:entry )?object$|which has only a getter|does not provide a '|read only property|of (?:undefined|null)$/,
];
const engines = new RegExp([...firefox, ...v8].map(({ source }) => source).join('|'));

/** A quoted text, or what follows the class of a thrown error. */
const told = /"((?:\w+: )?)((?:[^"\\]|\\.)*)"|(?<=^threw )(\w+: )(.*)/g;

function withoutMessages(event: string): string {
  return event.replace(told, (whole, name = '', message = '', thrown = '', rest = '') =>
    engines.test(message || rest) ? `"${name || thrown}…"` : whole,
  );
}

/** The outcome, with what engines say made equal. */
export function withEqualMessages(outcome: Outcome): Outcome {
  const { trace, result, state } = outcome;
  return {
    ...outcome,
    trace: trace.map(withoutMessages),
    result: withoutMessages(result),
    state: withoutMessages(state),
  };
}

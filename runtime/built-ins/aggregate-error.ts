'use greenlet';
import { collected } from './iterated.js';
import { setErrors, withoutErrors } from './native.js';

/** `new AggregateError(errors, message, options)` (ECMA-262, 20.5.7.1): the message is converted before it iterates. */
export function aggregateError(target: unknown, args: readonly unknown[]): unknown {
  const error = withoutErrors(target, args);
  const errors = collected(args[0]);
  setErrors(error, errors);
  return error;
}

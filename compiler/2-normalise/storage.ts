/**
 * Decides how each variable of a resumable function survives a suspension, and which need TDZ checks.
 *
 * The trap: a variable that closures capture may be copied into the other half only if it can never
 * change again once a closure exists; otherwise closures made before and after a suspension would see
 * two variables. Later textually is not later in time inside a loop.
 */

import type { AnnexBFunction, Binding, Capture, FunctionInfo, Place } from '../normal-form/model.js';
import { lowersParameters } from './normaliser.js';

export function decideStorage(functions: readonly FunctionInfo[]): void {
  for (const fn of functions) {
    if (!fn.resumable) continue;
    const aliased = argumentsAliasParameters(fn);
    const sprawling = fn.bindings.filter(isOnce).length > manyVariables;
    for (const binding of fn.bindings) {
      if (!binding.scope.hasPoint || binding.kind === 'self') continue;
      binding.needsTdz = needsTdz(binding);
      if (aliased && binding.kind === 'param') binding.storage = 'shared';
      else if (sprawling && isOnce(binding)) binding.storage = 'shared';
      else if (binding.captures.length === 0) binding.storage = 'local';
      else if (isCopyable(binding)) binding.storage = 'copy';
      // In a loop: one variable per iteration, in a cell. Storage 'copy' is then that of the cell.
      else binding.storage = binding.scope.loops.length > 0 ? 'copy' : 'shared';
    }
  }
}

/** A function with more variables than this shares them: each of its points would save most of them. */
const manyVariables = 30;

/** One variable an activation, and not part of the function's face. */
function isOnce(binding: Binding): boolean {
  const { kind, scope } = binding;
  return (
    scope.hasPoint &&
    scope.loops.length === 0 &&
    (kind === 'var' || kind === 'let' || kind === 'const' || kind === 'class')
  );
}

/** A captured variable of a loop body that is assigned after a closure may exist. */
export function needsCell(binding: Binding): boolean {
  return binding.storage === 'copy' && !isCopyable(binding);
}

/** In sloppy functions with simple parameters, `arguments[0]` and the first parameter are one variable. */
function argumentsAliasParameters(fn: FunctionInfo): boolean {
  return !fn.strict && fn.uses.arguments && fn.node.params.every(param => param.type === 'Identifier');
}

/** Whether a closure that is handed the variable's value sees all there will be to see. */
export function isCopyable(binding: Binding): boolean {
  if (binding.needsTdz || binding.assignedByClosure) return false;
  // Functions of one block that mention each other: the first is made before the others have their value.
  const sibling = (capture: Capture) => {
    const other = capture.fn.declares;
    return other !== null && other !== binding && other.scope.kind !== 'function' && other.scope.kind !== 'module';
  };
  if (binding.kind === 'function' && binding.scope.kind !== 'function' && binding.captures.some(sibling)) return false;
  // A closure in an earlier default sees a parameter before it has its value.
  const declared = binding.declared?.order ?? 0;
  if (binding.kind === 'param' && binding.captures.some(capture => capture.order < declared)) return false;
  const depth = binding.scope.loops.length;
  const before = (assignment: Place, capture: Place) => {
    const loop = assignment.loops[depth];
    return assignment.order <= capture.order && (loop === undefined || loop !== capture.loops[depth]);
  };
  return binding.assignments.every(assignment => binding.captures.every(capture => before(assignment, capture)));
}

function needsTdz(binding: Binding): boolean {
  if (binding.kind === 'param') {
    // Parameters that become variables of the body; the others keep the engine's own check.
    if (!lowersParameters((binding.owner as FunctionInfo).node)) return false;
    const declared = binding.declared?.order ?? 0;
    // A closure in a default can run at once; functions of the body exist from the start, but cannot.
    const early = (capture: Capture) => capture.order < declared && capture.fn.node.type !== 'FunctionDeclaration';
    return binding.firstUse < declared || binding.captures.some(early);
  }
  // A default may mention what its pattern has yet to bind.
  if (binding.kind === 'catch') {
    const bound = binding.declared?.order ?? 0;
    return binding.firstUse < bound || binding.captures.some(capture => capture.order < bound);
  }
  if (binding.kind !== 'let' && binding.kind !== 'const' && binding.kind !== 'class') return false;
  // A jump to a later case passes the declaration by.
  if (binding.scope.kind === 'switch') return true;
  const declared = binding.declared?.order ?? 0;
  return (
    binding.firstUse < declared ||
    binding.captures.some(capture => earliestCall(capture.fn, capture.order, new Set()) < declared)
  );
}

/** When a closure can run first: for a hoisted function, when something first mentions its name. */
function earliestCall(fn: FunctionInfo, made: number, seen: Set<FunctionInfo>): number {
  if (!fn.declares) return made;
  if (seen.has(fn)) return Number.POSITIVE_INFINITY;
  seen.add(fn);
  const { firstUse, captures } = fn.declares;
  // From its place on, a `var` has it too.
  const first = (fn.node as AnnexBFunction).annexB ? Math.min(firstUse, made) : firstUse;
  return captures.reduce((least, capture) => Math.min(least, earliestCall(capture.fn, capture.order, seen)), first);
}

/**
 * Makes the names of a resumable function's variables unique within it, so that the resume half can declare
 * them at its top. A name is changed only where two variables share it, or where it hides one from outside
 * that the function uses too.
 */
import type { Binding, FunctionInfo, Names } from '../normal-form/model.js';

export function uniqueNames(fn: FunctionInfo, names: Names): void {
  const taken = new Set<string>(fn.freeGlobals);
  for (const binding of fn.free) taken.add(binding.name);
  // Names outside the halves first: parameters and function declarations are part of the function's face.
  const ordered = [...fn.bindings].sort((a, b) => Number(b.scope === fn.scope) - Number(a.scope === fn.scope));
  for (const binding of ordered) {
    if (binding.kind === 'self' || staysInItsBlock(binding)) continue;
    // Sloppy code may have a `var let`; a half that declares its variables with `let` may not.
    const isReserved = binding.name === 'let' && binding.kind !== 'function';
    if (!taken.has(binding.name) && !isReserved) {
      taken.add(binding.name);
      continue;
    }
    // A parameter or function that hides an outer variable hides it from the whole function: no clash.
    if (!isReserved && binding.scope === fn.scope && ordered.find(other => other.name === binding.name) === binding)
      continue;
    binding.author = binding.name;
    binding.name = names.fresh(`${binding.name}$`);
    for (const node of binding.references) node.name = binding.name;
  }
}

/** Both halves declare it where the author does, so it may hide others; and where it is used too early, engines name it. */
function staysInItsBlock({ kind, storage }: Binding): boolean {
  return storage === 'native' && (kind === 'let' || kind === 'const' || kind === 'class' || kind === 'catch');
}

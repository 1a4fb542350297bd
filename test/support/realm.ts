// A realm of its own for programs under test: whatever a faulty program or runtime leaves behind is thrown away with it.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { RuntimeLike } from './runtime.js';
import type { MakeFunction } from './sandbox.js';
import type { CompileLike, Greenc } from './workbench.js';

/** Makes fresh realms, each with the runtime that the file `runtimePath` holds as an IIFE named `greencRuntime`. */
export function realmFactory(compile: CompileLike, runtimePath: string): () => Greenc {
  const script = new vm.Script(`${readFileSync(runtimePath, 'utf8')}\ngreencRuntime`, { filename: runtimePath });
  return () => {
    const context = vm.createContext({});
    const runtime = script.runInContext(context) as RuntimeLike;
    return {
      compile,
      runtime,
      makeFunction: vm.runInContext('(...texts) => new Function(...texts)', context) as MakeFunction,
    };
  };
}

/** Calls `action`, which gets `milliseconds`; after that it is broken off, wherever it is, with an error. */
export function withTimeout<T>(milliseconds: number, action: () => T): T {
  const holder = vm.runInThisContext('globalThis') as { greencTimed?: () => void };
  let result: T | undefined;
  holder.greencTimed = () => {
    result = action();
  };
  try {
    vm.runInThisContext('greencTimed()', { timeout: milliseconds });
  } finally {
    delete holder.greencTimed;
  }
  return result as T;
}

// A realm of its own for programs under test: whatever a faulty program or runtime leaves behind is thrown away with it.
// It has its own queue of microtasks, which the harness runs when it likes and in which nothing of the harness's stands:
// so what a program does in later microtasks can be observed without waiting for it.
import vm from 'node:vm';
import type { RuntimeLike } from './runtime.js';
import type { MakeFunction, Microtasks } from './sandbox.js';
import type { CompileLike, Greenc } from './workbench.js';

/** Esbuild's options for the runtime as text: a script that defines `greencRuntime`. */
export const runtimeBundle = {
  bundle: true,
  logLevel: 'error',
  target: 'node20',
  format: 'iife',
  globalName: 'greencRuntime',
  platform: 'neutral',
  // As modules are; a script is not.
  banner: { js: '"use strict";' },
} as const;

/** The module that the text is made of. */
export const runtimeEntry =
  "export * as abi from './dist/runtime/abi.js'; export * as api from './dist/runtime/index.js';";

const nothing = new vm.Script('0');

/** Makes fresh realms, each with the runtime that the text `bundle` defines, and with what `platform` gives besides. */
export function realmFactory(compile: CompileLike, bundle: string, platform: object = {}): () => Greenc {
  const script = new vm.Script(`${bundle}\ngreencRuntime`, { filename: 'runtime.js' });
  ignoreRejections();
  return () => {
    const context = vm.createContext({ ...platform }, { microtaskMode: 'afterEvaluate' });
    const runtime = script.runInContext(context) as RuntimeLike;
    const inRealm = <T>(text: string): T => vm.runInContext(text, context) as T;
    return {
      compile,
      runtime,
      makeFunction: inRealm<MakeFunction>('(...texts) => new Function(...texts)'),
      microtasks: {
        // A microtask belongs to the realm of the function that it calls.
        watch: inRealm<Microtasks['watch']>(
          '{ const { apply } = Reflect, { then } = Promise.prototype;' +
            '(promise, onValue, onError) => { apply(then, promise, [value => onValue(value), error => onError(error)]); } }',
        ),
        run: () => nothing.runInContext(context),
      },
    };
  };
}

let ignores = false;

/** Programs leave rejections unhandled; Node, or the test runner, would end for that. */
function ignoreRejections(): void {
  if (ignores) return;
  ignores = true;
  // Not the copy that tests may be given.
  const ownProcess = vm.runInThisContext('process') as NodeJS.Process;
  // A promise must not be asked for anything here: its class may be the program's.
  ownProcess.on('unhandledRejection', () => {});
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

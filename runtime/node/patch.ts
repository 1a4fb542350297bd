/**
 * `patchAll`, what gevent calls monkey patching: puts the functions that wait in the place of Node's own, for everybody who looks them
 * up in the modules from then on. Named imports of built-in modules are brought up to date too.
 *
 * The trap is Node's own code that calls these functions by the module, in a greenlet as anywhere: it must block, and so must all that it
 * calls in turn. Nobody else can be told in advance.
 */
import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import Module, { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';
import { checkOptions } from '../hub/checks.js';
import { isMain } from '../hub/wait.js';
import { share } from '../realm.js';
import { functions as atomics } from './atomics.js';
import { blocking } from './blocking.js';
import { replacing } from './called-by-node.js';
import { functions as childProcessFunctions } from './child-process-functions.js';
import { functions as cryptoFunctions, otherFunctions as otherCryptoFunctions } from './crypto-functions.js';
import { functions as fsFunctions, otherFunctions as otherFsFunctions } from './fs-functions.js';
import { otherFunctions as otherZlibFunctions, functions as zlibFunctions } from './zlib-functions.js';

/** What is to be patched: all of it but what is set to false. */
export interface PatchOptions {
  /** `Atomics.wait` */
  readonly atomics?: boolean;
  /** The functions of `node:child_process`. */
  readonly child_process?: boolean;
  /** The functions of `node:crypto`. */
  readonly crypto?: boolean;
  /** The functions of `node:fs`. */
  readonly fs?: boolean;
  /** The functions of `node:zlib`. */
  readonly zlib?: boolean;
}

const replacements: Record<keyof PatchOptions, readonly [in_: object, functions: object]> = {
  atomics: [Atomics, atomics],
  child_process: [childProcess, childProcessFunctions],
  crypto: [crypto, { ...cryptoFunctions, ...otherCryptoFunctions }],
  fs: [fs, { ...fsFunctions, ...otherFsFunctions }],
  zlib: [zlib, { ...zlibFunctions, ...otherZlibFunctions }],
};

/** How `require` finds and loads what it is asked for, and Node source maps: the code of the modules has these beneath it. */
const loading = [
  [Module, '_load'],
  [Module, '_resolveFilename'],
  [Module.prototype, '_compile'],
] as const;

interface Replaced {
  readonly in_: object;
  readonly name: string;
  readonly before: PropertyDescriptor;
  readonly now: unknown;
}

/** What has been put elsewhere by which option, over all copies of this code. */
const patches = share('node.patches', () => new Map<string, Replaced[]>());

/**
 * Has Node's synchronous functions suspend the greenlet that calls them, wherever they are called as `fs.readFileSync(…)` or by an import.
 * Whoever has got hold of a function before keeps the original. What is patched already stays so.
 *
 * Code that greenc has not compiled cannot be suspended, and what it calls must not wait: in a greenlet, call it by `blocking`.
 */
export function patchAll(options: PatchOptions = {}): void {
  checkOptions(options, Object.keys(replacements), 'patchAll()');
  replacing.isOn = true;
  for (const [name, [in_, functions]] of Object.entries(replacements)) {
    if (options[name as keyof PatchOptions] === false || patches.has(name)) continue;
    patches.set(
      name,
      Object.entries(functions).map(([key, value]) => replaced(in_, key, value)),
    );
  }
  if (!patches.has('require'))
    patches.set(
      'require',
      loading.map(([in_, name]) => replaced(in_, name, unpausing(in_, name))),
    );
  syncBuiltinESMExports();
}

/** Takes back what `patchAll` has done. What somebody else has put elsewhere meanwhile stays. */
export function unpatchAll(): void {
  for (const { in_, name, before, now } of [...patches.values()].flat()) {
    if (Reflect.get(in_, name) === now) Object.defineProperty(in_, name, before);
  }
  patches.clear();
  syncBuiltinESMExports();
}

function replaced(in_: object, name: string, now: unknown): Replaced {
  const before = Object.getOwnPropertyDescriptor(in_, name) as PropertyDescriptor;
  Object.defineProperty(in_, name, { ...before, value: now });
  return { in_, name, before, now };
}

/** A function of Node's that calls others which would wait. */
function unpausing(in_: object, name: string): (...args: unknown[]) => unknown {
  const original: (...args: unknown[]) => unknown = Reflect.get(in_, name);
  return function (this: unknown, ...args) {
    return isMain() ? original.apply(this, args) : blocking(() => original.apply(this, args));
  };
}

/**
 * Runs one case of the matrix twice, compiled in greenlets and natively in the model, and gives what both did. Each
 * case is run in two rounds with the same foreign code, so that what it has stored in the first comes back in the second.
 */
import { inspect } from 'node:util';
import { transformSync } from 'esbuild';
import { compile } from '../../compiler/index.js';
import { SUSPENDED } from '../../runtime/frame.js';
import { ForeignFrameError, Greenlet, getCurrent } from '../../runtime/index.js';
import { evaluate } from '../packages/load.js';
import { type Callback, type Foreigners, makeForeigners } from './foreigners.js';
import { type Kind, kinds } from './kinds.js';
import { type CallbackName, Model } from './model.js';
import { isResumed, moduleFor } from './positions.js';
import { filename, modelText, plainText } from './texts.js';

interface Green {
  readonly run: (place: string, f: Foreigners, cb: unknown) => unknown;
  readonly callback: Callback;
  readonly recovering: Callback;
  readonly sound: (x: number) => unknown;
}

export interface Case {
  readonly kind: string;
  readonly place: string;
  readonly use: string;
  readonly callback: CallbackName;
}

/** Of one kind of call: the compiled module, and the model's. */
export class Subject {
  readonly #kind: Kind;
  readonly #green: Green;
  readonly #native: Green;
  readonly #model: Model;
  #trace: string[] = [];

  constructor(kind: string, places: readonly string[], minify: (code: string) => string, checks: 'links' | 'full') {
    this.#kind = kinds[kind] as Kind;
    const marked = moduleFor(this.#kind, places);
    const { code, places: sites } = plainText(marked);
    const log = (...values: unknown[]) => void this.#trace.push(values.map(show).join(' '));
    this.#model = new Model(sites, log, checks === 'full');
    const compiled = compile(code, { filename, sourceType: 'module', all: true, checks }).code;
    this.#green = load(minify(compiled), { Greenlet, main: getCurrent(), log });
    // Minifiers change the names of functions; what an error says of a bound function or a proxy begins there.
    for (const name of ['callback', 'recovering'] as const)
      Object.defineProperty(this.#green[name], 'name', { value: name });
    this.#native = load(modelText(marked), this.#model.host);
  }

  /** What the compiled module does. */
  async actual({ place, use, callback }: Case): Promise<string[]> {
    const f = makeForeigners(use, (...values) => this.#trace.push(values.map(show).join(' ')));
    return this.#rounds(() => this.#inGreenlet(this.#green.run, place, f, this.#green[callback]));
  }

  /** What it ought to do. */
  async expected({ place, use, callback }: Case): Promise<string[]> {
    const f = makeForeigners(use, (...values) => this.#trace.push(values.map(show).join(' ')));
    const model = this.#model;
    model.name = callback;
    model.isResumed = isResumed(place);
    const suspending = { [callback]: (x: number) => model.suspend(x) }[callback];
    const cb = this.#kind.works ? this.#native[callback] : suspending;
    return this.#rounds(() => model.finished(() => this.#native.run(place, f, cb)));
  }

  /** Whether greenlets work as if nothing had happened. */
  isSound(): boolean {
    const value = show(this.#inGreenlet(this.#green.sound, 5));
    this.#trace = [];
    return value === '[ 5, 5 ]' && getCurrent().parent === null;
  }

  async #rounds(run: () => unknown): Promise<string[]> {
    for (let round = 1; round <= 2; round++) {
      try {
        const value = run();
        this.#trace.push(`returns ${show(value)}`);
      } catch (error) {
        this.#trace.push(`throws ${show(error)}`);
      }
      await new Promise(setImmediate);
    }
    const trace = this.#trace;
    this.#trace = [];
    return trace;
  }

  /** The greenlet is given back what it gives. When it has ended, it is dead. */
  #inGreenlet(run: (...args: any[]) => unknown, ...args: unknown[]): unknown {
    const greenlet = new Greenlet<unknown[], unknown, unknown, unknown>(run);
    try {
      let value = greenlet.switch(...args);
      for (let turn = 0; !greenlet.dead && turn < 100; turn++) value = greenlet.switch(value);
      return value;
    } finally {
      if (!greenlet.dead || greenlet.frames.length > 0) this.#trace.push('the greenlet is not dead');
      if (greenlet.switch('back') !== 'back') this.#trace.push('the dead greenlet takes values');
    }
  }
}

function load(code: string, host: object): Green {
  return evaluate(transformSync(code, { format: 'cjs' }).code, { './host.js': host });
}

/** A value for the trace; of a ForeignFrameError what names the frame and the place, and its cause. */
function show(value: unknown): string {
  if (value === SUSPENDED) return '<sentinel>';
  if (value instanceof ForeignFrameError) {
    const what = value.message.split(' cannot be suspended')[0];
    return `${value.name}: ${what}${value.cause === undefined ? '' : `, for ${show(value.cause)}`}`;
  }
  // Minifiers rename what engines name there.
  if (value instanceof Error) return `${value.name}: ${value.message.replace(/\S+ (?=is not a function)/, '')}`;
  if (value instanceof Promise) return '<promise>';
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  if (typeof value === 'function') return '<function>';
  // Without the name of its class, which minifiers change.
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${key}: ${show(each)}`)
      .join(', ')} }`;
  return inspect(value);
}

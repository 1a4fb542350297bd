/**
 * `greenc run --trace FILE`: writes every switch, spawn and death of greenlets in Chrome's trace-event format, which Perfetto and
 * `greenc trace` draw. A greenlet is a thread there, and each stretch in which it runs a slice.
 *
 * The trap: a program may set a trace callback of its own, which must neither replace ours nor miss anything. So the runtime's
 * field becomes an accessor, with both behind it.
 */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { diagnostic } from '../../compiler/diagnostics/diagnostic.js';
import { errorFor } from '../../compiler/diagnostics/errors.js';
import { ownFolder } from '../own-folder.js';
import { shownPath, systemProblem } from '../system.js';

/** The part of greenlets that is used. */
interface Greenlet {
  readonly dead: boolean;
  readonly parent: Greenlet | null;
  readonly frames: readonly { readonly name: string }[];
}

type Callback = (event: 'switch' | 'throw', origin: Greenlet, target: Greenlet) => unknown;

interface Runtime {
  readonly getCurrent: () => Greenlet;
  readonly now: { tracer: Callback | null };
}

/** Records from now on; the file is there when the program has ended. Throws a `SourceError` if it cannot be written. */
export async function recordTrace(file: string): Promise<void> {
  await import(pathToFileURL(join(ownFolder, 'runtime', 'index.js')).href);
  const runtime = (globalThis as unknown as Record<symbol, Runtime>)[Symbol.for('greenc.runtime@1')];
  const recorder = new Recorder(file, runtime.getCurrent());
  let own: Callback | null = null;
  const both: Callback = (event, origin, target) => {
    recorder.transfer(event, origin, target);
    return own?.(event, origin, target);
  };
  Object.defineProperty(runtime.now, 'tracer', {
    get: () => both,
    // What `setTrace` has returned may come back.
    set: (callback: Callback | null) => {
      own = callback === both ? null : callback;
    },
  });
  process.on('exit', () => recorder.end());
}

const ENOUGH = 64 * 1024;

class Recorder {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;
  readonly #ids = new WeakMap<Greenlet, number>();
  readonly #named = new Set<number>();
  #text: string;
  #count = 0;
  #flow = 0;
  #running: Greenlet;
  #since = performance.now();

  constructor(file: string, main: Greenlet) {
    this.#path = resolve(file);
    this.#temporary = `${this.#path}.${process.pid}.tmp`;
    try {
      this.#file = openSync(this.#temporary, 'w');
    } catch (error) {
      throw errorFor([diagnostic('GC303', {}, { path: shownPath(this.#path), problem: systemProblem(error) })]);
    }
    const heading = { name: 'process_name', ph: 'M', pid: 1, args: { name: 'greenlets' } };
    this.#text = `{"displayTimeUnit":"ms","otherData":{"greenc":1},"traceEvents":[\n${JSON.stringify(heading)}`;
    this.#running = main;
    this.#name(this.#idOf(main), 'main');
  }

  /** Called in the target, when something is delivered there. */
  transfer(event: 'switch' | 'throw', origin: Greenlet, target: Greenlet): void {
    const time = performance.now();
    const from = this.#idOf(origin);
    this.#slice(time, origin.dead ? 'death' : event);
    this.#running = target;
    this.#since = time;
    if (!this.#named.has(from)) this.#name(from, origin.frames.at(-1)?.name);
    if (origin.dead) this.#event({ name: 'death', ph: 'i', s: 't', tid: from, ts: time, args: { by: event } });
    const isNew = !this.#ids.has(target);
    const to = this.#idOf(target);
    if (isNew) {
      const { parent } = target;
      const args = { by: from, ...(parent === null ? {} : { parent: this.#idOf(parent) }) };
      this.#event({ name: 'spawn', ph: 'i', s: 't', tid: to, ts: time, args });
    }
    const id = ++this.#flow;
    this.#event({ name: event, cat: 'transfer', ph: 's', id, tid: from, ts: time });
    this.#event({ name: event, cat: 'transfer', ph: 'f', bp: 'e', id, tid: to, ts: time });
  }

  end(): void {
    this.#slice(performance.now(), 'exit');
    this.#text += '\n]}\n';
    try {
      this.#flush();
      closeSync(this.#file);
      renameSync(this.#temporary, this.#path);
    } catch (error) {
      rmSync(this.#temporary, { force: true });
      process.exitCode = 1;
      process.stderr.write(`Cannot write ${shownPath(this.#path)}: ${systemProblem(error)}\n`);
    }
  }

  #slice(time: number, ended: string): void {
    const tid = this.#idOf(this.#running);
    this.#event({ name: 'runs', ph: 'X', tid, ts: this.#since, dur: time - this.#since, args: { ended } });
  }

  #name(id: number, name: string | undefined): void {
    this.#named.add(id);
    const shown = name === undefined || name === '' ? `greenlet ${id}` : name;
    this.#event({ name: 'thread_name', ph: 'M', tid: id, args: { name: shown } });
  }

  /** From 0 on, in the order in which they are seen. */
  #idOf(greenlet: Greenlet): number {
    let id = this.#ids.get(greenlet);
    if (id === undefined) {
      id = this.#count++;
      this.#ids.set(greenlet, id);
    }
    return id;
  }

  /** Times are given in milliseconds, and written in microseconds. */
  #event({ ts, dur, ...event }: { ts?: number; dur?: number; [key: string]: unknown }): void {
    const time = ts === undefined ? {} : { ts: micro(ts) };
    const length = dur === undefined ? {} : { dur: micro(dur) };
    this.#text += `,\n${JSON.stringify({ pid: 1, ...event, ...time, ...length })}`;
    if (this.#text.length > ENOUGH) this.#flush();
  }

  #flush(): void {
    writeSync(this.#file, this.#text);
    this.#text = '';
  }
}

const micro = (milliseconds: number): number => Math.round(milliseconds * 1e6) / 1e3;

/**
 * The synchronous functions of `node:child_process`, on top of `spawn`. A run comes to what `spawnSync` returns: an object, with an error
 * in it where the child could not be started, took too long or printed too much.
 *
 *     execSync, execFileSync  →  spawnSync  →  Run  →  spawn
 *
 * The trap are arguments that are wrong, of which each function says something of its own: what is known to be refused is left to the
 * original, which refuses it before it has done anything.
 */
import { Buffer } from 'node:buffer';
import childProcess, { type ChildProcess, type SpawnSyncReturns } from 'node:child_process';
import os from 'node:os';
import process from 'node:process';
import { types } from 'node:util';
import { share } from '../realm.js';
import { type Begin, cooperative, type Done, withoutStack } from './operation.js';
import { errnoOf } from './system-errors.js';

interface Options {
  readonly input?: unknown;
  readonly stdio?: unknown;
  readonly timeout?: number | null;
  readonly maxBuffer?: number | null;
  readonly killSignal?: NodeJS.Signals | number | null;
  readonly encoding?: BufferEncoding | 'buffer' | null;
  readonly shell?: unknown;
  readonly argv0?: string;
}

type Result = SpawnSyncReturns<Buffer | string | null>;

function make() {
  return {
    execFileSync: cooperative(childProcess.execFileSync, beginExecFile),
    execSync: cooperative(childProcess.execSync, beginExec),
    spawnSync: cooperative(childProcess.spawnSync, beginSpawn),
  };
}

const { spawnSync, execSync, execFileSync } = childProcess;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Both `args` and `options` may be left out. */
function split(args: unknown, options: unknown): [args: readonly string[], options: Options] | undefined {
  const isLeftOut = !Array.isArray(args) && isObject(args);
  const list = isLeftOut ? [] : (args ?? []);
  const given = isLeftOut ? args : (options ?? {});
  return Array.isArray(list) && isObject(given) ? [list, given] : undefined;
}

const beginSpawn: Begin<any[]> = ([file, args, options], done) => {
  const given = options === null ? undefined : split(args, options);
  const run = given && start(file, ...given, result => done(null, result));
  return run ?? leaveTo(() => spawnSync(file, args, options), done);
};

const beginExecFile: Begin<any[]> = ([file, args, options], done) => {
  const given = typeof file === 'string' ? split(args, options ?? undefined) : undefined;
  const run =
    given &&
    start(file, ...given, result => conclude(result, [given[1].argv0 || file, ...given[0]].join(' '), given[1], done));
  return run ?? leaveTo(() => execFileSync(file, args, options), done);
};

const beginExec: Begin<any[]> = ([command, options], done) => {
  const given =
    typeof command === 'string' && !command.includes('\0') ? split(undefined, options ?? undefined) : undefined;
  const { shell } = given?.[1] ?? {};
  const run =
    given &&
    start(command, [], { ...given[1], shell: typeof shell === 'string' ? shell : true }, result =>
      conclude(result, command, given[1], done),
    );
  return run ?? leaveTo(() => execSync(command, options), done);
};

function leaveTo(original: () => unknown, done: Done): undefined {
  done(null, original());
}

/** What `execSync` and `execFileSync` make of a result. */
function conclude(result: Result, command: string, { stdio }: Options, done: Done): void {
  const { error, status, stderr, stdout } = result;
  if (!stdio && stderr) process.stderr.write(stderr);
  if (error) done(Object.assign(error, result));
  else if (status === 0) done(null, stdout);
  else {
    const reason = stderr && stderr.length > 0 ? `\n${stderr.toString()}` : '';
    done(Object.assign(withoutStack(`Command failed: ${command}${reason}`), result));
  }
}

/** As the original has it. */
const MAX_BUFFER = 1024 * 1024;

/** A child that is running. */
class Run {
  readonly #child: ChildProcess;
  readonly #options: Options;
  readonly #chunks: (Buffer[] | null)[] = [];
  /** Why it has been ended, or its input was not taken. */
  #problem: string | undefined;
  #inputProblem: string | undefined;
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(child: ChildProcess, options: Options, finish: (result: Result) => void) {
    this.#child = child;
    this.#options = options;
    this.#feed(options.input);
    child.stdio.forEach((stream, index) => {
      const isRead = index > 0 && stream !== null;
      this.#chunks[index] = isRead ? [] : null;
      if (isRead) (stream as NodeJS.ReadableStream).on('data', chunk => this.#take(index, chunk));
    });
    const { timeout } = options;
    if (timeout) this.#timer = setTimeout(() => this.#end('ETIMEDOUT'), timeout);
    child.on('error', (error: NodeJS.ErrnoException) => {
      // Otherwise it could not be killed, and will end by itself.
      if (child.pid === undefined) this.#finish(finish, failed(child, error.code as string, error.errno));
    });
    child.on('close', (status, signal) => {
      if (child.pid !== undefined) this.#finish(finish, this.#result(status, signal));
    });
  }

  /** Nobody waits for it any more. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#kill();
  }

  #feed(input: unknown): void {
    const [stdin, ...others] = this.#child.stdio as (NodeJS.WritableStream | null | undefined)[];
    stdin?.on('error', (error: NodeJS.ErrnoException) => {
      this.#inputProblem = error.code;
    });
    if (input)
      stdin?.write(typeof input === 'string' ? textIn(input, this.#options) : bytesOf(input as ArrayBufferView));
    stdin?.end();
    for (const stream of others.slice(2)) stream?.end();
  }

  #take(index: number, chunk: Buffer): void {
    this.#chunks[index]?.push(chunk);
    this.#size += chunk.length;
    if (this.#size > (this.#options.maxBuffer ?? MAX_BUFFER)) this.#end('ENOBUFS');
  }

  #end(problem: string): void {
    if (this.#problem !== undefined) return;
    this.#problem = problem;
    this.#kill();
  }

  #kill(): void {
    const { killSignal } = this.#options;
    this.#child.kill(killSignal || 'SIGTERM');
    // Who else may hold them open is not waited for.
    for (const stream of this.#child.stdio) stream?.destroy();
  }

  #result(status: number | null, signal: NodeJS.Signals | null): Result {
    const { encoding } = this.#options;
    const output = this.#chunks.map(chunks => {
      const bytes = chunks && Buffer.concat(chunks);
      return bytes && encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
    });
    const code = this.#problem ?? this.#inputProblem;
    return {
      ...(code === undefined ? {} : { error: errorOf(this.#child, code, errnoOf(code)) }),
      status,
      signal,
      output,
      pid: this.#child.pid as number,
      stdout: output[1],
      stderr: output[2],
    };
  }

  #finish(finish: (result: Result) => void, result: Result): void {
    clearTimeout(this.#timer);
    finish(result);
  }
}

function textIn(input: string, { encoding }: Options): Buffer {
  return Buffer.from(input, encoding as BufferEncoding);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Starts a child; undefined if the original refuses what it is to be started with. */
function start(
  file: string,
  args: readonly string[],
  options: Options,
  finish: (result: Result) => void,
): Run | { cancel?(): void } | undefined {
  if (!isAccepted(options)) return undefined;
  const { timeout: _, killSignal: __, input: ___, ...others } = options as Options & childProcess.SpawnOptions;
  let child: ChildProcess;
  try {
    child = childProcess.spawn(file, args, { ...others, signal: undefined } as childProcess.SpawnOptions);
  } catch (error) {
    const { code, errno } = error as NodeJS.ErrnoException;
    if (typeof errno !== 'number') return undefined;
    finish(failed({ spawnfile: file, spawnargs: [file, ...args] }, code as string, errno));
    return {};
  }
  return new Run(child, options, finish);
}

const isCount = (value: unknown) => typeof value === 'number' && value >= 0;

function isAccepted({ timeout, maxBuffer, killSignal, input, stdio, encoding }: Options): boolean {
  return (
    (timeout == null || (isCount(timeout) && Number.isInteger(timeout))) &&
    (maxBuffer == null || isCount(maxBuffer)) &&
    (killSignal == null || isSignal(killSignal)) &&
    (!input || types.isArrayBufferView(input) || (typeof input === 'string' && isEncoding(encoding))) &&
    !(stdio === 'ipc' || (Array.isArray(stdio) && stdio.includes('ipc')))
  );
}

const isEncoding = (encoding: unknown) => encoding == null || Buffer.isEncoding(encoding as string);

function isSignal(signal: unknown): boolean {
  const { signals } = os.constants;
  return typeof signal === 'string'
    ? Object.hasOwn(signals, signal)
    : Object.values(signals).includes(signal as number);
}

type Named = Pick<ChildProcess, 'spawnfile' | 'spawnargs'>;

function failed(child: Named, code: string, errno: number | undefined): Result {
  const error = errorOf(child, code, errno);
  ofFailed ??= spawnSync('/dev/null/none') as Result;
  const { stdout, stderr } = ofFailed;
  return { error, status: null, signal: null, output: null as never, pid: 0, stdout, stderr };
}

/** What the original gives for a child that does not start: some versions have null for its outputs, and others undefined. */
let ofFailed: Result | undefined;

function errorOf({ spawnfile, spawnargs }: Named, code: string, errno: number | undefined): Error {
  const syscall = `spawnSync ${spawnfile}`;
  const path = spawnfile;
  return Object.assign(withoutStack(`${syscall} ${code}`), {
    errno,
    code,
    syscall,
    path,
    spawnargs: spawnargs.slice(1),
  });
}

export const functions = share('node.child_process', make);

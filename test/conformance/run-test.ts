// Runs one test in one way, and says why it failed if it did.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FrontMatter, parseFrontMatter } from './front-matter.js';
import { addPauses, type Form, forms, type Pauses, parseTest } from './pauses.js';
import { Realm, type Support, type Treatment } from './realm.js';
import { isUncompiled, type Limit, limits, type Role, roleAt } from './roles.js';
import { isDiagnostic, type Mode } from './treatment.js';

export const variants = ['sloppy', 'strict', 'module'] as const;
export type Variant = (typeof variants)[number];

/** One run of a test. */
export interface Job {
  /** Relative to the suite's `test` folder. */
  readonly path: string;
  readonly variant: Variant;
  readonly mode: Mode;
  /** Which pauses, in the mode `paused`. */
  readonly form?: Form | undefined;
}

export interface Outcome {
  readonly passed: boolean;
  /** Of a failure: what it was, with the error's class in front. */
  readonly error?: string;
  /** What the function is there for that could not be suspended, if the runtime said so. */
  readonly role?: Role | undefined;
  /** How often it was suspended. */
  readonly suspensions?: number;
  /** It was broken off. */
  readonly late?: boolean;
  /** Passed once functions of this role were quiet. */
  readonly quiet?: Limit | undefined;
  /** Of a native run: the first form whose pauses leave the test's result as it is; none if all of them change it. */
  readonly form?: Form | undefined;
}

export interface Bench {
  readonly suite: string;
  readonly support: Support;
  readonly treatment: (mode: Mode, pauses: Pauses | undefined) => Treatment;
}

/** The ways in which test262 wants a test to be run. */
export function variantsOf({ flags }: FrontMatter): Variant[] {
  if (flags.has('module')) return ['module'];
  if (flags.has('raw') || flags.has('noStrict')) return ['sloppy'];
  return flags.has('onlyStrict') ? ['strict'] : ['sloppy', 'strict'];
}

export function readTest(suite: string, path: string): { source: string; head: FrontMatter; file: string } {
  const file = join(suite, 'test', path);
  const source = readFileSync(file, 'utf8');
  return { source, head: parseFrontMatter(source), file };
}

/** Behind it stands what the runtime refused to suspend, if that is not the error itself. */
export const refusedMark = ' ← ';

export async function runJob(job: Job, bench: Bench): Promise<Outcome> {
  if (job.mode === 'native') return runNatively(job, bench);
  if (job.form === undefined) return runOnce(job, undefined, bench);
  const { form } = job;
  const outcome = await runOnce(job, { form, quiet: false }, bench);
  const limit = limits.find(one => one === outcome.role);
  if (limit === undefined) return outcome;
  const again = await runOnce(job, { form, quiet: true }, bench);
  return again.passed ? { ...again, quiet: limit } : again;
}

async function runNatively(job: Job, bench: Bench): Promise<Outcome> {
  const outcome = await runOnce(job, undefined, bench);
  if (!outcome.passed) return outcome;
  for (const form of forms) {
    if ((await runOnce(job, { form, quiet: false }, bench)).passed) return { passed: true, form };
  }
  return outcome;
}

async function runOnce(job: Job, pauses: Pauses | undefined, bench: Bench): Promise<Outcome> {
  const treatment = bench.treatment(job.mode, pauses);
  const realm = new Realm(treatment, bench.support);
  const outcome = await runIn(realm, job, treatment, bench.suite);
  const [refused] = realm.refused;
  if (outcome.passed) return { ...outcome, suspensions: realm.suspensions };
  if (refused === undefined) return outcome;
  const error = outcome.error?.includes(refused)
    ? outcome.error
    : `${outcome.error?.split('\n')[0]}${refusedMark}${refused}`;
  return { passed: false, error, role: roleOfRefusal(refused, job, pauses, bench.suite) };
}

/** What the function was there for that the runtime names, by its place in the text that was compiled. */
function roleOfRefusal(refused: string, { path, variant }: Job, pauses: Pauses | undefined, suite: string): Role {
  const { source } = readTest(suite, path);
  const module = variant === 'module';
  const text = variantOf(source, variant);
  const [, file, line, column] = /at (\S+):(\d+):(\d+)/.exec(refused) ?? [];
  if (file?.endsWith(path)) {
    const paused = parseTest(pauses ? addPauses(text, module, pauses) : text, module);
    const role = roleAt(paused, Number(line), Number(column));
    if (role !== 'other' || !isUncompiled(paused)) return role;
  }
  // Or nothing is known but that somebody who is not compiled has called it, or the runner's own functions.
  if (!isUncompiled(parseTest(text, module))) return 'other';
  return /\bwith\s*\(/.test(source) ? 'with' : 'direct eval';
}

/** The text of a test as it is run. */
export function variantOf(source: string, variant: Variant): string {
  return variant === 'strict' ? `"use strict";\n${source}` : source;
}

type Phase = 'parse' | 'resolution' | 'runtime';

async function runIn(realm: Realm, { path, variant }: Job, treatment: Treatment, suite: string): Promise<Outcome> {
  const { source, head, file } = readTest(suite, path);
  let phase: Phase = 'parse';
  try {
    if (!head.flags.has('raw')) realm.loadHarness(harnessOf(head));
  } catch (error) {
    return { passed: false, error: `harness: ${describe(error)}` };
  }
  try {
    if (variant === 'module') {
      const code = treatment.module(source, file);
      await realm.runModule(code, file, next => {
        phase = next;
      });
    } else {
      const script = realm.script(treatment.script(variantOf(source, variant), file), file);
      phase = 'runtime';
      script.runInContext(realm.context);
    }
    if (head.flags.has('async')) await printedBy(realm);
  } catch (error) {
    return judgeError(error, phase, head);
  }
  if (head.negative) {
    return { passed: false, error: `no error, but ${head.negative.type} expected (${head.negative.phase})` };
  }
  return head.flags.has('async') ? judgePrinted(realm.printed) : { passed: true };
}

function harnessOf({ flags, includes }: FrontMatter): string[] {
  const names = ['assert.js', 'sta.js'];
  if (flags.has('async')) names.push('doneprintHandle.js');
  return [...names, ...includes];
}

function judgeError(error: unknown, phase: Phase, { negative }: FrontMatter): Outcome {
  // What stops the compiler stops the engine as well, before anything has run.
  const name = isDiagnostic(error) ? 'SyntaxError' : nameOf(error);
  if (negative && name === negative.type) {
    // Modules are parsed while they are linked.
    const isPhase = negative.phase === phase || (negative.phase === 'resolution' && phase !== 'runtime');
    if (isPhase) return { passed: true };
  }
  const expected = negative ? ` (${negative.type} expected: ${negative.phase}, this: ${phase})` : '';
  return { passed: false, error: describe(error) + expected };
}

function judgePrinted(printed: readonly string[]): Outcome {
  const results = printed.filter(text => text.startsWith('Test262:'));
  if (results.length === 0) return { passed: false, error: '$DONE was not called' };
  const failure = results.find(text => text !== 'Test262:AsyncTestComplete');
  if (failure !== undefined) {
    return { passed: false, error: failure.replace('Test262:AsyncTestFailure:', '') };
  }
  return results.length === 1 ? { passed: true } : { passed: false, error: '$DONE was called more than once' };
}

/** Waits for an asynchronous test's result. Realms have no timers: when the microtasks are done, so is the test. */
async function printedBy(realm: Realm): Promise<void> {
  for (let turn = 0; turn < 20 && !realm.printed.some(text => text.startsWith('Test262:')); turn++) {
    await new Promise(setImmediate);
  }
  // Whoever calls $DONE twice does so soon.
  await new Promise(setImmediate);
}

function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  try {
    const type = error.constructor;
    return typeof type === 'function' ? type.name : 'Object';
  } catch {
    return 'Object';
  }
}

/** The class of an error and its message; neither may stop the runner, whatever the test made of them. */
export function describe(error: unknown): string {
  try {
    if (typeof error !== 'object' || error === null) return `thrown: ${String(error)}`;
    const { name, message } = error as { name?: unknown; message?: unknown };
    return `${typeof name === 'string' ? name : nameOf(error)}: ${String(message)}`;
  } catch {
    return 'an error that cannot be described';
  }
}

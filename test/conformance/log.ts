// What came of the runs so far, a line each: a long run can be broken off, watched, and taken up again.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Job, Outcome } from './run-test.js';

export class Log {
  readonly #file: string | undefined;
  readonly #known = new Map<string, Outcome>();

  /** Without a file nothing is kept. */
  constructor(file: string | undefined) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    // The last one may have been broken off in the middle.
    if (!text.endsWith('\n')) appendFileSync(file, '\n');
    for (const line of text.split('\n')) {
      if (!line.endsWith('}')) continue;
      const { path, variant, mode, ...outcome } = JSON.parse(line) as Job & Outcome;
      this.#known.set(key({ path, variant, mode }), outcome);
    }
  }

  get(job: Job): Outcome | undefined {
    return this.#known.get(key(job));
  }

  add({ path, variant, mode }: Job, outcome: Outcome): void {
    if (this.#file !== undefined)
      appendFileSync(this.#file, `${JSON.stringify({ path, variant, mode, ...outcome })}\n`);
  }
}

const key = ({ path, variant, mode }: Job): string => `${mode} ${variant} ${path}`;

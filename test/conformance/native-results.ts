// What this Node makes of the tests: only what it passes counts. Kept beside the suite, since it does not change.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Job, Outcome } from './run-test.js';

export class NativeResults {
  readonly #file: string;
  readonly #known: Record<string, Outcome>;

  /** `file` belongs to one version of Node, the suite and the runner. */
  constructor(file: string, fresh: boolean) {
    this.#file = file;
    this.#known = fresh ? {} : read(file);
  }

  get(job: Job): Outcome | undefined {
    return this.#known[key(job)];
  }

  set(job: Job, outcome: Outcome): void {
    this.#known[key(job)] = outcome;
  }

  save(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    // Another run may have saved results of its own meanwhile.
    writeFileSync(this.#file, JSON.stringify({ ...read(this.#file), ...this.#known }));
  }
}

function key({ path, variant }: Job): string {
  return `${variant} ${path}`;
}

function read(file: string): Record<string, Outcome> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Outcome>;
  } catch {
    return {};
  }
}

/** Has a session look at what a file imports, before the file is compiled. */
import { readFileSync } from 'node:fs';
import type { CompileOptions } from '../compiler/options.js';
import type { Session } from '../compiler/session.js';
import { importedFile } from './register/candidates.js';

export class ImportsScan {
  readonly #session: Session;
  readonly #optionsFor: (path: string) => CompileOptions;
  readonly #isSource: (path: string) => boolean;
  readonly #seen = new Set<string>();

  /** `isSource`: whether a file is one of those that may be compiled. */
  constructor(session: Session, optionsFor: (path: string) => CompileOptions, isSource: (path: string) => boolean) {
    this.#session = session;
    this.#optionsFor = optionsFor;
    this.#isSource = isSource;
  }

  /** A file, and what it imports by relative paths, and what that imports. What cannot be read is left to whoever loads it. */
  scan(path: string): void {
    const waiting = [path];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (this.#seen.has(next)) continue;
      this.#seen.add(next);
      if (!this.#isSource(next)) continue;
      const from = next;
      let source: string;
      try {
        source = readFileSync(from, 'utf8');
      } catch {
        continue;
      }
      const specifiers = this.#session.scan(source, this.#optionsFor(from));
      waiting.push(...specifiers.flatMap(specifier => importedFile(specifier, from) ?? []));
    }
  }

  /** The file has changed. */
  forget(path: string): void {
    this.#seen.delete(path);
  }
}

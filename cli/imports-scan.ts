/** Has a file looked at, and all that it imports, before the file is compiled. */
import { importedFile } from './register/candidates.js';

export class ImportsScan {
  readonly #look: (path: string) => readonly string[];
  readonly #seen = new Set<string>();

  /** `look`: takes note of a file, which it is told of once, and gives the module specifiers in it. */
  constructor(look: (path: string) => readonly string[]) {
    this.#look = look;
  }

  /** A file, and what it imports by relative paths, and what that imports. Throws what `look` throws. */
  scan(path: string): void {
    const waiting = [path];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (this.#seen.has(next)) continue;
      this.#seen.add(next);
      const from = next;
      waiting.push(...this.#look(from).flatMap(specifier => importedFile(specifier, from) ?? []));
    }
  }

  /** The file has changed. */
  forget(path: string): void {
    this.#seen.delete(path);
  }
}

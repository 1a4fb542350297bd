/**
 * What has been found out about files, kept on disk for the next start.
 *
 * In: a question about a file ("what does it compile to, with these options?") and all that the answer depends on. Out: the
 * answer, if it has been kept. One file holds the last answer to one question about one path:
 *
 *     greenc BUILD INPUTS SUM       the compiler; hashes of what the answer depends on, and of what follows
 *     {…}                           the answer, but for
 *     …                             its code
 *
 * and a file beside it the source map, which hardly anybody reads: `NAME.SUM.map`, of that very code.
 *
 * The trap: a cache is there to save time, and must never be why a program fails. Whatever is wrong with it is said once, and
 * then it is as if there were none.
 */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from '../original-fs.js';
import { systemProblem } from '../system.js';
import { digest } from './digest.js';

/** Stands for the compiler's own text: put there by the build. */
declare const GREENC_BUILD: string;

export interface Answer {
  readonly code: string;
  /** In what is found: the text of a source map of the code. In what is given: where it is, as the code's last comment is to say. */
  readonly map?: string | undefined;
}

const ending = '.greenc';
const day = 24 * 60 * 60 * 1000;
const newline = 10;

export class Cache {
  readonly #folder: string | null;
  readonly #note: (text: string) => void;
  #isWritable = true;
  #hasPruned = false;

  /**
   * @param folder null: nothing is kept
   * @param note told what is wrong with it
   */
  constructor(folder: string | null, note: (text: string) => void) {
    this.#folder = folder;
    this.#note = note;
  }

  /**
   * The answer that was kept, or the one that `find` gives, which is kept then.
   * @param question what is asked, and about which path
   * @param inputs what the answer depends on besides
   */
  ask<T extends Answer>(question: readonly string[], inputs: readonly (string | Buffer)[], find: () => T): T {
    if (this.#folder === null) return withMapInside(find());
    const file = join(this.#folder, digest(question.join('\0')) + ending);
    const version = `greenc ${GREENC_BUILD} ${inputs.map(digest).join('+')}`;
    const kept = this.#read<T>(file, version);
    if (kept !== undefined) return kept;
    const found = find();
    return this.#isWritable ? this.#write(file, version, found) : withMapInside(found);
  }

  #read<T extends Answer>(file: string, version: string): T | undefined {
    let content: Buffer;
    try {
      content = readFileSync(file);
    } catch (error) {
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isAbsent) this.#note(`The cache cannot be read: ${systemProblem(error)}: ${file}`);
      return undefined;
    }
    const first = content.indexOf(newline) + 1;
    const second = content.indexOf(newline, first) + 1;
    const written = content.toString('latin1', 0, first - 1);
    const sum = written.slice(written.lastIndexOf(' ') + 1);
    if (!/^greenc \S+ \S+ \S+$/.test(written) || sum !== digest(content.subarray(first))) return this.#damaged(file);
    if (written !== `${version} ${sum}`) return undefined;
    const { mapSize, ...rest } = JSON.parse(content.toString('utf8', first, second));
    const code = content.toString('utf8', second);
    if (mapSize === undefined) return { ...rest, code };
    const map = mapFile(file, sum);
    // A stack without it would name wrong lines.
    if (statSync(map, { throwIfNoEntry: false })?.size !== mapSize) return this.#damaged(map);
    return { ...rest, code, map: urlOf(map) };
  }

  #damaged(file: string): undefined {
    this.#note(`The cache was damaged; what is wrong in it is compiled again: ${file}`);
  }

  #write<T extends Answer>(file: string, version: string, found: T): T {
    const { code, map, ...rest } = found;
    const body = `${JSON.stringify({ ...rest, mapSize: map && Buffer.byteLength(map) })}\n${code}`;
    const sum = digest(body);
    try {
      if (!this.#hasPruned) this.#prune();
      if (map !== undefined) writeWhole(mapFile(file, sum), map);
      writeWhole(file, `${version} ${sum}\n${body}`);
    } catch (error) {
      this.#isWritable = false;
      this.#note(`The cache cannot be written: ${systemProblem(error)}: ${this.#folder}`);
      return withMapInside(found);
    }
    return { ...found, map: map && urlOf(mapFile(file, sum)) };
  }

  /** Removes what is a month old, of programs that are gone perhaps, once a day. */
  #prune(): void {
    this.#hasPruned = true;
    const folder = this.#folder as string;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stamp = join(folder, 'pruned');
    if (ageOf(stamp) < day) return;
    writeFileSync(stamp, '');
    for (const name of readdirSync(folder)) {
      const isOurs = /\.(?:greenc|map|tmp)$/.test(name);
      if (isOurs && ageOf(join(folder, name)) > 30 * day) rmSync(join(folder, name), { force: true });
    }
  }
}

const mapFile = (file: string, sum: string): string => `${file.slice(0, -ending.length)}.${sum}.map`;
const urlOf = (path: string): string => pathToFileURL(path).pathname;

function withMapInside<T extends Answer>(found: T): T {
  if (found.map === undefined) return found;
  return { ...found, map: `data:application/json;base64,${Buffer.from(found.map).toString('base64')}` };
}

/** Another process may be about to write the same, or to read it: a file is there as a whole or not at all. */
function writeWhole(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.${threadId}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Then nothing is there: its folder is none.
  }
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

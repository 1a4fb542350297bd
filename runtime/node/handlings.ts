/** What a server is handling: a task for each connection or request, and no more than so many at once. */
import '../hub/host.js';
import type { Settle } from '../hub/ending.js';
import { endingOf, Task } from '../hub/task.js';
import { WaitList } from '../hub/wait-list.js';

/** Node's own part of it, which ends it. */
interface Raw {
  destroy(): unknown;
}

/**
 * Where one stands among those that are being handled. They are linked, since the tables of a Set that is added to and deleted from all
 * the time keep what they held from being collected while it is young.
 */
class Handling implements Settle {
  before: Handling | null = null;
  after: Handling | null = null;

  constructor(
    readonly handlings: { leave(one: Handling): void },
    readonly task: Task,
    /** Null once it is over. */
    public raw: Raw | null,
  ) {}

  resolve(): void {
    this.handlings.leave(this);
  }

  reject(): void {
    this.handlings.leave(this);
  }
}

export class Handlings<Handler, T> {
  readonly #handle: (handler: Handler, connection: T) => void;
  readonly #handler: Handler;
  readonly #limit: number;
  #size = 0;
  readonly #all = new WaitList<Handling>();
  /** Those beyond the limit, in the order in which they came. */
  #waiting: { readonly connection: T; readonly raw: Raw }[] = [];

  /** @param handle has the program's handler do its work, and ends the connection */
  constructor(handle: (handler: Handler, connection: T) => void, handler: Handler, limit: number) {
    if (!(limit >= 1)) throw new RangeError(`a server needs a limit of at least 1, not ${limit}`);
    this.#handle = handle;
    this.#handler = handler;
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  /** In the order in which they began. */
  get tasks(): Task[] {
    const tasks: Task[] = [];
    for (let one = this.#all.first; one !== null; one = one.after) tasks.push(one.task);
    return tasks;
  }

  /** Node's own parts of them. */
  get raws(): Raw[] {
    const raws: Raw[] = [];
    for (let one = this.#all.first; one !== null; one = one.after) if (one.raw !== null) raws.push(one.raw);
    return raws;
  }

  add(connection: T, raw: Raw): void {
    if (this.#size < this.#limit) this.#begin(connection, raw);
    else this.#waiting.push({ connection, raw });
  }

  #begin(connection: T, raw: Raw): void {
    const task = new Task(this.#handle, this.#handler, connection);
    const one = new Handling(this, task, raw);
    endingOf(task).promise = one;
    this.#all.add(one);
    this.#size++;
    task.start();
  }

  /** Its task has ended: it gives its place to the next. */
  leave(one: Handling): void {
    // Killed before it could begin, it has not been ended by who handles it.
    if (endingOf(one.task).work !== null) one.raw?.destroy();
    one.raw = null;
    this.#all.forget(one);
    this.#size--;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#begin(next.connection, next.raw);
  }

  /** Ends those whose turn has not come. */
  dropWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { raw } of waiting) raw.destroy();
  }
}

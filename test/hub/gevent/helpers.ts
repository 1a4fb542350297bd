'use greenlet';
/** What player.ts needs: how values and errors stand in logs, and tasks of whose errors nobody is told. player.py has the same. */
import { GreenletError, GreenletExit } from 'greenc';
import { StopIteration, spawn, type Task } from 'greenc/hub';

export class Boom extends Error {
  constructor(
    readonly why: string,
    readonly whose: number | null,
  ) {
    super(why);
  }
}

export function nameOf(error: unknown): string {
  if (error instanceof Boom) return `Boom ${error.why}`;
  if (error instanceof GreenletExit) return 'Exit';
  if (error instanceof GreenletError) return 'Misuse';
  return (error as Error).name;
}

export function shown(value: unknown): string {
  if (value === undefined || value === null) return '-';
  if (value === StopIteration) return 'Stop';
  if (value instanceof Error) return nameOf(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** Of a task, in one letter. */
export function stateOf(task: Task | undefined): string {
  if (task === undefined) return '-';
  if (!task.ready) return '.';
  if (task.value instanceof GreenletExit) return 'x';
  return task.successful() ? 'v' : 'e';
}

/** Who looks at what it comes to is told of its errors, and nobody else need be. */
export function handled(task: Task): void {
  task.successful();
}

/** Calls it where nobody kills it. */
export function apart<Result>(call: () => Result): Result {
  const task = spawn(call);
  handled(task);
  return task.get();
}

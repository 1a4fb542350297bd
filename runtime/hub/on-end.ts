/** To be told at once when a task ends, which is no notice taken of its errors. */
import { endingOf, type Task } from './task.js';
import { Watch } from './watch.js';

export class OnEnd<T extends Task = Task> extends Watch {
  constructor(
    readonly task: T,
    /** Called in whatever greenlet ends it, with the task; must not wait or throw. */
    readonly ended: (task: T, watch: OnEnd<T>) => void,
  ) {
    super(endingOf(task));
    endingOf(task).add(this);
  }

  override grant(): void {
    this.ended(this.task, this);
  }

  /** It is not to be told any more. */
  stop(): void {
    endingOf(this.task).forget(this);
  }
}

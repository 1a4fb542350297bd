/** The greenlets that wait at a condition. */
import { park, type Source, Wait, waiting } from './wait.js';
import { WaitList } from './wait-list.js';

export class Notices extends WaitList implements Source {
  /** Waits to be told. Gives whether it has been, in time. */
  pause(timeout?: number): boolean {
    return park(new Wait(waiting('condition.wait()'), this), pause, timeout);
  }

  /** Tells as many as `count`, those who came first. */
  tell(count: number): void {
    for (let told = 0; told < count; told++) {
      const wait = this.shift();
      if (wait === null) return;
      wait.grant(true);
    }
  }

  expired(): boolean {
    return false;
  }

  giveBack(): void {
    this.tell(1);
  }
}

const { pause } = Notices.prototype;

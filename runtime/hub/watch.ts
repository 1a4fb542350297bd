/**
 * What stands in the list of a source in place of a wait, and is told in its place: no greenlet is suspended in it. One wait can so be for
 * several sources (`select`, `joinAll`), and a group hears of its tasks' ends.
 *
 * What is told is told at once, in whatever greenlet the source was changed: it may wake others, and must not wait or throw.
 */
import { mainGreenlet, type Source, Wait } from './wait.js';

export abstract class Watch extends Wait {
  constructor(source: Source, greenlet = mainGreenlet) {
    super(greenlet, source);
  }

  abstract override grant(value: unknown): void;

  override fail(_error: unknown): void {
    this.grant(undefined);
  }
}

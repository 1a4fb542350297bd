'use greenlet';
import type { Waiting } from './operations/operation.js';

export interface Outcome {
  returned?: unknown;
  threw?: unknown;
}

/** What the waiting call comes to. The index is put into `order` then. */
export function attempt({ block }: Waiting, index: number, timeout: number | undefined, order: number[]): Outcome {
  try {
    const returned = block(index, timeout);
    order.push(index);
    return { returned };
  } catch (threw) {
    order.push(index);
    return { threw };
  }
}

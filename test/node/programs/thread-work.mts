'use greenlet';
/** What the threads of test/node/threads.test.ts do. */
import { threadId, workerData } from 'node:worker_threads';
import { Greenlet, getCurrent } from 'greenc';
import { sleep, spawn, wait } from 'greenc/hub';

export default function double(n: number): number {
  sleep(1);
  return n * 2;
}

export function about(): { isMain: boolean; data: unknown; thread: number } {
  return { isMain: getCurrent().parent === null, data: workerData, thread: threadId };
}

export const later = async (value: unknown): Promise<unknown> => value;

/** A few greenlets of the thread's own. */
export function sum(numbers: number[]): number {
  return numbers.map(n => spawn(double, n)).reduce((total, task) => total + task.get(), 0);
}

export function fail(kind: string): unknown {
  if (kind === 'error') throw Object.assign(new RangeError('fails'), { code: 'E_FAILS', detail: { at: 5 } });
  if (kind === 'value') throw 'a text';
  if (kind === 'field') throw Object.assign(new Error('has a function'), { call: () => {} });
  if (kind === 'result') return () => {};
  if (kind === 'greenlet') return { inside: [new Greenlet()] };
  if (kind === 'hang') sleep(60_000);
  if (kind === 'exit') process.exit(3);
  if (kind === 'uncaught') {
    setTimeout(() => {
      throw new TypeError('uncaught');
    });
    wait(new Promise(() => {}));
  }
  return wait(Promise.reject(new Error('rejected')));
}

/** Says in shared memory that it has begun, and how it ends. */
export function hold(state: Int32Array): void {
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
  try {
    sleep(60_000);
  } finally {
    sleep(1);
    Atomics.store(state, 0, 2);
  }
}

/** Never lets anything else happen. */
export function spin(state: Int32Array): void {
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
  for (;;);
}

export const length = ({ byteLength }: ArrayBuffer): number => byteLength;

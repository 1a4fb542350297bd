/** What each thread of a pool runs (threads.ts): calls the functions that it is told to call, each in a greenlet. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { asyncify } from '../hub/asyncify.js';
import { GreenletExit } from '../index.js';
import { type Answer, copiable, fieldsOf, type Request, refuseGreenlets } from './thread-messages.js';

const port = parentPort as MessagePort;
let killing = new AbortController();

port.on('message', (request: Request) => {
  if (request.kind === 'kill') killing.abort(new GreenletExit());
  else void perform(request);
});

async function perform({ file, name, task }: Request & { kind: 'run' }): Promise<void> {
  killing = new AbortController();
  try {
    const fn = await functionOf(file, name);
    const value = await asyncify(fn, { signal: killing.signal })(task);
    refuseGreenlets(value);
    port.postMessage({ value } satisfies Answer);
  } catch (error) {
    answer(error);
  }
}

async function functionOf(file: string, name: string): Promise<(task: unknown) => unknown> {
  const exported: Record<string, any> = await import(file);
  // What CommonJS exports may all be in `default`.
  const fn = exported[name] ?? exported.default?.[name];
  if (typeof fn !== 'function') throw new TypeError(`${file} exports no function ${name}`);
  return fn;
}

function answer(thrown: unknown): void {
  const error = copiable(thrown);
  const answers: (() => Answer)[] = [
    () => ({ error, fields: fieldsOf(thrown) }),
    // Its fields cannot be copied, or it is no error.
    () => ({ error, fields: {} }),
    () => ({ error: new Error(String(thrown)), fields: {} }),
  ];
  for (const make of answers)
    try {
      port.postMessage(make());
      return;
    } catch {}
}

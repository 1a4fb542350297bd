/** The body of a message that comes in by HTTP, as a whole. */
import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Limits } from '../hub/limits.js';
import { Outcome } from '../hub/outcome.js';

/**
 * The body, if all of it has come and nobody has read any of it; null: it has to be waited for. Most bodies come together with what is
 * before them, and nothing has to listen then.
 */
export function bodyAtHand(raw: IncomingMessage): Buffer | null {
  if (!raw.complete || raw.readableFlowing !== null || raw.readableDidRead || raw.destroyed) return null;
  return raw.read() ?? Buffer.alloc(0);
}

/** What the body comes to. Fails if the other side has gone before its end. */
export function wholeBody(raw: IncomingMessage, limit: number | Limits | undefined): Outcome {
  const outcome = new Outcome('body()', limit);
  const chunks: Buffer[] = [];
  const take = (chunk: Buffer) => chunks.push(chunk);
  const done = () => outcome.give(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  const fail = (error: Error) => outcome.fail(error);
  const close = () => {
    if (!raw.readableEnded) fail(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  };
  if (raw.errored) fail(raw.errored);
  else if (raw.readableEnded) done();
  else if (raw.destroyed) close();
  else {
    // Where nothing more comes there is nothing to be gained from it.
    outcome.dropped = () => {
      raw.off('data', take).off('end', done).off('error', fail).off('close', close);
      raw.pause();
    };
    raw.on('data', take).on('end', done).on('error', fail).on('close', close);
  }
  return outcome;
}

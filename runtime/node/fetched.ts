'use greenlet';
/** What `fetch` comes to: the host's own response, whose body is read in straight lines. */
import { iterate } from '../hub/async-iterables.js';
import type { Limits } from '../hub/limits.js';
import { Outcome } from '../hub/outcome.js';

type Limit = number | Limits;

/** A response whose methods return what those of the host's own promise. Killing who waits for its body cancels the body. */
export class FetchedResponse {
  /** The host's own response. */
  readonly raw: Response;
  readonly #abort: () => void;

  constructor(raw: Response, abort: () => void) {
    this.raw = raw;
    this.#abort = abort;
  }

  get body(): Response['body'] {
    return this.raw.body;
  }

  get bodyUsed(): boolean {
    return this.raw.bodyUsed;
  }

  get headers(): Response['headers'] {
    return this.raw.headers;
  }

  get ok(): boolean {
    return this.raw.ok;
  }

  get redirected(): boolean {
    return this.raw.redirected;
  }

  get status(): number {
    return this.raw.status;
  }

  get statusText(): string {
    return this.raw.statusText;
  }

  get type(): Response['type'] {
    return this.raw.type;
  }

  get url(): string {
    return this.raw.url;
  }

  arrayBuffer(limit?: Limit): ArrayBuffer {
    return this.#whole(() => this.raw.arrayBuffer(), limit);
  }

  blob(limit?: Limit): Awaited<ReturnType<Response['blob']>> {
    return this.#whole(() => this.raw.blob(), limit);
  }

  formData(limit?: Limit): Awaited<ReturnType<Response['formData']>> {
    return this.#whole(() => this.raw.formData(), limit);
  }

  json(limit?: Limit): any {
    return this.#whole(() => this.raw.json(), limit);
  }

  text(limit?: Limit): string {
    return this.#whole(() => this.raw.text(), limit);
  }

  clone(): FetchedResponse {
    return new FetchedResponse(this.raw.clone(), this.#abort);
  }

  /** The chunks of the body. */
  [Symbol.iterator](): Iterator<Uint8Array> {
    const { body } = this.raw;
    return body === null ? [][Symbol.iterator]() : iterate(body as AsyncIterable<Uint8Array>)[Symbol.iterator]();
  }

  #whole(read: () => Promise<any>, limit: Limit | undefined): any {
    const outcome = new Outcome('the body of a response', limit);
    outcome.dropped = this.#abort;
    read().then(
      value => outcome.give(value),
      error => outcome.fail(error),
    );
    return outcome.get();
  }
}

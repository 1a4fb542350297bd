/** What of a response waits. Not compiled: see Reader. */
import http from 'node:http';
import type { Limit } from './limited.js';
import { end, write } from './writer.js';

export class WaitingResponse extends http.ServerResponse {
  /** Sends data of the body. Waits while the other side takes less than is sent. */
  send(data: string | Uint8Array, limit?: Limit): undefined {
    return write(this, data, limit, sending);
  }

  /** Ends the response, and waits until all of it has been sent. Throws if the connection is lost before. */
  finish(data?: string | Uint8Array, limit?: Limit): undefined {
    return end(this, data, limit, finishing);
  }
}

const sending = { what: 'response.send()', method: WaitingResponse.prototype.send };
const finishing = { what: 'response.finish()', method: WaitingResponse.prototype.finish };

// A TCP echo server with async functions.

import { once } from 'node:events';
import { createServer } from 'node:net';

async function echo(socket) {
  for await (const chunk of socket) {
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
}

export const server = createServer(socket => {
  echo(socket).catch(() => socket.destroy());
});

// The same TCP echo server in straight-line code: a greenlet for each connection.

import { createServer } from 'greenc/node/net';

function echo(socket) {
  for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) socket.write(chunk);
}

export const server = createServer(echo).raw;

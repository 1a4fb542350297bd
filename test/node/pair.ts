'use greenlet';
/** Both ends of a connection. */
import { sleep, Timeout, wait } from 'greenc/hub';
import { connect, type Socket, serve } from 'greenc/node/net';

/** Calls `use` with them, and ends it all. */
export function withPair(use: (near: Socket, far: Socket) => void): void {
  const accepted: Socket[] = [];
  const server = serve(
    { port: 0, host: '127.0.0.1' },
    socket => {
      accepted.push(socket);
      while (!socket.raw.destroyed) sleep(1);
    },
    { noDelay: true },
  );
  try {
    const near = connect({ port: server.port as number, host: '127.0.0.1', noDelay: true });
    while (accepted.length === 0) sleep(1);
    // Or the server would outlive a test that has failed.
    new Timeout(4000).run(() => use(near, accepted[0]));
  } finally {
    server.stop(0);
  }
}

/** Sends something, and lets it come. */
export function send(text: string, from: Socket, to: Socket): void {
  const whole = to.raw.bytesRead + text.length;
  from.write(text);
  while (to.raw.bytesRead < whole) sleep(1);
  sleep(1);
}

/** Lets what has been spawned begin. */
export const begin = () => wait(Promise.resolve());

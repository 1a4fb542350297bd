'use greenlet';
import net from 'node:net';
import { getCurrent } from 'greenc';
import { dumpGreenlets, sleep, spawn, type Task, Timeout, wait } from 'greenc/hub';
import { connect, createServer, type Server, type ServerOptions, type Socket, serve } from 'greenc/node/net';
import { green, thrownBy } from '../hub/green.js';

/** Calls `use` with the port of a server, and stops that. */
function withServer(
  handler: (socket: Socket) => void,
  use: (port: number, server: Server) => void,
  options?: ServerOptions,
): void {
  const server = serve({ port: 0, host: '127.0.0.1' }, handler, options);
  try {
    use(server.port as number, server);
  } finally {
    server.stop(0);
  }
}

const echo = (socket: Socket): void => {
  for (const chunk of socket) socket.write(chunk);
};

green('what is sent comes back, and the end is passed on', () => {
  withServer(echo, port => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write('hello ');
    expect(socket.read(6)?.toString()).toBe('hello ');
    socket.write(new Uint8Array([65, 66, 67]));
    expect(socket.read(2)?.toString()).toBe('AB');
    socket.end('Z');
    expect(thrownBy(() => socket.write('more')).code).toBe('ERR_STREAM_WRITE_AFTER_END');
    expect([socket.read(10)?.toString(), socket.read(), socket.read(1)]).toEqual(['CZ', null, null]);
    socket.close();
    expect(thrownBy(() => socket.write('more')).code).toBe('ERR_STREAM_DESTROYED');
  });
});

green('limits are known by their names, whether there is something to wait for or not', () => {
  withServer(echo, port => {
    const socket = connect(port);
    socket.write('1');
    const limit: object = { timout: 5 };
    const messages = [
      () => socket.read(1, limit),
      () => socket.readLine('utf8', limit),
      () => socket.write('2', limit),
      () => socket.end('3', limit),
    ].map(call => String(thrownBy(call)));
    expect(messages).toEqual(
      ['read', 'readLine', 'write', 'end'].map(
        name => `TypeError: socket.${name}() has no option timout: did you mean timeout?`,
      ),
    );
    socket.close();
  });
});

green('lines, however they are cut', () => {
  const sent = 'first\r\nsec|ond\n\nlong |lo|ng\r|\nlast'.split('|');
  const speak = (socket: Socket): void => {
    for (const part of sent) {
      socket.write(part);
      sleep(5);
    }
  };
  withServer(
    speak,
    port => {
      const socket = connect(port);
      expect(socket.readLine()).toBe('first');
      expect(socket.read(2)?.toString()).toBe('se');
      expect([...socket.lines()]).toEqual(['cond', '', 'long long', 'last']);
    },
    { noDelay: true },
  );
});

green('a line that is not whole yet is kept if the time is up', () => {
  const speak = (socket: Socket): void => {
    socket.write('half');
    socket.readLine();
    socket.write(' and half\n');
  };
  withServer(speak, port => {
    const socket = connect(port);
    expect(thrownBy(() => socket.readLine('utf8', 50))).toBeInstanceOf(Timeout);
    socket.write('go on\n');
    expect(socket.readLine('utf8', 5000)).toBe('half and half');
  });
});

green('who writes more than is taken waits', () => {
  const log: string[] = [];
  const size = 8_000_000;
  let isReading = false;
  const slow = (socket: Socket): void => {
    while (!isReading) sleep(1);
    let read = 0;
    while (read < size) read += socket.read()?.length ?? size;
    socket.end(String(read));
  };
  withServer(slow, port => {
    const socket = connect(port);
    const writing = spawn(() => {
      for (let i = 0; i < 80; i++) socket.write(Buffer.alloc(size / 80));
      log.push('written');
    });
    sleep(30);
    log.push('not read yet');
    isReading = true;
    writing.get(5000);
    expect(log).toEqual(['not read yet', 'written']);
    expect(socket.readLine()).toBe(String(size));
  });
});

green('no more connections than allowed are handled, in the order in which they came', () => {
  const log: string[] = [];
  const handler = (socket: Socket): void => {
    const name = socket.readLine();
    log.push(`${name} begins`);
    sleep(10);
    log.push(`${name} ends`);
  };
  withServer(
    handler,
    (port, server) => {
      const sockets = ['a', 'b', 'c'].map(name => {
        const socket = connect(port);
        socket.write(`${name}\n`);
        return socket;
      });
      sleep(5);
      expect(server.size).toBe(1);
      for (const socket of sockets) expect(socket.read()).toBe(null);
      expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    },
    { limit: 1 },
  );
});

green('who is killed before it begins is closed, and gives its place to the next', () => {
  withServer(
    socket => socket.end('handled'),
    (port, server) => {
      server.raw.once('connection', () => {
        const reports = dumpGreenlets(null).filter(report => report.name === 'handle');
        expect(reports.map(report => report.state)).toEqual(['new']);
        (reports[0].greenlet as Task).kill();
        expect(server.size).toBe(0);
      });
      const [first, second] = [connect(port), connect(port)];
      expect([first.read(), second.read()?.toString()]).toEqual([null, 'handled']);
      while (server.size > 0) sleep(1);
    },
    { limit: 1 },
  );
});

green('stop waits for those at work, and kills them when the time is up', () => {
  const log: unknown[] = [];
  const handler = (socket: Socket): void => {
    try {
      sleep(Number(socket.readLine()));
      log.push('done');
    } finally {
      log.push('ended');
    }
  };
  const server = createServer(handler).listen();
  const port = server.port as number;
  const [short, long] = [connect(port), connect(port)];
  short.write('20\n');
  long.write('20000\n');
  while (server.size < 2) sleep(1);
  sleep(5);
  server.stop(100);
  expect(log).toEqual(['done', 'ended', 'ended']);
  expect([long.read(), server.port]).toEqual([null, undefined]);
  expect(thrownBy(() => connect(port)).code).toBe('ECONNREFUSED');
});

green('a port that is taken, and a server that is gone', () => {
  withServer(echo, port => {
    expect(thrownBy(() => serve({ port, host: '127.0.0.1' }, echo)).code).toBe('EADDRINUSE');
  });
});

green('a killed greenlet that connects or reads leaves its socket closed or as it was', () => {
  withServer(echo, (port, server) => {
    const socket = connect(port);
    const reader = spawn(() => socket.read());
    sleep(1);
    reader.kill();
    socket.write('still there');
    expect(socket.read()?.toString()).toBe('still there');
    const connecting = spawn(() => connect(port));
    wait(Promise.resolve());
    connecting.kill();
    socket.close();
    while (server.size > 0) sleep(1);
  });
});

green('the error of a connection is thrown where it is read', () => {
  withServer(
    socket => {
      socket.read();
      socket.raw.resetAndDestroy();
    },
    port => {
      const socket = connect(port);
      socket.write('x');
      expect(thrownBy(() => socket.read()).code).toBe('ECONNRESET');
    },
  );
});

green('a handler whose connection somebody else has closed does not fail by it', () => {
  const errors: unknown[] = [];
  let over: Task | undefined;
  withServer(
    socket => {
      spawn(() => socket.close());
      expect(socket.read()).toBe(null);
      over = getCurrent() as Task;
      try {
        socket.write('too late');
      } catch (error) {
        errors.push(error);
        throw error;
      }
    },
    port => {
      expect(connect(port).read()).toBe(null);
      while (!over?.dead) sleep(1);
      // Nobody has asked for its error: it would be reported as a rejection that nobody handles.
      sleep(1);
    },
  );
  expect(errors).toEqual([expect.objectContaining({ code: 'ERR_STREAM_DESTROYED' })]);
});

test('a server may be started in main', async () => {
  const server = serve(0, echo);
  const { port } = server;
  const text = await new Promise<string>(resolve => {
    const client = net.connect(port as number, '127.0.0.1', () => client.end('from main'));
    client.on('data', data => resolve(String(data)));
  });
  expect(text).toBe('from main');
  server.stop();
  expect(() => connect(port as number)).toThrow(/connect\(\) has to wait, and only a greenlet can/);
});

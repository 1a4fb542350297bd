'use greenlet';
/** Each call of net, http and fetch that waits × each way in which the wait may end. What is given up can be asked for again. */
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { GreenletExit } from 'greenc';
import {
  AsyncResult,
  asyncify,
  Event,
  InvalidSwitchError,
  sleep,
  spawn,
  type Task,
  Timeout,
  waitEvent,
} from 'greenc/hub';
import * as web from 'greenc/node/http';
import { connect, type Socket } from 'greenc/node/net';
import { green } from '../hub/green.js';

type Limit = number | { timeout?: number; signal?: AbortSignal };

/** Something to wait in, from the other side of which all is decided. */
interface Trial {
  wait(limit?: Limit): unknown;
  /** Has the wait go on, once. */
  give(): void;
  /** Whether the other side has heard of it, where it has to. */
  isHeard?(): boolean;
  /** What it gives then. */
  gives: unknown;
  /** Has it fail, with this code. */
  fail?: { call(): void; code: string };
  /** Whether the same may be asked for once more, and then comes. */
  isAgain: boolean;
  /** It is a loop, which takes no limit. */
  isLoop?: boolean;
  close(): void;
}

const MUCH = Buffer.alloc(16_000_000);

function listening<Server extends net.Server>(server: Server): number {
  waitEvent(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** A connection, and Node's socket at its other end. */
function pair(): { socket: Socket; other: net.Socket; close(): void } {
  const server = net.createServer({ pauseOnConnect: true });
  const port = listening(server);
  const accepted = new AsyncResult<net.Socket>();
  server.on('connection', raw => accepted.set(raw.on('error', () => {})));
  const socket = connect({ port, host: '127.0.0.1' });
  const other = accepted.get();
  const close = () => {
    socket.close();
    other.destroy();
    server.close();
  };
  return { socket, other, close };
}

function reading(read: (socket: Socket, limit?: Limit) => unknown, gives: string | null, isLoop = false) {
  return (): Trial => {
    const { socket, other, close } = pair();
    return {
      wait: limit => String(read(socket, limit)),
      give: () => void other.write('hello\n'),
      gives,
      fail: { call: () => void other.resetAndDestroy(), code: 'ECONNRESET' },
      isAgain: !isLoop,
      isLoop,
      close,
    };
  };
}

function first(values: Iterable<unknown>): unknown {
  for (const value of values) return value;
}

function sending(send: (socket: Socket, limit?: Limit) => void): () => Trial {
  return () => {
    const { socket, other, close } = pair();
    return {
      wait: limit => send(socket, limit),
      give: () => void other.resume(),
      gives: undefined,
      fail: { call: () => void other.resetAndDestroy(), code: 'ECONNRESET' },
      isAgain: false,
      close,
    };
  };
}

/** A server that sends as much of its response as it is told to. */
function responding() {
  const asked = new AsyncResult<http.ServerResponse>();
  const server = http.createServer((_, response) => asked.set(response));
  const port = listening(server);
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, response: () => asked.get(), isAsked: () => asked.ready, close };
}

function heads(ask: (url: string, limit?: Limit) => { status: number }): () => Trial {
  return () => {
    const { url, response, isAsked, close } = responding();
    return {
      wait: limit => ask(url, limit).status,
      give: () => void (isAsked() && response().writeHead(204).end()),
      isHeard: isAsked,
      gives: 204,
      isAgain: false,
      close,
    };
  };
}

type Body = web.Incoming | web.FetchedResponse;

function bodies<Message extends Body>(
  ask: (url: string) => Message,
  read: (message: Message, limit?: Limit) => unknown,
  gives: unknown,
  { isAgain = false, isLoop = false, type = 'application/json' } = {},
): () => Trial {
  return () => {
    const { url, response, close } = responding();
    const asking = spawn(ask, url);
    response().writeHead(200, { 'content-type': type }).flushHeaders();
    const message = asking.get();
    return {
      wait: limit => read(message, limit),
      give: () => void response().end(type.includes('form') ? 'a=1' : '"hello"'),
      gives,
      isAgain,
      isLoop,
      close,
    };
  };
}

const incoming = (url: string) => web.get(url);
const fetched = (url: string) => web.fetch(url);

/** A response of a server of ours, whose client takes nothing before it is told to. */
function answering(send: (response: web.Response, limit?: Limit) => void): () => Trial {
  return () => {
    const answered = new AsyncResult<web.Response>();
    const over = new Event();
    const server = web.serve(0, (_, response) => {
      answered.set(response);
      over.wait();
    });
    const client = net.connect({ port: server.port as number }, () =>
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    client.on('error', () => {}).pause();
    const response = answered.get();
    return {
      wait: limit => send(response, limit),
      give: () => void client.resume(),
      gives: undefined,
      fail: { call: () => void client.resetAndDestroy(), code: 'ERR_STREAM_PREMATURE_CLOSE' },
      isAgain: false,
      close: () => {
        client.destroy();
        over.set();
        server.stop();
      },
    };
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const trials: Record<string, () => Trial> = {
  connect: () => {
    let answer = (_error: Error | null): void => {};
    const server = net.createServer(raw => raw.on('error', () => {}));
    const port = listening(server);
    const lookup: net.LookupFunction = (_host, { all }, done) => {
      answer = error => (all ? done(error, [{ address: '127.0.0.1', family: 4 }]) : done(error, '127.0.0.1', 4));
    };
    return {
      wait: limit => {
        const socket = connect({ host: 'somewhere', port, lookup }, limit);
        socket.close();
        return socket.raw.destroyed;
      },
      give: () => answer(null),
      gives: true,
      fail: { call: () => answer(Object.assign(new Error('nowhere'), { code: 'ENOTFOUND' })), code: 'ENOTFOUND' },
      isAgain: true,
      close: () => void server.close(),
    };
  },
  'socket.read': reading((socket, limit) => socket.read(undefined, limit), 'hello\n'),
  'socket.read of so many': reading((socket, limit) => socket.read(5, limit), 'hello'),
  'socket.readLine': reading((socket, limit) => socket.readLine('utf8', limit), 'hello'),
  'a loop over a socket': reading(first, 'hello\n', true),
  'a loop over its lines': reading(socket => first(socket.lines()), 'hello', true),
  'socket.write': sending((socket, limit) => socket.write(MUCH, limit)),
  'socket.end': sending((socket, limit) => socket.end(MUCH, limit)),
  request: heads((url, limit) => web.request(url, {}, limit)),
  get: heads((url, limit) => web.get(url, {}, limit)),
  fetch: heads((url, limit) => web.fetch(url, {}, limit)),
  'incoming.body': bodies(incoming, (message, limit) => String(message.body(limit)), '"hello"'),
  'incoming.text': bodies(incoming, (message, limit) => message.text('utf8', limit), '"hello"'),
  'incoming.json': bodies(incoming, (message, limit) => message.json(limit), 'hello'),
  'incoming.read': bodies(incoming, (message, limit) => String(message.read(7, limit)), '"hello"', { isAgain: true }),
  'a loop over what comes in': bodies(incoming, message => String(first(message)), '"hello"', { isLoop: true }),
  'fetched.text': bodies(fetched, (message, limit) => message.text(limit), '"hello"'),
  'fetched.json': bodies(fetched, (message, limit) => message.json(limit), 'hello'),
  'fetched.arrayBuffer': bodies(fetched, (message, limit) => message.arrayBuffer(limit).byteLength, 7),
  'fetched.blob': bodies(fetched, (message, limit) => message.blob(limit).size, 7),
  'fetched.formData': bodies(fetched, (message, limit) => message.formData(limit).get('a'), '1', {
    type: 'application/x-www-form-urlencoded',
  }),
  'a loop over what is fetched': bodies(fetched, first, bytes('"hello"'), { isLoop: true }),
  'response.send': answering((response, limit) => response.send(MUCH, limit)),
  'response.finish': answering((response, limit) => response.finish(MUCH, limit)),
};

const boom = new Error('boom');
const reason = new Error('aborted');

/** Calls in main, soon and before the event loop turns. */
const inMain = (call: () => unknown) => void Promise.resolve().then(call);

/** How a wait ends that is given up, and what is thrown. */
const endings: Record<string, (task: Task, controller: AbortController) => unknown> = {
  'out of time': () => expect.any(Timeout),
  killed: task => (task.kill(), expect.any(GreenletExit)),
  'killed by an error': task => (task.kill(boom), boom),
  'thrown into': task => (inMain(() => task.throw(boom)), boom),
  'switched to': task => (inMain(() => task.switch()), expect.any(InvalidSwitchError)),
  'given up by a signal': (_, controller) => (controller.abort(reason), reason),
};

function outcome(call: () => unknown): unknown {
  try {
    return { returned: call() };
  } catch (threw) {
    return { threw };
  }
}

/** A greenlet that waits. */
function waiter({ wait: begin, isLoop }: Trial, limit?: Limit): Task<unknown> {
  const timeout = typeof limit === 'number' && isLoop ? limit : undefined;
  const task = spawn(() => outcome(() => Timeout.run(timeout, () => begin(isLoop ? undefined : limit))));
  // The other side has to hear of it.
  for (let turn = 0; turn < 5; turn++) sleep();
  return task;
}

for (const [name, make] of Object.entries(trials))
  describe(name, () => {
    green('goes on', () => {
      const trial = make();
      const task = waiter(trial, { timeout: 5000 });
      expect(task.ready).toBe(false);
      while (trial.isHeard?.() === false) sleep(1);
      trial.give();
      expect(task.get(5000)).toEqual({ returned: trial.gives });
      trial.close();
    });

    green('fails', () => {
      const trial = make();
      if (trial.fail !== undefined) {
        const task = waiter(trial);
        trial.fail.call();
        const code = trial.fail.code === 'ECONNRESET' ? /^(?:ECONNRESET|EPIPE)$/ : trial.fail.code;
        expect(task.get(5000)).toMatchObject({ threw: { code: expect.stringMatching(code) } });
      }
      trial.close();
    });

    for (const [way, end] of Object.entries(endings))
      green(way, () => {
        const trial = make();
        if (!trial.isLoop || way !== 'given up by a signal') {
          const controller = new AbortController();
          const limit = way === 'out of time' ? 20 : { signal: controller.signal };
          const task = waiter(trial, limit);
          if (way !== 'out of time') expect(task.ready).toBe(false);
          const threw = end(task, controller);
          expect(task.get(5000)).toEqual({ threw });
          const again = trial.isAgain ? waiter(trial) : null;
          // Else it comes too late, and is nobody's.
          trial.give();
          if (again !== null) expect(again.get(5000)).toEqual({ returned: trial.gives });
          else for (let turn = 0; turn < 5; turn++) sleep();
        }
        trial.close();
      });

    test('cannot wait in main', async () => {
      const trial = await asyncify(make)();
      expect(() => trial.wait()).toThrow(/has to wait, and only a greenlet can/);
      trial.close();
    });
  });

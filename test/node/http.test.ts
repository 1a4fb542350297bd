'use greenlet';
import http, { request as httpRequest } from 'node:http';
import { Event, sleep, spawn, Timeout, wait } from 'greenc/hub';
import { fetch, get, type Incoming, type Response, request, type Server, serve } from 'greenc/node/http';
import { green, thrownBy } from '../hub/green.js';
import { runGreen } from '../support/run-green.js';

function withServer(
  handler: (request: Incoming, response: Response) => void,
  use: (url: string, server: Server) => void,
  options = {},
): void {
  const server = serve({ port: 0, host: '127.0.0.1' }, handler, options);
  try {
    use(`http://127.0.0.1:${server.port}`, server);
  } finally {
    server.stop(0);
  }
}

const answers: Record<string, (request: Incoming, response: Response) => void> = {
  '/text': (request, response) => response.end(`${request.method} ${request.text()}`),
  '/json': (request, response) => response.json({ got: request.json(), header: request.headers['x-name'] }),
  '/chunks': (request, response) => {
    let size = 0;
    for (const chunk of request) size += chunk.length;
    response.send(`${size} `);
    sleep(5);
    response.send('and');
    response.finish(' end');
  },
  '/large': (_, response) => {
    for (let i = 0; i < 40; i++) response.send(Buffer.alloc(100_000));
  },
  '/slow': (_, response) => {
    response.send('begin');
    sleep(10_000);
  },
  '/silent': () => sleep(10_000),
  '/cut': (_, response) => {
    response.setHeader('content-length', 100);
    response.send('begin');
    sleep(10);
    response.destroy();
  },
  '/nothing': () => {},
};
const handler = (request: Incoming, response: Response): void => answers[request.url](request, response);

green('bodies are read as text, JSON, bytes, and in chunks', () => {
  withServer(handler, url => {
    expect(request(`${url}/text`, { method: 'POST', body: 'hé' }).text()).toBe('POST hé');
    const json = request(`${url}/json`, { method: 'PUT', body: '{"a":[1]}', headers: { 'x-name': 'me' } });
    expect([json.status, json.statusText, json.headers['content-type']]).toEqual([200, 'OK', 'application/json']);
    expect(json.json()).toEqual({ got: { a: [1] }, header: 'me' });
    const chunks = [...request(new URL('/chunks', url), { method: 'POST', body: Buffer.alloc(300_000) })];
    expect(Buffer.concat(chunks).toString()).toBe('300000 and end');
    expect(get(`${url}/large`).body().length).toBe(4_000_000);
    expect(get(`${url}/nothing`).body().length).toBe(0);
    expect(thrownBy(() => get(`${url}/text`).json())).toMatchObject({ name: 'SyntaxError' });
  });
});

green('a body that is there already is read without a wait, in main too, and once', () => {
  const bodies: unknown[] = [];
  const texts: Record<string, (request: Incoming) => string> = {
    whole: request => request.text(),
    chunks: request => [...request].join('') + [...request].length,
  };
  const server = (request: Incoming, response: Response): void => {
    while (!request.raw.complete) sleep(1);
    const textOf = texts[request.headers['x-read'] as string];
    wait(new Promise<void>(resolve => setImmediate(() => resolve(void bodies.push(textOf(request))))));
    bodies.push(request.body().length);
    response.end('answered');
  };
  withServer(server, url => {
    for (const read of ['whole', 'chunks']) {
      const headers = { 'x-read': read };
      expect(request(url, { method: 'POST', body: 'all of it', headers }).text()).toBe('answered');
      expect(get(url, { headers }).text()).toBe('answered');
    }
    const inParts = httpRequest(url, { method: 'POST', headers: { 'x-read': 'whole' } });
    inParts.write('first ');
    sleep(5);
    inParts.end('and second');
    wait(new Promise(resolve => inParts.on('response', response => resolve(response.resume()))));
  });
  expect(bodies).toEqual(['all of it', 0, '', 0, 'all of it0', 0, '0', 0, 'first and second', 0]);
});

green('who gives up a body, or has read some of it, gets the rest later', () => {
  let isTold = false;
  const server = (_: Incoming, response: Response): void => {
    response.send('begin');
    while (!isTold) sleep(1);
    response.send(' and ');
    response.finish('end');
  };
  withServer(server, url => {
    const bodies = ['/a', '/b', '/c'].map(path => get(url + path));
    expect(thrownBy(() => bodies[0].text('utf8', 5))).toBeInstanceOf(Timeout);
    const killed = spawn(() => bodies[1].json());
    sleep(5);
    killed.kill();
    expect(`${bodies[2].read(3)}`).toBe('beg');
    isTold = true;
    expect(bodies.map(body => body.text())).toEqual(['begin and end', 'begin and end', 'in and end']);
  });
});

green('many requests at once', () => {
  withServer(handler, url => {
    const tasks = Array.from({ length: 50 }, (_, n) =>
      spawn(() => request(`${url}/text`, { method: 'POST', body: `${n}` }).text()),
    );
    expect(tasks.map(task => task.get(5000))).toEqual(tasks.map((_, n) => `POST ${n}`));
  });
});

green('fetch', () => {
  withServer(handler, url => {
    const response = fetch(`${url}/json`, { method: 'POST', body: '{"b":2}' });
    expect([response.ok, response.status, response.headers.get('content-type')]).toEqual([
      true,
      200,
      'application/json',
    ]);
    expect(response.clone().text()).toBe('{"got":{"b":2}}');
    expect(response.json()).toEqual({ got: { b: 2 } });
    expect(response.bodyUsed).toBe(true);
    expect(thrownBy(() => response.text())).toMatchObject({ name: 'TypeError' });
    const chunks = [...fetch(`${url}/chunks`)].map(chunk => Buffer.from(chunk).toString());
    expect(chunks.join('')).toBe('0 and end');
    expect(fetch(`${url}/large`).arrayBuffer().byteLength).toBe(4_000_000);
    expect(thrownBy(() => fetch('http://127.0.0.1:1/')).cause).toBeDefined();
    const aborted = new AbortController();
    aborted.abort();
    expect(thrownBy(() => fetch(url, { signal: aborted.signal })).name).toBe('AbortError');
  });
});

green('time that is up, and connections that are cut', () => {
  withServer(handler, url => {
    const waits = [
      () => get(`${url}/silent`, {}, 20),
      () => get(`${url}/slow`).text('utf8', 20),
      () => fetch(`${url}/silent`, {}, 20),
      () => fetch(`${url}/slow`).text(20),
    ];
    for (const call of waits) expect(thrownBy(call)).toBeInstanceOf(Timeout);
    expect(thrownBy(() => get(`${url}/cut`).body()).code).toBe('ECONNRESET');
    expect(thrownBy(() => get('http://127.0.0.1:1/')).code).toBe('ECONNREFUSED');
  });
});

green('no more requests than allowed are handled, and stop waits for them', () => {
  const log: string[] = [];
  const slow = (request: Incoming, response: Response): void => {
    log.push(`${request.url} begins`);
    sleep(20);
    log.push(`${request.url} ends`);
    response.end();
  };
  withServer(
    slow,
    (url, server) => {
      const tasks = ['/a', '/b'].map(path => spawn(() => get(url + path).body().length));
      while (server.size === 0) sleep(1);
      expect(server.size).toBe(1);
      expect(tasks.map(task => task.get(5000))).toEqual([0, 0]);
      const last = spawn(() => get(`${url}/c`).status);
      while (log.length < 5) sleep(1);
      server.stop();
      expect(log.at(-1)).toBe('/c ends');
      expect(last.get(5000)).toBe(200);
    },
    { limit: 1 },
  );
});

green('a server that stops finishes what it answers, and takes nothing more on connections that stay', () => {
  const agent = new http.Agent({ keepAlive: true });
  const size = 12_000_000;
  const begun = new Event();
  let server: Server | undefined;
  const handlers: Record<string, (response: Response) => void> = {
    '/late': response => {
      begun.wait();
      response.json('late');
    },
    '/finish': response => response.finish('x'.repeat(size)),
    '/end': response => {
      begun.wait();
      response.end('x'.repeat(size));
    },
  };
  const received = (path: string) => {
    const response = get(`http://127.0.0.1:${server?.port}${path}`, { agent });
    let length = 0;
    for (const chunk of response) {
      length += chunk.length;
      sleep();
    }
    return [response.headers.connection, length];
  };
  withServer(
    ({ url }, response) => handlers[url as string](response),
    (_, one) => {
      server = one;
      const tasks = Object.keys(handlers).map(path => spawn(received, path));
      while (one.size < 3) sleep(1);
      const stopping = spawn(() => one.stop(20_000));
      sleep(1);
      begun.set();
      expect(tasks.map(task => task.get())).toEqual([
        ['close', 6],
        ['keep-alive', size],
        ['close', size],
      ]);
      stopping.get();
      expect([one.size, Object.keys(agent.sockets), Object.keys(agent.freeSockets)]).toEqual([0, [], []]);
    },
  );
});

green('a handler that is killed answers with 500', () => {
  withServer(handler, (url, server) => {
    const asking = spawn(() => get(`${url}/silent`).status);
    while (server.size === 0) sleep(1);
    spawn(() => server.stop(1));
    expect(asking.get(5000)).toBe(500);
  });
});

test('a client that has gone is no error of the handler that goes on to answer', () => {
  const { stdout, stderr, status } = runGreen(`
import { Event, sleep, spawn, waitEvent } from 'greenc/hub';
import { get, serve } from 'greenc/node/http';
const begun = new Event();
const server = serve(0, (request, response) => {
  begun.set();
  waitEvent(response, 'close');
  try {
    response.send('an answer');
  } finally {
    console.log('answered');
    if (request.url === '/own') throw new RangeError('the program\\'s own');
  }
});
process.on('unhandledRejection', error => console.log(error.message));
spawn(() => {
  for (const path of ['/', '/own']) {
    begun.clear();
    const client = spawn(() => get('http://localhost:' + server.port + path));
    begun.wait();
    client.kill();
    while (server.size > 0) sleep(1);
  }
  server.stop();
});
`);
  expect([stdout, stderr, status]).toEqual(["answered\nanswered\nthe program's own\n", '', 0]);
});

test('in main nothing waits', () => {
  expect(() => get('http://127.0.0.1:1/')).toThrow(/request\(\) has to wait, and only a greenlet can/);
  expect(() => fetch('http://127.0.0.1:1/')).toThrow(/fetch\(\) has to wait/);
});

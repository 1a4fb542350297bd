// The load, in a process of its own: connections that each send something, wait for all of the answer, and send again.
//   {open: {port, kind, connections}} → {ready}       {run: {port, ms}} → {count, times}
//   {idle: {port, count}} → {ready}: so many more connections, on each of which one message has been echoed

import { connect } from 'node:net';

const body = JSON.stringify({ ids: [3, 14, 15, 92] });
const messages = {
  echo: Buffer.from('a line of text, as long as such lines are, to be echoed to its sender\n'),
  http: Buffer.from(
    `POST /order HTTP/1.1\r\nHost: localhost\r\nX-Token: token-7\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  ),
};
const expected = '{"user":7,"total":372}';

class Connection {
  constructor(port, kind) {
    this.kind = kind;
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.length = 0;
    this.missing = 0;
    this.sent = 0;
    this.done = null;
    this.socket.on('data', chunk => this.receive(chunk));
    this.socket.on('error', error => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('the server has closed a connection')));
  }

  fail(error) {
    console.error(`load: ${error.message}`);
    process.exit(1);
  }

  /** Calls back when all of the answer has come. */
  send(done) {
    this.done = done;
    this.missing = this.length;
    this.sent = performance.now();
    this.socket.write(messages[this.kind]);
  }

  receive(chunk) {
    // The first answer is checked; the others are as long.
    if (this.length === 0) {
      const isRight = this.kind === 'echo' ? chunk.equals(messages.echo) : chunk.toString().endsWith(expected);
      if (!isRight) this.fail(new Error(`a wrong answer: ${chunk}`));
      this.length = this.missing = chunk.length;
    }
    this.missing -= chunk.length;
    if (this.missing === 0) this.done(performance.now() - this.sent);
  }

  once() {
    return new Promise(resolve => this.send(resolve));
  }
}

const open = new Map();

async function openAll(port, kind, count) {
  const all = [];
  // A few at a time, as many as the server can accept at once.
  while (all.length < count) {
    const some = Array.from({ length: Math.min(100, count - all.length) }, () => new Connection(port, kind));
    await Promise.all(some.map(connection => connection.once()));
    all.push(...some);
  }
  return all;
}

function run(connections, ms) {
  const times = [];
  const end = performance.now() + ms;
  return Promise.all(
    connections.map(
      connection =>
        new Promise(resolve => {
          const next = time => {
            times.push(time);
            if (performance.now() < end) connection.send(next);
            else resolve();
          };
          connection.send(next);
        }),
    ),
  ).then(() => times);
}

process.on('message', async message => {
  if (message.open) {
    const { port, kind, connections } = message.open;
    open.set(port, await openAll(port, kind, connections));
    process.send({ ready: true });
  } else if (message.idle) {
    await openAll(message.idle.port, 'echo', message.idle.count);
    process.send({ ready: true });
  } else {
    const { port, ms } = message.run;
    const begin = performance.now();
    const times = await run(open.get(port), ms);
    const seconds = (performance.now() - begin) / 1000;
    times.sort((a, b) => a - b);
    process.send({ rate: times.length / seconds, count: times.length, p99: times[Math.floor(times.length * 0.99)] });
  }
});
process.on('disconnect', () => process.exit(0));

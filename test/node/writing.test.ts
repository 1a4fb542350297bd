'use greenlet';
/** Who writes more than the other side takes, and what becomes of that wait. */
import { joinAll, sleep, spawn, type Task, Timeout } from 'greenc/hub';
import { get, type Response, serve } from 'greenc/node/http';
import type { Socket } from 'greenc/node/net';
import { green, thrownBy } from '../hub/green.js';
import { withPair } from './pair.js';

const piece = Buffer.alloc(500_000, 'x');

/** Writes until a write has to wait, in a task of its own; that one is given. */
function fill(socket: Socket, log: unknown[] = []): Task {
  const task = spawn(() => {
    for (;;) {
      socket.write(piece);
      log.push('written');
    }
  });
  while (!socket.raw.writableNeedDrain || socket.raw.writableLength < piece.length) sleep(1);
  return task;
}

/** Reads all that there is, until nothing more comes for a while. */
function drain(socket: Socket, least: number): number {
  let size = 0;
  while (size < least) size += socket.read()?.length ?? least;
  return size;
}

green('those who wait go on in their order once all has been taken', () => {
  withPair((near, far) => {
    const written: unknown[] = [];
    fill(near, written).kill();
    const log: string[] = [];
    const writeOnce = (name: string): void => {
      near.write(piece);
      log.push(name);
    };
    const tasks = ['first', 'second', 'third'].map(name => spawn(writeOnce, name));
    sleep(1);
    expect(log).toEqual([]);
    drain(far, (written.length + 4) * piece.length);
    joinAll(tasks);
    expect(log).toEqual(['first', 'second', 'third']);
  });
});

green('however often somebody waits, the listeners are the same', () => {
  withPair((near, far) => {
    const reading = spawn(drain, far, 41 * piece.length);
    near.write(piece);
    const counts = new Set<number>();
    for (let i = 0; i < 40; i++) {
      near.write(piece);
      counts.add(near.raw.listenerCount('drain'));
    }
    reading.get();
    expect(Math.max(...counts)).toBeLessThanOrEqual(1);
  });
});

green('killed, out of time, and aborted: what has been written is sent all the same', () => {
  withPair((near, far) => {
    const log: unknown[] = [];
    const task = fill(near, log);
    task.kill();
    const boom = new Error('boom');
    const other = spawn(() => thrownBy(() => near.write('1')));
    sleep(1);
    other.kill(boom);
    expect(other.value).toBe(boom);
    expect(thrownBy(() => near.write('2', 5))).toBeInstanceOf(Timeout);
    const controller = new AbortController();
    const reason = new Error('no longer');
    setTimeout(() => controller.abort(reason), 5);
    expect(thrownBy(() => near.write('3', controller))).toBe(reason);
    expect(thrownBy(() => near.write('4', controller))).toBe(reason);
    expect(thrownBy(() => near.end('5', 5))).toBeInstanceOf(Timeout);
    const ending = spawn(() => near.end());
    const all = Buffer.concat([...far]);
    expect(all.length).toBe((log.length + 1) * piece.length + 5);
    expect(all.subarray(-6).toString()).toBe('x12345');
    ending.get();
  });
});

for (const name of ['write', 'end'] as const) {
  green(`${name}: the connection is closed here, or fails`, () => {
    withPair(near => {
      fill(near).kill();
      const task = spawn(() => thrownBy(() => near[name]('more')).code);
      sleep(1);
      expect(task.ready).toBe(false);
      near.close();
      // Newer versions of Node have what was under way fail.
      expect(['ERR_STREAM_PREMATURE_CLOSE', 'ECANCELED']).toContain(task.get());
      expect(['ERR_STREAM_DESTROYED', 'ECANCELED']).toContain(thrownBy(() => near.write('more')).code);
    });
    withPair((near, far) => {
      fill(near).kill();
      const task = spawn(() => thrownBy(() => near[name]('more')).code);
      sleep(1);
      far.raw.resetAndDestroy();
      expect(['ECONNRESET', 'EPIPE']).toContain(task.get());
      expect(['ECONNRESET', 'EPIPE']).toContain(thrownBy(() => near.write('more')).code);
    });
  });
}

green('responses: who sends waits, and goes on when the other side has gone', () => {
  const log: unknown[] = [];
  let sending: Task | null = null;
  const server = serve({ port: 0, host: '127.0.0.1' }, (_, response: Response) => {
    sending = spawn(() => {
      for (;;) response.send(piece);
    });
    log.push(thrownBy(() => (sending as Task).get()).code, response.destroyed);
  });
  const incoming = get(`http://127.0.0.1:${server.port}`);
  while (sending === null) sleep(1);
  sleep(5);
  log.push((sending as Task).ready);
  incoming.raw.destroy();
  while (server.size > 0) sleep(1);
  server.stop(0);
  expect(log).toEqual([false, 'ERR_STREAM_PREMATURE_CLOSE', true]);
});

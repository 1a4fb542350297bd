'use greenlet';
/** Who reads what comes by a socket: in which order, and that nothing is lost with those that do not wait any more. */
import { joinAll, killAll, sleep, spawn, type Task, Timeout } from 'greenc/hub';
import type { Socket } from 'greenc/node/net';
import { green, thrownBy } from '../hub/green.js';
import { random } from '../hub/random.js';
import { begin, send, withPair } from './pair.js';

green('those who wait get what they ask for in the order in which they came', () => {
  withPair((near, far) => {
    const log: unknown[] = [];
    const tasks = [
      spawn(() => log.push(`${near.read(4)}`)),
      spawn(() => log.push(near.readLine())),
      spawn(() => log.push(`${near.read()}`)),
      spawn(() => log.push(`${near.read(3)}`)),
      spawn(() => {
        for (const read of [() => `${near.read()}`, () => near.readLine()]) log.push(read());
      }),
    ];
    begin();
    for (const part of ['ab', 'c', 'de\nfg', 'hi', 'jk']) {
      send(part, far, near);
    }
    expect(log).toEqual(['abcd', 'e', 'fg', 'hij', 'k']);
    far.end();
    joinAll(tasks);
    expect(log).toEqual(['abcd', 'e', 'fg', 'hij', 'k', null]);
  });
});

green('who comes later does not overtake', () => {
  withPair((near, far) => {
    const first = spawn(() => `${near.read(4)}`);
    begin();
    send('ab', far, near);
    const second = spawn(() => `${near.read()}`);
    begin();
    far.write('cdef');
    expect([first.get(), second.get()]).toEqual(['abcd', 'ef']);
  });
});

green('who waits behind one that is given up gets what has come for that', () => {
  withPair((near, far) => {
    const first = spawn(() => near.read(100));
    const others = [spawn(() => `${near.read(2)}`), spawn(() => `${near.read()}`)];
    begin();
    send('abcd', far, near);
    first.kill();
    expect(others.map(task => task.get())).toEqual(['ab', 'cd']);
  });
});

green('those who read on share what is there, though no more comes', () => {
  withPair((near, far) => {
    const got: string[] = [];
    const readAll = (size: number): void => {
      for (let i = 0; i < 3; i++) got.push(`${near.read(size)}`);
    };
    const tasks = [spawn(readAll, 1), spawn(readAll, 2)];
    begin();
    far.write('abbcddeff');
    joinAll(tasks);
    expect(got).toEqual(['a', 'bb', 'c', 'dd', 'e', 'ff']);
  });
});

const reads: Record<string, (socket: Socket, limit?: number | { signal: AbortSignal }) => unknown> = {
  read: (socket, limit) => socket.read(undefined, limit),
  'read(9)': (socket, limit) => socket.read(9, limit),
  readLine: (socket, limit) => socket.readLine('utf8', limit),
};

for (const [name, read] of Object.entries(reads)) {
  // What has come when the read is given up; a read for what comes next does not wait then.
  const come = name === 'read' ? '' : 'half';

  const isLeft = (near: Socket, far: Socket): void => {
    far.write(' and half\nand more');
    const got = `${read(near)}`;
    expect(`${come} and half\nand more`.startsWith(got)).toBe(true);
    expect(got.length).toBeGreaterThan(8);
  };

  green(`${name}: killed, out of time, and aborted, and nothing is lost`, () => {
    withPair((near, far) => {
      const task = spawn(read, near);
      begin();
      send(come, far, near);
      task.kill();
      expect(thrownBy(() => read(near, 5))).toBeInstanceOf(Timeout);
      const controller = new AbortController();
      const reason = new Error('no longer');
      setTimeout(() => controller.abort(reason), 5);
      expect(thrownBy(() => read(near, controller))).toBe(reason);
      expect(thrownBy(() => read(near, controller))).toBe(reason);
      isLeft(near, far);
    });
  });

  green(`${name}: another error is thrown there`, () => {
    withPair((near, far) => {
      const task = spawn(() => thrownBy(() => read(near)));
      begin();
      const boom = new Error('boom');
      task.kill(boom);
      expect(task.value).toBe(boom);
      far.write(come);
      isLeft(near, far);
    });
  });

  green(`${name}: what was granted to one that is killed before it goes on is for the next`, () => {
    withPair((near, far) => {
      const first = spawn(() => near.read(100));
      const second = spawn(() => (name === 'read(9)' ? near.read(5) : read(near)));
      begin();
      send('line\nrest', far, near);
      // The first one's end gives to the second, which is to end then.
      first.kill(undefined, 0);
      second.kill(undefined, 0);
      joinAll([first, second]);
      expect([near.readLine(), `${near.read()}`]).toEqual(['line', 'rest']);
    });
  });

  green(`${name}: the end, the connection's error, and what is closed here`, () => {
    withPair((near, far) => {
      const waiting = spawn(read, near);
      begin();
      far.end();
      expect([waiting.get(), read(near), near.read(0)?.length]).toEqual([null, null, 0]);
    });
    withPair((near, far) => {
      const waiting = spawn(() => thrownBy(() => read(near)).code);
      begin();
      far.raw.resetAndDestroy();
      expect([waiting.get(), thrownBy(() => read(near)).code]).toEqual(['ECONNRESET', 'ECONNRESET']);
    });
    withPair(near => {
      const waiting = spawn(read, near);
      begin();
      near.close();
      expect([read(near), waiting.get()]).toEqual([null, null]);
    });
  });
}

green('what has come before the end, or before an error, is read first', () => {
  withPair((near, far) => {
    const asking = spawn(() => near.read(100));
    begin();
    far.end('some\nmore');
    expect(`${asking.get()}`).toBe('some\nmore');
  });
  withPair((near, far) => {
    expect(thrownBy(() => near.read(100, 1))).toBeInstanceOf(Timeout);
    send('some\r\nmore\r', far, near);
    expect(thrownBy(() => near.read(100, 1))).toBeInstanceOf(Timeout);
    far.raw.resetAndDestroy();
    expect(thrownBy(() => near.read(100)).code).toBe('ECONNRESET');
    expect([near.readLine(), `${near.read()}`]).toEqual(['some', 'more\r']);
    expect(thrownBy(() => near.read()).code).toBe('ECONNRESET');
  });
});

/** Reads that come and go, in any number at once, of what is sent in pieces. */
function readAtRandom(next: (below: number) => number, readers: number): { sent: Buffer; received: Buffer[] } {
  const sent = Buffer.from(Array.from({ length: 20_000 }, () => next(64)));
  const received: Buffer[] = [];
  const keep = (bytes: Buffer | string | null): boolean => {
    if (bytes !== null) received.push(Buffer.from(bytes));
    return bytes !== null;
  };
  const readSome = (socket: Socket): boolean => {
    const limit = next(3) === 0 ? next(3) : undefined;
    try {
      return next(2) === 0 ? keep(socket.read(undefined, limit)) : keep(socket.read(1 + next(300), limit));
    } catch (error) {
      if (error instanceof Timeout) return true;
      throw error;
    }
  };
  withPair((near, far) => {
    const writing = spawn(() => {
      for (let at = 0; at < sent.length; ) {
        const size = 1 + next(400);
        far.write(sent.subarray(at, at + size));
        at += size;
        if (next(4) === 0) sleep(next(2));
      }
      far.end();
    });
    let isOver = false;
    const read = () => {
      while (!isOver) if (!readSome(near)) isOver = true;
    };
    const start = (): Task => spawn(read);
    const reading = Array.from({ length: readers }, start);
    while (!isOver) {
      sleep(1);
      const index = next(readers);
      if (next(3) > 0) continue;
      killAll([reading[index]]);
      reading[index] = start();
    }
    writing.get();
    joinAll(reading);
  });
  return { sent, received };
}

for (const readers of [1, 4]) {
  green(
    `${readers} at once, some killed and some out of time: nothing is lost or comes twice`,
    () => {
      for (let seed = 0; seed < 4; seed++) {
        const { sent, received } = readAtRandom(random(seed), readers);
        const all = Buffer.concat(received);
        expect(all.length).toBe(sent.length);
        // Who is given something goes on when it is its turn, and notes it then.
        expect(readers === 1 ? all.equals(sent) : Buffer.compare(all.sort(), sent.sort()) === 0).toBe(true);
      }
    },
    20_000,
  );
}

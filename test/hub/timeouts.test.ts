'use greenlet';
import { ForeignFrameError, GreenletError } from 'greenc';
import { Event, sleep, spawn, spawnLater, Timeout, withTimeout } from 'greenc/hub';
import { green, thrownBy } from './green.js';

green('a function that takes too long', () => {
  const timeout = new Timeout(2);
  const error = thrownBy(() => timeout.run(() => sleep(1000)));
  expect(error).toBe(timeout);
  expect([error.name, error.message, error.ms, error.pending]).toEqual(['Timeout', 'timed out after 2 ms', 2, false]);
  expect([timeout.run(() => 5), timeout.pending]).toEqual([5, false]);
  expect(thrownBy(() => Timeout.run(1, () => new Event().wait()))).toBeInstanceOf(Timeout);
  expect(Timeout.run(undefined, () => sleep(1) ?? 6)).toBe(6);
});

green('each tells its own from others', () => {
  const [inner, outer] = [new Timeout(1000), new Timeout(2)];
  const log: unknown[] = [];
  const nested = () =>
    outer.run(() => {
      try {
        inner.run(() => sleep(1000));
      } catch (error) {
        log.push(error === inner, error === outer);
        throw error;
      }
    });
  expect([thrownBy(nested), log, inner.pending]).toEqual([outer, [false, true], false]);
  expect(withTimeout(1000, () => withTimeout(1, () => sleep(1000), 'inner'), 'outer')).toBe('inner');
  expect(withTimeout(1, () => withTimeout(1000, () => sleep(1000), 'inner'), 'outer')).toBe('outer');
});

green('withTimeout', () => {
  expect(withTimeout(1, () => sleep(1000), undefined)).toBe(undefined);
  expect(thrownBy(() => withTimeout(1, () => sleep(1000)))).toBeInstanceOf(Timeout);
  expect(withTimeout(1000, () => 5, 6)).toBe(5);
});

green('for a block, by using', () => {
  const timeout = new Timeout(1000);
  {
    using started = timeout.start();
    expect([started, started.pending]).toEqual([timeout, true]);
  }
  expect(timeout.pending).toBe(false);
  const block = () => {
    using _timeout = Timeout.startNew(1);
    sleep(1000);
  };
  expect(thrownBy(block)).toBeInstanceOf(Timeout);
});

green('another error, or another message', () => {
  const boom = new Error('boom');
  expect(thrownBy(() => new Timeout(1, boom).run(() => sleep(1000)))).toBe(boom);
  expect(thrownBy(() => new Timeout(1, 'too slow').run(() => sleep(1000)))).toMatchObject({ message: 'too slow' });
});

green('one is thrown at whatever its greenlet waits for when its time is up', () => {
  const event = new Event();
  const task = spawn(() => {
    using timeout = new Timeout(3).start();
    try {
      event.wait();
      sleep(1000);
      return 'never';
    } catch (error) {
      return error === timeout;
    }
  });
  sleep(1);
  event.set();
  expect(task.get()).toBe(true);
});

green('the stack tells where the time began, and where its greenlet waited when it was up', () => {
  const timeout = new Timeout(1);
  const slowly = () => sleep(1000);
  thrownBy(() => timeout.run(() => slowly()));
  expect(timeout.stack).toMatch(/at .*timeouts\.test\.ts.*\n(?: {4}at .*\n)* {4}--- waited for by\n {4}at slowly \(/);
});

green('one that is thrown after its greenlet has ended is thrown nowhere', () => {
  const timeout = new Timeout(1);
  spawn(() => void timeout.start()).join();
  sleep(3);
  expect(timeout.pending).toBe(false);
});

test('in main', () => {
  expect(() => new Timeout(1).start()).toThrow(GreenletError);
  expect(() => withTimeout(1, () => 5)).toThrow(/no greenlet runs here/);
});

green('a time that is no number is refused', () => {
  const wrong = '5' as unknown as number;
  expect(thrownBy(() => new Timeout(wrong))).toBeInstanceOf(TypeError);
  expect(thrownBy(() => withTimeout((() => 1) as unknown as number, sleep as never))).toBeInstanceOf(TypeError);
});

green('no time is a turn of the event loop, and any time may be waited for', () => {
  const log: string[] = [];
  const warned = (warning: Error) => log.push(warning.name);
  process.on('warning', warned);
  setImmediate(() => log.push('immediate'));
  const endless = new Timeout(Infinity).start();
  const task = spawnLater(2 ** 40, () => log.push('early'));
  sleep(1);
  endless.cancel();
  const turns = spawn(() => {
    for (let turn = 0; turn < 3; turn++) {
      sleep(0);
      log.push(`turn ${turn}`);
    }
  });
  spawn(() => log.push('ready'));
  turns.join();
  task.kill();
  process.off('warning', warned);
  expect(log).toEqual(['immediate', 'ready', 'turn 0', 'turn 1', 'turn 2']);
});

green('a function that is not compiled cannot wait in it, and its time is over all the same', () => {
  const foreign = (body: string) => new Function('sleep', `return () => { ${body} }`)(sleep) as () => unknown;
  for (const body of ['return sleep(1);', 'sleep(1); return 5;', 'try { sleep(1); } finally { throw 5; }']) {
    const timeout = new Timeout(1000);
    expect(thrownBy(() => timeout.run(foreign(body)))).toBeInstanceOf(ForeignFrameError);
    expect(timeout.pending).toBe(false);
  }
  const timeout = new Timeout(1000);
  expect(thrownBy(() => timeout.run(undefined as never))).toBeInstanceOf(TypeError);
  expect(timeout.pending).toBe(false);
});

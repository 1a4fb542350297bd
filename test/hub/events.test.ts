'use greenlet';
import { getCurrent } from 'greenc';
import { AsyncResult, Event, sleep, spawn, Timeout } from 'greenc/hub';
import { green, thrownBy } from './green.js';

const boom = new Error('boom');

describe('Event', () => {
  green('all who wait go on, in the order in which they came; who comes later need not wait', () => {
    const event = new Event();
    const log: unknown[] = [];
    const tasks = [1, 2, 3].map(name => spawn(() => log.push([name, event.wait()])));
    sleep();
    expect([event.isSet(), event.ready, event.waiting, log]).toEqual([false, false, 3, []]);
    event.set();
    expect(log).toEqual([]);
    expect(event.wait()).toBe(true);
    for (const task of tasks) task.join();
    expect(log).toEqual([1, 2, 3].map(name => [name, true]));
  });

  green('who was waiting when it was set goes on, even if it is cleared at once', () => {
    const event = new Event();
    const task = spawn(() => event.wait());
    sleep();
    event.set();
    event.clear();
    expect(event.wait(0)).toBe(false);
    expect(event.wait(1)).toBe(false);
    expect(task.get()).toBe(true);
  });

  test('in main', () => {
    const event = new Event();
    expect(event.wait(0)).toBe(false);
    expect(() => event.wait()).toThrow(/event\.wait\(\) has to wait/);
    event.set();
    expect(event.wait()).toBe(true);
  });
});

describe('AsyncResult', () => {
  green('gives a value to all who wait, and to who asks later', () => {
    const result = new AsyncResult<number>();
    const tasks = [result, result].map(each => spawn(() => [each.get(), each.wait()]));
    sleep();
    expect([result.ready, result.successful(), result.value, result.waiting]).toEqual([false, false, undefined, 2]);
    expect(thrownBy(() => result.getNowait())).toBeInstanceOf(Timeout);
    expect(thrownBy(() => result.get(1))).toMatchObject({ name: 'Timeout', ms: 1 });
    expect(result.wait(1)).toBe(undefined);
    result.set(5);
    expect(tasks.map(task => task.get())).toEqual([
      [5, 5],
      [5, 5],
    ]);
    expect([result.ready, result.successful(), result.value, result.error]).toEqual([true, true, 5, undefined]);
  });

  green('throws an error', () => {
    const result = new AsyncResult();
    const [gets, waits] = [spawn(() => result.get()), spawn(() => result.wait())];
    sleep();
    result.setError(boom);
    expect(thrownBy(() => gets.get())).toBe(boom);
    expect([waits.get(), result.wait()]).toEqual([undefined, undefined]);
    expect(thrownBy(() => result.getNowait())).toBe(boom);
    expect([result.ready, result.successful(), result.error]).toEqual([true, false, boom]);
  });

  green('links are called in main; a result may take what a task comes to', () => {
    const log: unknown[] = [];
    const [good, bad] = [new AsyncResult(), new AsyncResult()];
    const never = () => log.push('never');
    good.link(({ value }) => log.push(value, getCurrent().parent));
    good.link(never);
    good.unlink(never);
    spawn(() => 5).link(task => good.setFrom(task));
    spawn(() => {
      throw boom;
    }).link(task => bad.setFrom(task));
    expect(good.get()).toBe(5);
    expect(thrownBy(() => bad.get())).toBe(boom);
    bad.link(({ error }) => log.push(error));
    sleep();
    expect(log).toEqual([5, null, boom]);
  });

  green('a link can be taken back until it is called, by one before it, too', () => {
    const result = new AsyncResult();
    const log: string[] = [];
    const listener = () => log.push('never');
    result.link(() => result.unlink(listener));
    result.link(listener);
    result.link(({ value }) => log.push(value));
    result.unlink(() => {});
    result.set('a');
    sleep();
    result.link(({ value }) => log.push(`late ${value}`));
    sleep();
    expect(log).toEqual(['a', 'late a']);
  });
});

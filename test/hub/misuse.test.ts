'use greenlet';
import { callback, Group, joinAll, killAll, PriorityQueue, Queue, spawn } from 'greenc/hub';
import { green, thrownBy } from './green.js';

/** Arguments that types forbid. */
const any = (value: unknown): any => value;

green('who is given something else says what it needs', () => {
  const group = new Group();
  const messages = [
    () => joinAll(any([5])),
    () => killAll(any([spawn(() => 1), {}])),
    () => callback(any(5)),
    () => new Queue(any('3')),
    () => new Queue(any({ maxsize: 3 })),
    () => new PriorityQueue(any(5)),
    () =>
      group.map(
        any([1]),
        any((n: number) => n),
      ),
    () =>
      group.imap(
        any([1]),
        any((n: number) => n),
      ),
  ].map(call => String(thrownBy(call)));
  expect(messages).toEqual([
    'TypeError: joinAll() needs a list of tasks',
    'TypeError: killAll() needs a list of tasks',
    'TypeError: callback() needs a function',
    'TypeError: the room of a queue is a number of items',
    'TypeError: the room of a queue is a number of items',
    'TypeError: what compares items is to be a function',
    'TypeError: what is mapped is to be iterable',
    'TypeError: what is mapped is to be iterable',
  ]);
});

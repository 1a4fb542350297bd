'use greenlet';
// The rules of states: what is current, started, active and dead, and where a switch to the dead ends up.

import { Greenlet, GreenletError, GreenletExit, getCurrent } from 'greenc';

const main = getCurrent();

function state(greenlet: Greenlet): string {
  return `started ${greenlet.started}, active ${greenlet.active}, dead ${greenlet.dead}`;
}

function attempt(what: string, action: () => unknown): void {
  try {
    console.log(`${what}: ${action()}`);
  } catch (error) {
    console.log(`${what}: ${error instanceof GreenletError ? 'GreenletError' : (error as Error).name}`);
  }
}

console.log(`main: ${state(main)}, parent ${main.parent}`);

const worker: Greenlet = new Greenlet((first: number) => {
  console.log(
    `inside, current is worker: ${getCurrent() === worker}, Greenlet.current too: ${Greenlet.current === worker}`,
  );
  console.log(`running: ${state(worker)}`);
  const second = main.switch(first * 2) as number;
  return first + second;
});
console.log(`before: ${state(worker)}`);
console.log(`received: ${worker.switch(21)}`);
console.log(`suspended: ${state(worker)}`);
console.log(`received: ${worker.switch(100)}`);
console.log(`after: ${state(worker)}`);
console.log(`current is main again: ${getCurrent() === main}`);

console.log('-- switching to a dead greenlet is switching to its nearest living ancestor');
console.log(`one value: ${worker.switch('comes back')}`);
console.log(`several: ${JSON.stringify(worker.switch(1, 2, 3))}`);
console.log(`none: ${worker.switch()}`);
console.log(`an exit thrown into it is a value: ${worker.throw() instanceof GreenletExit}`);
attempt('an error thrown into it', () => worker.throw(new TypeError('for the dead')));

console.log('-- never started');
const unborn = new Greenlet(() => console.log('this never runs'));
attempt('killed before its start', () => unborn.throw() instanceof GreenletExit);
console.log(`unborn: ${state(unborn)}`);
const empty = new Greenlet();
attempt('switching to one without a run', () => empty.switch());
empty.run = () => 'set later';
attempt('once it has one', () => empty.switch());

console.log('-- itself');
attempt('switching to oneself', () => new Greenlet(() => getCurrent().switch('echo')).switch());

console.log('-- misuse');
attempt('a cycle of parents', () => {
  const above = new Greenlet();
  const below = new Greenlet(undefined, above);
  above.parent = below;
});
attempt('a parent for main', () => {
  main.parent = worker;
});
attempt('a run after the start', () => {
  worker.run = () => undefined;
});

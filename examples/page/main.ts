'use greenlet';
// A page whose clicks and keys are handled by one loop.
//
// The browser calls back: one event, one call, and the call has to return. Here the program reads its events instead, from
// functions in functions in loops, and waits in the middle of them. Each handler is a switch to the greenlet that waits.

import { Greenlet, getCurrent } from 'greenc';
import { knocks, readLine } from './reading';

const browser = getCurrent();
const element = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

/** Waits for the next event. */
const next = (): Event => browser.switch();

function say(text: string): void {
  element('said').textContent = text;
}

function note(text: string): void {
  const item = document.createElement('li');
  item.textContent = text;
  element('log').append(item);
}

function serve(visitor: string): number {
  for (let round = 1; ; round++) {
    say(`${visitor}, how often will you knock?`);
    const wanted = Number(readLine(next, element('typed')));
    if (wanted === 0) return round - 1;
    say(`Knock ${wanted} times, then press Enter.`);
    const heard = knocks(next, element('button'));
    note(heard === wanted ? `round ${round}: ${heard}, right` : `round ${round}: ${heard} instead of ${wanted}`);
  }
}

const program = new Greenlet(() => {
  for (;;) {
    say('Who is there?');
    const visitor = readLine(next, element('typed'));
    try {
      note(`${visitor} left after ${serve(visitor)} rounds`);
    } catch (error) {
      note(`${visitor} went too far: ${(error as Error).message}`);
    }
  }
});

program.switch();
for (const type of ['keydown', 'click']) document.addEventListener(type, event => program.switch(event));

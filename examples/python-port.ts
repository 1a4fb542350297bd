'use greenlet';
// A program written for Python's greenlet, word for word: the names are greenlet's own.

import { type Greenlet, GreenletExit, getcurrent, greenlet } from 'greenc/python';

// producer / filter / consumer, each in its own greenlet

function producer(): void {
  for (const word of 'one two three four five'.split(' ')) filter.switch(word);
  filter.switch(null);
}

function filtering(first: string | null): void {
  let word = first;
  while (word !== null) {
    word = (word.includes('e') ? consumer.switch(word.toUpperCase()) : origin.switch()) as string | null;
  }
  consumer.switch(null);
}

function consuming(first: string | null): string {
  const words: string[] = [];
  let word = first;
  while (word !== null) {
    words.push(word);
    word = origin.switch() as string | null;
  }
  return words.join(' ');
}

const main = getcurrent();
const origin: Greenlet = greenlet(producer);
const filter: Greenlet = greenlet(filtering);
const consumer: Greenlet = greenlet(consuming);
console.log(origin.switch());
console.log(origin.dead, filter.dead, consumer.dead);

// Two that take turns: when one ends, its parent goes on, and the other stays where it was.

function day(): void {
  console.log('day breaks');
  night_.switch();
  console.log('day breaks again');
}

function night(): void {
  console.log('night falls');
  day_.switch();
  console.log('never printed: nobody switches back here');
}

const day_: Greenlet = greenlet(day);
const night_: Greenlet = greenlet(night);
day_.switch();
console.log(day_.dead, night_.dead);

const exit = night_.throw();
console.log(exit instanceof GreenletExit, night_.dead, getcurrent() === main);

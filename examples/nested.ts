'use greenlet';
// Greenlets within greenlets: a value that ends one goes to its parent, and so does an error.

import { Greenlet, GreenletExit, getCurrent } from 'greenc';

const main = getCurrent();

const inner: Greenlet = new Greenlet((gift: string) => {
  console.log(`inner starts with ${gift}, its parent is outer: ${getCurrent().parent === outer}`);
  const more = main.switch('from inner, past outer, straight to main');
  console.log(`inner goes on with ${more}`);
  return 'inner result';
});

const outer: Greenlet = new Greenlet(() => {
  console.log('outer starts');
  inner.parent = outer;
  console.log(`outer got: ${inner.switch('a gift')}`);
  return 'outer result';
});

console.log(`main got: ${outer.switch()}`);
// Whoever is switched to goes on. inner ends, its result goes to its parent, outer, which ends in turn.
console.log(`main got: ${inner.switch('a word from main')}`);
console.log(`dead: inner ${inner.dead}, outer ${outer.dead}`);

console.log('-- errors climb through the parents');
const grandparent: Greenlet = new Greenlet(() => {
  const parent: Greenlet = new Greenlet(() => {
    const child = new Greenlet(() => {
      throw new Error('from the child');
    });
    try {
      child.switch();
    } finally {
      console.log('parent cleans up');
    }
  });
  try {
    return parent.switch();
  } catch (error) {
    return `grandparent caught: ${(error as Error).message}`;
  }
});
console.log(grandparent.switch());

console.log('-- killing');
const victim = new Greenlet(() => {
  try {
    main.switch('waiting');
  } finally {
    console.log('victim cleans up');
  }
});
console.log(victim.switch());
console.log(`an exit is a value: ${victim.throw() instanceof GreenletExit}, dead: ${victim.dead}`);

console.log('-- a parent set later');
const heir: Greenlet = new Greenlet((value: string) => {
  console.log(`heir received: ${value}`);
  return 'heir result';
});
const testator = new Greenlet(() => 'the house');
testator.parent = heir;
console.log(`main got: ${testator.switch()}`);

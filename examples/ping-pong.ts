'use greenlet';
// Two greenlets that pass a ball: a switch goes on where the other one stopped, and carries a value.

import { Greenlet } from 'greenc';

function left(): string {
  let ball = 0;
  while (ball < 5) {
    console.log(`left   hits ball ${ball}`);
    ball = right.switch(ball + 1) as number;
  }
  return `left stops at ball ${ball}`;
}

function rightHand(first: number): void {
  let ball = first;
  for (;;) {
    console.log(`       ball ${ball} hit   right`);
    ball = leftGreenlet.switch(ball + 1) as number;
  }
}

const leftGreenlet: Greenlet = new Greenlet(left);
const right: Greenlet = new Greenlet(rightHand);

console.log(leftGreenlet.switch());
console.log(`left dead: ${leftGreenlet.dead}, right dead: ${right.dead}`);

// Several values arrive as an array, none as undefined.
const sink: Greenlet = new Greenlet((...first: unknown[]) => {
  let received: unknown = first;
  for (let i = 0; i < 3; i++) received = sink.parent?.switch(JSON.stringify(received) ?? 'undefined');
});
console.log(sink.switch('a', 'b'), sink.switch('c'), sink.switch('d', 'e'));
sink.switch();
console.log(`sink dead: ${sink.dead}`);

// A generator that is told things: `next` with values, called by hand.
const mix = (state, told) => (state * 5 + told) & 0xffff;

function* mixer(seed) {
  let state = seed;
  for (;;) state = mix(state, yield state);
}

export const expected = 7479;

export function run() {
  const made = mixer(1);
  let last = made.next().value;
  for (let i = 0; i < 500_000; i++) last = made.next(last + i).value;
  return last;
}

// A generator that calls nothing, drained by `for…of`: it stays native.
function* weights(count) {
  for (let item = 0; item < count; item++) yield (item * 7) & 1023;
}

export const expected = 306_881_760;

export function run() {
  let sum = 0;
  for (const weight of weights(600_000)) sum += weight;
  return sum;
}

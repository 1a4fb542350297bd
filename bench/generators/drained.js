// A generator whose body calls, drained by `for…of`.
const weigh = item => (item * 7) & 1023;

function* weights(count) {
  for (let item = 0; item < count; item++) yield weigh(item);
}

export const expected = 306_881_760;

export function run() {
  let sum = 0;
  for (const weight of weights(600_000)) sum += weight;
  return sum;
}

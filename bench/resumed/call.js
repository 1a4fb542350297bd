// A loop with a call in each of two branches, in a frame that was suspended before it.

let state = 0;

function mix(i) {
  state += i & 3;
  if (state < 0) state = 0;
  return i ^ state;
}

export const expected = -1644404000;

export function run(wait) {
  state = 0;
  wait();
  let sum = 0;
  for (let i = 0; i < 3000000; i++) {
    if (i % 3 === 0) sum = (sum + mix(i)) | 0;
    else sum = (sum - mix(i + 1)) | 0;
  }
  return sum;
}

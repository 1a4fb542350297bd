// for-of over an array with a method call and a destructured entry in the body, after a suspension.

const entries = [];
for (let i = 0; i < 1000; i++) entries.push([i, i % 7]);

const weigh = (key, weight) => (key * weight) & 0xff;

export const expected = 160680000;

export function run(wait) {
  wait();
  let sum = 0;
  for (let turn = 0; turn < 1500; turn++) {
    for (const [key, weight] of entries) sum = (sum + weigh(key, weight)) | 0;
  }
  return sum;
}

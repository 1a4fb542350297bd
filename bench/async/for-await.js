// `for await` over short arrays and over an iterator that gives promises.
const rounds = 4_000;

function numbers(count) {
  let at = 0;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      return Promise.resolve({ value: at, done: at++ === count });
    },
  };
}

async function sumOf(source) {
  let sum = 0;
  for await (const number of source) sum += number;
  return sum;
}

export const expected = 8_014_000;

export async function run() {
  let sum = 0;
  for (let i = 0; i < rounds; i++) sum += (await sumOf(numbers(3))) + (await sumOf([i, 1]));
  return sum;
}

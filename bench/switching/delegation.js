// Native: a generator under `depth` levels of yield*, its consumer calling next().

function* echo() {
  let sum = 0;
  for (;;) sum += yield sum & 1;
}

function* under(levels) {
  if (levels === 0) return yield* echo();
  return yield* under(levels - 1);
}

const generator = under(depth);
generator.next();

export const operations = 10000;
export const expected = operations;

export function run() {
  let switches = 0;
  for (let i = 0; i < operations; i++) {
    generator.next(i);
    switches++;
  }
  return switches;
}

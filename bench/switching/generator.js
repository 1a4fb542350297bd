// Native: one generator, its consumer calling next().

function* echo() {
  let sum = 0;
  for (;;) sum += yield sum & 1;
}

const generator = echo();
generator.next();

export const operations = 300000;
export const expected = operations;

export function run() {
  let switches = 0;
  for (let i = 0; i < operations; i++) {
    generator.next(i);
    switches++;
  }
  return switches;
}

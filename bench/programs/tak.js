// Call-heavy recursion with several arguments: Takeuchi's function, Ackermann's, and mutual recursion.

function tak(x, y, z) {
  if (y >= x) return z;
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

function ackermann(m, n) {
  if (m === 0) return n + 1;
  if (n === 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

function isEven(n) {
  return n === 0 ? true : isOdd(n - 1);
}

function isOdd(n) {
  return n === 0 ? false : isEven(n - 1);
}

export const expected = '15,1530,10000';

export function run() {
  let even = 0;
  for (let i = 0; i < 20000; i++) if (isEven(i % 200)) even++;
  return [tak(22, 15, 7), ackermann(2, 253) + ackermann(3, 7), even].join();
}

// Nothing but calls: the doubly recursive Fibonacci function.

function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

export const expected = 832040;

export function run() {
  return fib(30);
}

// Closures and higher-order pipelines: composition, currying, memoisation, lazy streams, Church numerals.

const compose =
  (...steps) =>
  (value) => {
    let result = value;
    for (let i = 0; i < steps.length; i++) result = steps[i](result);
    return result;
  };
const curry = (f) => (a) => (b) => f(a, b);
const add = curry((a, b) => a + b);
const multiply = curry((a, b) => (a * b) % 10007);

function mapped(list, f) {
  const result = [];
  for (let i = 0; i < list.length; i++) result.push(f(list[i], i));
  return result;
}

function kept(list, test) {
  const result = [];
  for (let i = 0; i < list.length; i++) if (test(list[i])) result.push(list[i]);
  return result;
}

function folded(list, f, first) {
  let result = first;
  for (let i = 0; i < list.length; i++) result = f(result, list[i]);
  return result;
}

function memoised(f) {
  const known = new Map();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = f(key);
      known.set(key, value);
    }
    return value;
  };
}

function counter() {
  let count = 0;
  return { up: () => ++count, get: () => count };
}

function stream(head, tail) {
  let rest = null;
  return { head, rest: () => rest ?? (rest = tail()) };
}

const from = (n) => stream(n, () => from(n + 1));
const pick = (s, test) => (test(s.head) ? stream(s.head, () => pick(s.rest(), test)) : pick(s.rest(), test));

function take(s, n) {
  const result = [];
  for (let rest = s; result.length < n; rest = rest.rest()) result.push(rest.head);
  return result;
}

const church = (n) => (f) => (x) => {
  let result = x;
  for (let i = 0; i < n; i++) result = f(result);
  return result;
};
const plus = (m, n) => (f) => (x) => m(f)(n(f)(x));
const times = (m, n) => (f) => m(n(f));

export const expected = '424242000 58911 13994 16800';

export function run() {
  const numbers = [];
  for (let i = 0; i < 1000; i++) numbers.push(i);
  const pipeline = compose(
    (list) => mapped(list, compose(add(3), multiply(7))),
    (list) => kept(list, (n) => n % 3 !== 0),
    (list) => mapped(list, (n, i) => n - i),
    (list) => folded(list, (sum, n) => sum + n, 0),
  );
  let sum = 0;
  for (let i = 0; i < 200; i++) sum += pipeline(numbers);
  const ways = memoised((n) => (n < 2 ? 1 : (ways(n - 1) + ways(n - 2)) % 1000003));
  const odd = take(pick(from(1), (n) => n % 7 === 1), 2000);
  const clicks = counter();
  const total = times(plus(church(30), church(12)), church(400))(clicks.up)(0) && clicks.get();
  return `${sum} ${ways(300)} ${odd[1999]} ${total}`;
}

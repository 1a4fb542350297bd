// A loop without any call in it, after a suspension: nothing in it can suspend.

export const expected = 114155;

export function run(wait) {
  wait();
  const sieve = new Uint8Array(1500000);
  let primes = 0;
  for (let i = 2; i < sieve.length; i++) {
    if (sieve[i] === 1) continue;
    primes++;
    for (let j = i * 2; j < sieve.length; j += i) sieve[j] = 1;
  }
  return primes;
}

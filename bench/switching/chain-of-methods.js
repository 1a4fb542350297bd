// A fresh chain of ten method calls at each switch: every one of them is suspended, resumed and left again.

import { Greenlet } from 'greenc';

class Chain {
  constructor() {
    this.one = 1;
  }

  step1(other, value) {
    return this.step2(other, value + 1) - this.one;
  }

  step2(other, value) {
    return this.step3(other, value + 1) - this.one;
  }

  step3(other, value) {
    return this.step4(other, value + 1) - this.one;
  }

  step4(other, value) {
    return this.step5(other, value + 1) - this.one;
  }

  step5(other, value) {
    return this.step6(other, value + 1) - this.one;
  }

  step6(other, value) {
    return this.step7(other, value + 1) - this.one;
  }

  step7(other, value) {
    return this.step8(other, value + 1) - this.one;
  }

  step8(other, value) {
    return this.step9(other, value + 1) - this.one;
  }

  step9(other, value) {
    return this.step10(other, value + 1) - this.one;
  }

  step10(other, value) {
    other.switch();
    return value + 1;
  }
}

const chain = new Chain();

function turns(other, rounds) {
  let sum = 0;
  for (let i = 0; i < rounds; i++) sum += chain.step1(other, 0);
  return sum;
}

export const operations = 60000;
export const expected = operations / 2;

export function run() {
  const rounds = operations / 2;
  const first = new Greenlet(() => turns(second, rounds));
  const second = new Greenlet(() => turns(first, rounds));
  return first.switch();
}

// A fresh chain of ten calls at each switch: every one of them is suspended, resumed and left again.

import { Greenlet } from 'greenc';

function step1(other, value) {
  return step2(other, value + 1) - 1;
}

function step2(other, value) {
  return step3(other, value + 1) - 1;
}

function step3(other, value) {
  return step4(other, value + 1) - 1;
}

function step4(other, value) {
  return step5(other, value + 1) - 1;
}

function step5(other, value) {
  return step6(other, value + 1) - 1;
}

function step6(other, value) {
  return step7(other, value + 1) - 1;
}

function step7(other, value) {
  return step8(other, value + 1) - 1;
}

function step8(other, value) {
  return step9(other, value + 1) - 1;
}

function step9(other, value) {
  return step10(other, value + 1) - 1;
}

function step10(other, value) {
  other.switch();
  return value + 1;
}

function turns(other, rounds) {
  let sum = 0;
  for (let i = 0; i < rounds; i++) sum += step1(other, 0);
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

// @ts-nocheck: what the compiler emits for the functions in the comments, written by hand.
import { call as $c, Frame as $F, guard as $g, link as $l, member as $m, SUSPENDED as $S0, suspend as $u, take as $t } from '../../runtime/abi.js';

const $S = $S0;
function $i() {
  return ['src/shop.ts', 'total,3.14;walk,7.10,1.12;visit,12.20;Made,17.5;,21.3;echo,24.12;later,30.9'];
}

// function total(items, price) {
//   let sum = 0;
//   for (let i = 0; i < items.length; i++) sum += price(items[i]);
//   return sum;
// }
export function total(items, price) {
  let $f, $1;
  $b: {
    let sum = 0;
    for (let i = 0; i < items.length; i++) {
      if (($1 = price(items[i])) === $S && ($1 = $l(price, $i, 0)) === $S) {
        $f = new $F(1, items, price, sum, i);
        break $b;
      }
      sum += $1;
    }
    return sum;
  }
  return $u($f, total$r, total, $i, undefined, 'greenc1:0');
}
function total$r($f) {
  let { pc, a: items, b: price, c: sum, d: i } = $f,
    $1;
  for (; pc !== 0 || i < items.length; i++) {
    if (pc !== 0) {
      pc = 0;
      $1 = $t();
    } else if (($1 = price(items[i])) === $S && ($1 = $l(price, $i, 0)) === $S) {
      $f.pc = 1;
      $f.c = sum;
      $f.d = i;
      return $S;
    }
    sum += $1;
  }
  return sum;
}

// function walk(depth, visit) {
//   if (depth === 0) return visit(depth);
//   return walk(depth - 1, visit) + 1;
// }
export function walk(depth, visit) {
  let $f, $1;
  $b: {
    if (depth === 0) {
      if (($1 = visit(depth)) === $S && ($1 = $l(visit, $i, 1)) === $S) {
        $f = new $F(1);
        break $b;
      }
      return $1;
    }
    if (($1 = walk(depth - 1, visit)) === $S && ($1 = $l(walk, $i, 2)) === $S) {
      $f = new $F(2);
      break $b;
    }
    return $1 + 1;
  }
  return $u($f, walk$r, walk, $i, undefined, 'greenc1:1');
}
function walk$r($f) {
  return $f.pc === 1 ? $t() : $t() + 1;
}

// class Box { visit(object, key, ...args) { return object[key](...args); } }
export class Box {
  visit(object, key, ...args) {
    let $f, $1;
    $b: {
      if (($1 = object[key](...args)) === $S && ($1 = $l($m(object, key), $i, 3)) === $S) {
        $f = new $F(1);
        break $b;
      }
      return $1;
    }
    return $u($f, visit$r, 0, $i, undefined, 'greenc1:2');
  }
}
function visit$r() {
  return $t();
}

// function Made(make) {
//   this.made = make();
//   return this.made.instead;
// }
export function Made(make) {
  let $f, $1;
  $b: {
    if (($1 = make()) === $S && ($1 = $l(make, $i, 4)) === $S) {
      $f = new $F(1, this);
      break $b;
    }
    this.made = $1;
    return this.made.instead;
  }
  return $u($f, made$r, Made, $i, new.target && this, 'greenc1:3');
}
function made$r({ a: $this }) {
  $this.made = $t();
  return $this.made.instead;
}

// const through = f => (...args) => f(...args)
export function through(f) {
  return (...args) => {
    let $f, $1;
    $b: {
      if (($1 = f(...args)) === $S && ($1 = $l(f, $i, 5)) === $S) {
        $f = new $F(1);
        break $b;
      }
      return $1;
    }
    return $u($f, visit$r, 0, $i, 0, 'greenc1:4');
  };
}

// function echo(greenlet, value) {
//   for (;;) value = greenlet.switch(value);
// }
export function echo(greenlet, value) {
  let $f, $1;
  $b: {
    for (;;) {
      if (($1 = greenlet.switch(value)) === $S && ($1 = $l($m(greenlet, 'switch'), $i, 6)) === $S) {
        $f = new $F(1, greenlet);
        break $b;
      }
      value = $1;
    }
  }
  return $u($f, echo$r, echo, $i, undefined, 'greenc1:5');
}
function echo$r($f) {
  let { pc, a: greenlet } = $f,
    value,
    $1;
  for (;;) {
    if (pc !== 0) {
      pc = 0;
      $1 = $t();
    } else if (($1 = greenlet.switch(value)) === $S && ($1 = $l($m(greenlet, 'switch'), $i, 6)) === $S) {
      $f.pc = 1;
      return $S;
    }
    value = $1;
  }
}

// async function later(f) { return f(); }
export async function later(f) {
  return $g(f(), $i, 7, 'async function');
}

// function borrow(f, self, ...args) { return f.call(self, ...args); }, where `f` is read from a variable
export function borrow(f, self, ...args) {
  let $f, $1;
  $b: {
    if (($1 = $c(f, self, ...args)) === $S && ($1 = $l(f, $i, 5)) === $S) {
      $f = new $F(1);
      break $b;
    }
    return $1;
  }
  return $u($f, visit$r, borrow, $i, undefined, 'greenc1:4');
}

// @ts-nocheck: as emitted, which is JavaScript.
// What the compiler emits for the functions in the comments, written by hand..
import {
  Frame as $F,
  guard as $g,
  member as $m,
  SUSPENDED as $S0,
  take as $t,
  suspend as $u,
} from '../../runtime/abi.js';

const $S = $S0;
function $i() {
  return [
    'src/shop.ts',
    'total,3.14;walk,7.10,1.12;Box.visit,12.20;Made,17.5;,21.3;echo,24.12;later,30.9;attempt,-10.4;create,2.11',
  ];
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
      if (($1 = price(items[i])) === $S) {
        $f = new $F(1, price, sum, i, items, price);
        break $b;
      }
      sum = sum + $1;
    }
    return sum;
  }
  return $u($f, total$r, total, $i, new.target && this, 'greenc1:0');
}
function total$r($f) {
  let { pc, a: sum, b: i, c: items, d: price } = $f,
    $1;
  for (; pc !== 0 || i < items.length; i++) {
    if (($1 = pc ? $t((pc = 0)) : price(items[i])) === $S) return $f.save(1, price, sum, i, items, price);
    sum = sum + $1;
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
      if (($1 = visit(depth)) === $S) {
        $f = new $F(1, visit);
        break $b;
      }
      return $1;
    }
    if (($1 = walk(depth - 1, visit)) === $S) {
      $f = new $F(2, walk);
      break $b;
    }
    return $1 + 1;
  }
  return $u($f, walk$r, walk, $i, new.target && this, 'greenc1:1');
}
function walk$r($f) {
  return $f.pc === 1 ? $t() : $t() + 1;
}

// class Box { visit(object, key, ...args) { return object[key](...args); } }
export class Box {
  visit(object, key, ...args) {
    let $f, $1;
    $b: {
      if (($1 = object[key](...args)) === $S) {
        $f = new $F(1, $m(object, key));
        break $b;
      }
      return $1;
    }
    return $u($f, visit$r, 0, $i, 0, 'greenc1:2');
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
    if (($1 = make()) === $S) {
      $f = new $F(1, make, this);
      break $b;
    }
    this.made = $1;
    return this.made.instead;
  }
  return $u($f, Made$r, Made, $i, new.target && this, 'greenc1:3');
}
function Made$r({ a: $this }) {
  $this.made = $t();
  return $this.made.instead;
}

// const through = f => (...args) => f(...args)
export const through =
  f =>
  (...args) => {
    let $f, $1;
    $b: {
      if (($1 = f(...args)) === $S) {
        $f = new $F(1, f);
        break $b;
      }
      return $1;
    }
    return $u($f, visit$r, 0, $i, 0, 'greenc1:4');
  };

// function echo(greenlet, value) {
//   for (;;) value = greenlet.switch(value);
// }
export function echo(greenlet, value) {
  let $f;
  $b: {
    for (;;) {
      if ((value = greenlet.switch(value)) === $S) {
        $f = new $F(1, $m(greenlet, 'switch'), greenlet);
        break $b;
      }
    }
  }
  return $u($f, echo$r, echo, $i, new.target && this, 'greenc1:5');
}
function echo$r($f) {
  let { pc, a: greenlet } = $f,
    value;
  for (;;) {
    if ((value = pc ? $t((pc = 0)) : greenlet.switch(value)) === $S) {
      return $f.save(1, $m(greenlet, 'switch'), greenlet);
    }
  }
}

// async function later(f) { return f(); }
export async function later(f) {
  return $g(f(), $i, 7, 'async function');
}

// (f, value) => { try { return f(value); } catch (error) { return error; } }
export function attempt(f, value?) {
  let $f, $1;
  $b: {
    try {
      if (($1 = f(value)) === $S) {
        $f = new $F(1, f);
        break $b;
      }
      return $1;
    } catch (error) {
      return error;
    }
  }
  return $u($f, attempt$r, attempt, $i, new.target && this, 'greenc1:7');
}
function attempt$r() {
  try {
    return $t();
  } catch (error) {
    return error;
  }
}

// function create(type, ...args) { return new type(...args); }
export function create(type, ...args) {
  let $f, $1;
  $b: {
    if (($1 = new type(...args)) === $S) {
      $f = new $F(1, type);
      break $b;
    }
    return $1;
  }
  return $u($f, visit$r, create, $i, new.target && this, 'greenc1:8');
}

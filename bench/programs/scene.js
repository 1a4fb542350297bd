// Class-heavy: a tree of shapes with fields, private members, initialisers that call, mixins and calls of `super`.

let created = 0;

function nextId() {
  return ++created;
}

class Box {
  constructor(left, top, right, bottom) {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
  }

  union(other) {
    return new Box(
      Math.min(this.left, other.left),
      Math.min(this.top, other.top),
      Math.max(this.right, other.right),
      Math.max(this.bottom, other.bottom),
    );
  }

  get area() {
    return (this.right - this.left) * (this.bottom - this.top);
  }
}

class Node {
  id = nextId();
  #parent = null;
  visible = true;

  get depth() {
    return this.#parent === null ? 0 : this.#parent.depth + 1;
  }

  attach(parent) {
    this.#parent = parent;
    return this;
  }

  bounds() {
    return new Box(0, 0, 0, 0);
  }

  visit(visitor) {
    visitor.shape(this);
  }
}

const Tagged = Base =>
  class extends Base {
    #tags = [];

    tag(text) {
      this.#tags.push(text);
      return this;
    }

    get tags() {
      return this.#tags.length;
    }
  };

class Rectangle extends Node {
  constructor(x, y, width, height) {
    super();
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
  }

  bounds() {
    return super.bounds().union(new Box(this.x, this.y, this.x + this.width, this.y + this.height));
  }
}

class Square extends Tagged(Rectangle) {
  static made = 0;

  constructor(x, y, size) {
    super(x, y, size, size);
    Square.made++;
    this.tag('square');
  }
}

class Circle extends Node {
  constructor(x, y, radius) {
    super();
    this.x = x;
    this.y = y;
    this.radius = radius;
  }

  bounds() {
    const { x, y, radius } = this;
    return super.bounds().union(new Box(x - radius, y - radius, x + radius, y + radius));
  }
}

class Group extends Node {
  children = [];

  add(child) {
    this.children.push(child.attach(this));
    return this;
  }

  bounds() {
    let all = super.bounds();
    for (const child of this.children) all = all.union(child.bounds());
    return all;
  }

  visit(visitor) {
    super.visit(visitor);
    for (const child of this.children) child.visit(visitor);
  }
}

class Counter {
  shapes = 0;
  depth = 0;
  tags = 0;

  shape(node) {
    this.shapes++;
    this.depth += node.depth;
    if (node instanceof Square) this.tags += node.tags;
  }
}

function grow(level, seed) {
  const group = new Group();
  for (let i = 0; i < 4; i++) {
    const place = (seed * 31 + i * 17) % 101;
    if (level > 0) group.add(grow(level - 1, place));
    group.add(new Rectangle(place, i, 10, 20)).add(new Square(i, place, 5)).add(new Circle(place, place, i + 1));
  }
  return group;
}

export const expected = 926184;

export function run() {
  let sum = 0;
  for (let i = 0; i < 24; i++) {
    const scene = grow(4, i);
    const counter = new Counter();
    scene.visit(counter);
    sum += scene.bounds().area + counter.shapes + counter.depth + counter.tags;
  }
  return sum;
}

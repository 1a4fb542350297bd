// A class-heavy simulation: clerks, queues and letters with inheritance, overridden methods and getters.

class Queue {
  constructor() {
    this.head = null;
    this.tail = null;
    this.length = 0;
  }

  push(item) {
    item.next = null;
    if (this.tail === null) this.head = item;
    else this.tail.next = item;
    this.tail = item;
    this.length++;
  }

  shift() {
    const item = this.head;
    if (item === null) return null;
    this.head = item.next;
    if (this.head === null) this.tail = null;
    this.length--;
    return item;
  }

  get empty() {
    return this.head === null;
  }
}

class Letter {
  constructor(id, weight) {
    this.id = id;
    this.weight = weight;
    this.stamps = 0;
    this.hops = 0;
    this.next = null;
  }

  price() {
    return 50 + this.weight * 2;
  }

  arrive(office) {
    office.delivered++;
    office.revenue += this.stamps;
  }
}

class Registered extends Letter {
  constructor(id, weight) {
    super(id, weight);
    this.signatures = 0;
  }

  price() {
    return super.price() + 250;
  }

  arrive(office) {
    this.signatures++;
    office.signed += this.signatures;
    super.arrive(office);
  }
}

class Clerk {
  constructor(office, name) {
    this.office = office;
    this.name = name;
    this.inbox = new Queue();
    this.handled = 0;
  }

  accept(letter) {
    letter.hops++;
    this.inbox.push(letter);
  }

  work() {
    if (this.inbox.empty) return false;
    this.handled++;
    this.handle(this.inbox.shift());
    return true;
  }
}

class StampClerk extends Clerk {
  handle(letter) {
    const due = letter.price() - letter.stamps;
    if (due > 200) {
      letter.stamps += 200;
      this.accept(letter);
    } else {
      letter.stamps += due;
      this.office.sorter.accept(letter);
    }
  }
}

class Sorter extends Clerk {
  handle(letter) {
    this.office.carriers[letter.id % this.office.carriers.length].accept(letter);
  }
}

class Carrier extends Clerk {
  constructor(office, name, patience) {
    super(office, name);
    this.patience = patience;
  }

  handle(letter) {
    if (letter.hops < this.patience) this.office.sorter.accept(letter);
    else this.deliver(letter);
  }

  deliver(letter) {
    letter.arrive(this.office);
  }
}

class Office {
  constructor() {
    this.delivered = 0;
    this.revenue = 0;
    this.signed = 0;
    this.stamper = null;
    this.sorter = null;
    this.carriers = [];
    this.clerks = [];
  }

  open() {
    this.stamper = new StampClerk(this, 'stamps');
    this.sorter = new Sorter(this, 'sorter');
    for (let i = 0; i < 3; i++) this.carriers.push(new Carrier(this, 'carrier', 4 + i));
    this.clerks = [this.stamper, this.sorter, ...this.carriers];
    return this;
  }

  day(letters) {
    for (let i = 0; i < letters; i++) {
      const weight = (i * 37) % 101;
      this.stamper.accept(i % 5 === 0 ? new Registered(i, weight) : new Letter(i, weight));
    }
    let busy = true;
    while (busy) {
      busy = false;
      for (let i = 0; i < this.clerks.length; i++) {
        if (this.clerks[i].work()) busy = true;
      }
    }
  }

  summary() {
    let handled = 0;
    for (let i = 0; i < this.clerks.length; i++) handled += this.clerks[i].handled;
    return `${this.delivered} ${this.signed} ${this.revenue} ${handled}`;
  }
}

export const expected = '125000 25000 24994300 695950';

export function run() {
  const office = new Office().open();
  for (let day = 0; day < 50; day++) office.day(2500);
  return office.summary();
}

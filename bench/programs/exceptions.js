// Exceptions as control flow: thrown through several calls, caught, translated, finally blocks on every path.

class NotFound extends Error {}

class Overdrawn extends Error {
  constructor(amount) {
    super('overdrawn');
    this.amount = amount;
  }
}

class Ledger {
  constructor(size) {
    this.accounts = new Map();
    this.open = 0;
    this.log = 0;
    for (let i = 0; i < size; i++) this.accounts.set(i, 100);
  }

  balance(id) {
    const balance = this.accounts.get(id);
    if (balance === undefined) throw new NotFound(`no account ${id}`);
    return balance;
  }

  change(id, amount) {
    const after = this.balance(id) + amount;
    if (after < 0) throw new Overdrawn(-after);
    this.accounts.set(id, after);
  }

  transfer(from, to, amount) {
    this.open++;
    let taken = false;
    try {
      this.change(from, -amount);
      taken = true;
      this.change(to, amount);
      return amount;
    } catch (error) {
      if (taken) this.change(from, amount);
      throw error;
    } finally {
      this.open--;
    }
  }

  attempt(from, to, amount) {
    try {
      return this.transfer(from, to, amount);
    } catch (error) {
      if (error instanceof Overdrawn) return amount > 1 ? this.attempt(from, to, amount - error.amount) : 0;
      if (error instanceof NotFound) return -1;
      throw error;
    } finally {
      this.log++;
    }
  }
}

function search(depth, wanted) {
  if (depth === 0) throw wanted;
  try {
    search(depth - 1, wanted);
  } finally {
    if (depth > 1000) wanted.lost = true;
  }
}

function unwind(depth) {
  const token = { lost: false };
  try {
    search(depth, token);
  } catch (error) {
    return error === token && !token.lost ? depth : -1;
  }
  return 0;
}

function firstDefined(makers) {
  for (const make of makers) {
    try {
      return make();
    } catch {
      continue;
    }
  }
  return -1;
}

const makers = [
  () => {
    throw 1;
  },
  () => {
    throw 2;
  },
  () => 3,
];

export const expected = '259109 6568 0 5700 9000';

export function run() {
  const ledger = new Ledger(50);
  let moved = 0;
  for (let i = 0; i < 5000; i++) moved += ledger.attempt(i % 50, (i * 7) % 53, (i * 13) % 140);
  let deep = 0;
  for (let i = 0; i < 600; i++) deep += unwind(i % 20);
  let first = 0;
  for (let i = 0; i < 3000; i++) first += firstDefined(makers);
  return `${moved} ${ledger.log} ${ledger.open} ${deep} ${first}`;
}

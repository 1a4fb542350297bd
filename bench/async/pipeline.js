// What servers do: concurrent requests through a chain of small async functions, with a cache, retries and a limit.
const requests = 600;

class Limit {
  #free;
  #waiting = [];

  constructor(count) {
    this.#free = count;
  }

  async enter() {
    if (this.#free > 0) this.#free--;
    else await new Promise(resolve => this.#waiting.push(resolve));
  }

  leave() {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }

  async run(job) {
    await this.enter();
    try {
      return await job();
    } finally {
      this.leave();
    }
  }
}

class Store {
  #cache = new Map();
  #limit = new Limit(8);
  reads = 0;

  async #read(key) {
    this.reads++;
    if (this.reads % 7 === 0) throw new Error(`busy: ${key}`);
    await null;
    return { key, value: (key * 31) % 97 };
  }

  async #retried(key, attempts) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#read(key);
      } catch (error) {
        if (attempt === attempts) throw error;
      }
    }
  }

  async get(key) {
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const row = await this.#limit.run(() => this.#retried(key, 3));
    this.#cache.set(key, row);
    return row;
  }
}

async function respond(store, id) {
  const keys = [id % 50, (id * 7) % 50, (id * 13) % 50];
  const rows = await Promise.all(keys.map(async key => (await store.get(key)).value));
  return rows.reduce((sum, value) => sum + value, id);
}

export const expected = 792_290;

export async function run() {
  const store = new Store();
  const all = [];
  for (let id = 0; id < requests; id++) all.push(respond(store, id));
  const answers = await Promise.all(all);
  return answers.reduce((sum, answer) => (sum * 31 + answer) % 1_000_003, store.reads);
}

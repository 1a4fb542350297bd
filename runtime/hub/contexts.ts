/**
 * Each greenlet has a context of its own: what AsyncLocalStorage of Node's keeps, which follows promises and callbacks of the event loop
 * but knows nothing of greenlets. Every resumption of a greenlet runs in its context (`now.around`).
 *
 * That costs nothing as long as no AsyncLocalStorage is in use: three of its methods are replaced until one of them is called for
 * the first time. Where there is none, in a browser, there are no contexts.
 *
 * The trap: what is first used by a greenlet runs in a resumption that nobody has put into a context. What it enters is noted, taken
 * over as the context of the greenlet when that is suspended, and undone for what goes on beneath it.
 */
import { type Around, setAround } from '../around.js';
import { Greenlet, GreenletError } from '../index.js';
import { realm, share } from '../realm.js';
import { type Core, UNSTARTED } from '../state.js';
import { exitOf, runOf } from './context-run.js';
import { main } from './wait.js';

const { coreOf, now } = realm;

/** Calls a function in a context: what `AsyncLocalStorage.snapshot()` gives. */
export type Context = <Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args) => Result;

interface Storage {
  getStore(): unknown;
  enterWith(store: unknown): void;
}

interface Resource {
  runInAsyncScope<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    self: undefined,
    ...args: Args
  ): Result;
}

interface Hooks {
  readonly AsyncResource: new (type: string) => Resource;
  readonly AsyncLocalStorage: {
    new (): Storage & { disable(): void };
    readonly prototype: Storage;
    snapshot(): Context;
  };
}

interface Process {
  getBuiltinModule?(name: string): Hooks | undefined;
}

/** The context of a greenlet. */
class Held {
  constructor(public resource: Resource) {}
}

/**
 * Where a greenlet has it. A WeakMap to which each task is added keeps what its tables held from being collected while it is young, which
 * is most of what a server does: a tenth of its throughput, and three times the 99th percentile of its latency.
 */
const HELD = Symbol('context');

const heldOf = (core: Core): Held | undefined => (core as { [HELD]?: Held })[HELD];

function hold(core: Core, resource: Resource): Held {
  const held = new Held(resource);
  (core as { [HELD]?: Held })[HELD] = held;
  return held;
}

/** What a method of ours was put in the place of, for other copies of this code. */
const original = Symbol.for('greenc.original');

type Method = (this: Storage, ...args: any[]) => unknown;

class Contexts {
  private isOn = false;
  /** What a greenlet enters stays in the context that it is resumed in; else that is taken anew where something has been entered. */
  private stays = false;
  private hasEntered = false;
  /** That of the time when this was loaded. */
  private readonly empty: Resource;
  private readonly methods: Record<string, Method>;
  private readonly natives: Record<string, Method> = {};
  /** A greenlet that runs in no context of its own, and what has to be entered again beneath it. */
  private unwrapped: Core | null = null;
  private readonly entered = new Map<Storage, unknown>();

  private readonly type: Hooks['AsyncLocalStorage'];

  constructor(private readonly hooks: Hooks) {
    const type = hooks.AsyncLocalStorage;
    this.type = type;
    this.empty = this.present();
    this.methods = type.prototype as unknown as Record<string, Method>;
    const contexts = this;
    const begins = (): boolean => {
      contexts.turnOn();
      return now.current !== main;
    };
    this.replace('run', native => runOf(native, begins));
    this.replace('exit', native => exitOf(native, begins));
    this.replace(
      'getStore',
      native =>
        function getStore() {
          contexts.turnOn();
          return native.call(this);
        },
    );
    this.replace(
      'enterWith',
      native =>
        function enterWith(store) {
          contexts.turnOn();
          contexts.note(this);
          contexts.hasEntered = true;
          return native.call(this, store);
        },
    );
  }

  private replace(name: string, make: (native: Method) => Method): void {
    const present = this.methods[name] as Method & { [original]?: Method };
    const native = present[original] ?? present;
    const method = make(native);
    for (const property of ['name', 'length'] as const)
      Object.defineProperty(method, property, { value: native[property], configurable: true });
    Object.defineProperty(method, original, { value: native });
    this.natives[name] = native;
    Object.defineProperty(this.methods, name, { value: method, writable: true, configurable: true, enumerable: false });
  }

  /** No longer looks for the first use. Who enters what stays of interest where that does not stay. */
  private restore(): void {
    for (const name of this.stays ? ['getStore', 'enterWith'] : ['getStore'])
      if (Object.hasOwn(this.methods[name], original)) this.methods[name] = this.natives[name];
  }

  turnOn(): void {
    if (this.isOn) return;
    this.isOn = true;
    const probe = new this.type();
    const resource = this.present();
    resource.runInAsyncScope(() => probe.enterWith(true), undefined);
    this.stays = resource.runInAsyncScope(() => probe.getStore(), undefined) === true;
    probe.disable();
    if (now.current === main) this.restore();
    else this.unwrapped = now.current;
    setAround('contexts', this.around);
  }

  /** A greenlet without a context of its own enters something. */
  private note(storage: Storage): void {
    if (this.unwrapped !== null && !this.entered.has(storage))
      this.entered.set(storage, this.natives.getStore.call(storage));
  }

  private settle(core: Core): void {
    this.unwrapped = null;
    this.restore();
    hold(core, this.present());
    for (const [storage, store] of this.entered) storage.enterWith(store);
    this.entered.clear();
  }

  private readonly around: Around = (work, on) => {
    if (this.unwrapped !== null) this.settle(this.unwrapped);
    const core = now.current;
    if (core === main) return work(on);
    const held = heldOf(core) ?? hold(core, this.firstOf(on as object));
    return this.stays
      ? held.resource.runInAsyncScope(work, undefined, on)
      : held.resource.runInAsyncScope(this.step, undefined, work as (on: unknown) => unknown, on, held);
  };

  private readonly step = (work: (on: unknown) => unknown, on: unknown, held: Held): unknown => {
    // Of the resumption beneath, if there is one: fibers run one another on top of themselves.
    const { hasEntered } = this;
    this.hasEntered = false;
    try {
      return work(on);
    } finally {
      if (this.hasEntered) held.resource = this.present();
      this.hasEntered = hasEntered;
    }
  };

  /** The context of what runs. */
  private present(): Resource {
    return new this.hooks.AsyncResource('greenlet');
  }

  /** The first context of the greenlet that runs: of who switches to it; or it has been suspended since before there were contexts. */
  private firstOf(on: object): Resource {
    if ('resume' in on) return this.copyOf(this.empty);
    const held = heldOf(on as Core);
    return held === undefined ? this.present() : this.copyOf(held.resource);
  }

  private copyOf(resource: Resource): Resource {
    return resource.runInAsyncScope(() => this.present(), undefined);
  }

  /** A task has been made, and is to have the context of who makes it. */
  give(core: Core): void {
    if (this.isOn) hold(core, this.present());
  }

  /** The hub starts a task, which may have been made before there were contexts. */
  prepare(core: Core): void {
    if (this.isOn && heldOf(core) === undefined) hold(core, this.copyOf(this.empty));
  }

  get(core: Core): Context | null {
    this.turnOn();
    if (core === now.current) return this.type.snapshot();
    if (core === main) throw new GreenletError("main's context is known in main only");
    const held = heldOf(core);
    if (held === undefined && core.state === UNSTARTED) return null;
    return (held?.resource ?? this.empty).runInAsyncScope(() => this.type.snapshot(), undefined);
  }

  set(core: Core, context: unknown): void {
    if (core === now.current || core === main)
      throw new GreenletError('the context of main, and of the greenlet that runs, cannot be set');
    if (context !== null && typeof context !== 'function')
      throw new TypeError('a context is what AsyncLocalStorage.snapshot() gives, or null');
    this.turnOn();
    const resource = context === null ? this.copyOf(this.empty) : (context as Context)(() => this.present());
    hold(core, resource);
  }
}

const contexts = share('contexts', () => {
  const { process } = globalThis as { process?: Process };
  const hooks = process?.getBuiltinModule?.('node:async_hooks');
  const made = hooks?.AsyncLocalStorage === undefined ? null : Object.seal(new Contexts(hooks));
  const existing = (): Contexts => {
    if (made === null) throw new GreenletError('there are no contexts here: this host has no AsyncLocalStorage');
    return made;
  };
  Object.defineProperty(Greenlet.prototype, 'context', {
    configurable: true,
    get(this: Greenlet) {
      return existing().get(coreOf(this) as Core);
    },
    set(this: Greenlet, context: unknown) {
      existing().set(coreOf(this) as Core, context);
    },
  });
  return made;
});

/** To be called while `now.around` is set: a task has been made. */
export function giveContext(core: Core): void {
  contexts?.give(core);
}

/** The same where the hub starts one. */
export function prepareContext(core: Core): void {
  contexts?.prepare(core);
}

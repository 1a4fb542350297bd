'use greenlet';
/** The methods of iterators that give another iterator (ECMA-262, 27.1.4), and those of what they give (27.1.3). */
import { isObject } from '../protocol.js';
import { close, closeFailed, refuse } from './closing.js';
import {
  ENDED,
  type Helper,
  helperOver,
  helperState,
  limitOf,
  native,
  nativeHelper,
  RUNNING,
  START,
  WAITING,
} from './iterator-state.js';
import { callBack, flattened, skip, step } from './iterator-steps.js';

/** The engine's `f.call(self, ...args)`; the call site links with `f`. */
declare function $greenc1call(f: unknown, self: unknown, ...args: unknown[]): any;

/** The equivalents: methods, because those are no constructors. What they refuse is left to the engine to refuse. */
export const lazy = {
  map(this: unknown, f: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.map, this, f);
    if (typeof f !== 'function') return refuse(native.map, this, f);
    return helperOver(this, mapping, f, 0);
  },

  filter(this: unknown, f: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.filter, this, f);
    if (typeof f !== 'function') return refuse(native.filter, this, f);
    return helperOver(this, filtering, f, 0);
  },

  flatMap(this: unknown, f: unknown): unknown {
    if (!isObject(this)) return $greenc1call(native.flatMap, this, f);
    if (typeof f !== 'function') return refuse(native.flatMap, this, f);
    return helperOver(this, flattening, f, 0);
  },

  take(this: unknown, limit: any): unknown {
    if (!isObject(this)) return $greenc1call(native.take, this, limit);
    const count = limitFor(native.take, this, limit);
    return helperOver(this, taking, undefined, count);
  },

  drop(this: unknown, limit: any): unknown {
    if (!isObject(this)) return $greenc1call(native.drop, this, limit);
    const count = limitFor(native.drop, this, limit);
    return helperOver(this, dropping, undefined, count);
  },
};

/** What `take` and `drop` are limited to. An object is converted only once. */
function limitFor(method: unknown, iterator: object, limit: any): number {
  let count: number | undefined;
  try {
    count = limitOf(+limit);
  } catch (error) {
    return refuse(method, iterator, {
      valueOf() {
        throw error;
      },
    });
  }
  return count ?? refuse(method, iterator, isObject(limit) ? -1 : limit);
}

function mapping(helper: Helper): boolean {
  const { source } = helper;
  if (!step(source)) return false;
  helper.value = callBack(source, helper.f, helper.count++);
  return true;
}

function filtering(helper: Helper): boolean {
  const { source } = helper;
  while (step(source)) {
    const { value } = source;
    if (!callBack(source, helper.f, helper.count++)) continue;
    helper.value = value;
    return true;
  }
  return false;
}

function taking(helper: Helper): boolean {
  const { source } = helper;
  if (helper.count === 0) {
    close(source.iterator);
    return false;
  }
  helper.count--;
  if (!step(source)) return false;
  helper.value = source.value;
  return true;
}

function dropping(helper: Helper): boolean {
  const { source } = helper;
  while (helper.count > 0) {
    helper.count--;
    if (!skip(source)) return false;
  }
  if (!step(source)) return false;
  helper.value = source.value;
  return true;
}

function flattening(helper: Helper): boolean {
  const { source } = helper;
  for (;;) {
    if (helper.inner === null) {
      if (!step(source)) return false;
      const given = callBack(source, helper.f, helper.count++);
      try {
        helper.inner = flattened(given, false, 'Iterator.prototype.flatMap');
      } catch (error) {
        closeFailed(source.iterator);
        throw error;
      }
    }
    if (stepInner(helper)) return true;
    helper.inner = null;
  }
}

function stepInner(helper: Helper): boolean {
  const inner = helper.inner as NonNullable<Helper['inner']>;
  try {
    if (!step(inner)) return false;
    helper.value = inner.value;
    return true;
  } catch (error) {
    closeFailed(helper.source.iterator);
    throw error;
  }
}

// ── what they give ──────────────────────────────────────────────────────────

const nextOfEngine = nativeHelper?.next;
const returnOfEngine = nativeHelper?.return;

/** The methods of what they give. */
export const helperMethods = {
  next(this: unknown): unknown {
    const helper = helperState(this);
    if (helper === null) return $greenc1call(nextOfEngine, this);
    if (helper.phase === RUNNING) running();
    if (helper.phase === ENDED) return { value: undefined, done: true };
    helper.phase = RUNNING;
    let isValue = false;
    try {
      isValue = helper.advance(helper) as boolean;
    } finally {
      helper.phase = isValue ? WAITING : ENDED;
    }
    if (!isValue) return { value: undefined, done: true };
    const { value } = helper;
    helper.value = undefined;
    return { value, done: false };
  },

  return(this: unknown): unknown {
    const helper = helperState(this);
    if (helper === null) return $greenc1call(returnOfEngine, this);
    if (helper.phase === RUNNING) running();
    if (helper.phase !== ENDED) {
      helper.phase = helper.phase === START ? ENDED : RUNNING;
      try {
        if (helper.inner !== null) closeInner(helper);
        close(helper.source.iterator);
      } finally {
        helper.phase = ENDED;
      }
    }
    return { value: undefined, done: true };
  },
};

function closeInner({ inner, source }: Helper): void {
  try {
    close((inner as NonNullable<Helper['inner']>).iterator);
  } catch (error) {
    closeFailed(source.iterator);
    throw error;
  }
}

function running(): never {
  throw new TypeError('Generator is already running');
}

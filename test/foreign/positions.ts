import type { Kind } from './kinds.js';

/**
 * Where in green code the call stands. `CALL` is the call of a kind, `SETUP` what goes before it. Each body comes twice: the call is
 * reached in the fast half or, behind a switch, in the resume half.
 */
export const positions: Record<string, string> = {
  statement: "SETUP CALL; log('after'); pause('next'); return 'end';",
  argument: "SETUP log('value', CALL); pause('next'); return 'end';",
  operand: "SETUP const sum = [pause('left'), CALL]; log('after', sum); pause('next'); return sum;",
  return: "SETUP log('before'); return CALL;",
  'try and finally': `SETUP
    try {
      const value = CALL;
      log('value', value);
      return value;
    } catch (error) {
      log('caught', error);
      throw error;
    } finally {
      log('finally');
      pause('in finally');
      log('finally ends');
    }`,
  'catch that goes on': `SETUP
    let value = 'none';
    try {
      value = CALL;
    } catch (error) {
      log('caught', error);
    }
    log('after', value);
    pause('next');
    return value;`,
  loop: `SETUP
    const values = [];
    for (let i = 0; i < 2; i++) {
      values.push(CALL);
      pause('round ' + i);
    }
    return values;`,
  constructor: `SETUP
    class Maker {
      field = 'field';
      constructor() {
        this.value = CALL;
        log('constructed', this.field);
      }
    }
    const { value } = new Maker();
    pause('next');
    return value;`,
  generator: `SETUP
    function* values() {
      try {
        yield CALL;
      } finally {
        log('generator finally');
      }
    }
    const list = [];
    for (const value of values()) list.push(value);
    pause('next');
    return list;`,
  'async function': `SETUP
    const promise = (async () => {
      log('begins');
      const value = CALL;
      log('before await', value);
      await null;
      return value;
    })();
    promise.then(value => log('fulfilled', value), error => log('rejected', error));
    pause('next');
    return 'end';`,
  'nested calls': `SETUP
    const deep = depth => {
      if (depth === 0) return CALL;
      try {
        return [⟦⁞deep(depth - 1)⟧];
      } finally {
        log('leaves', depth);
      }
    };
    return ⟦⁞deep(2)⟧;`,
};

const resumed = ', resumed';

/** The names of the bodies. */
export const places = Object.keys(positions).flatMap(name => [name, name + resumed]);

export const isResumed = (place: string): boolean => place.endsWith(resumed);

/** The green module for one kind of call, at these places. Its text has the marks described in kinds.ts. */
export function moduleFor({ setup = '', module = '', call }: Kind, places: readonly string[]): string {
  const bodies = places.map(place => {
    const body = positions[place.replace(resumed, '')] as string;
    const text = body.replaceAll('SETUP', () => setup).replaceAll('CALL', () => call);
    return `  '${place}'(f, cb) {${isResumed(place) ? " pause('first');" : ''} ${text} },`;
  });
  return `import { Greenlet, main, log } from './host.js';
export function callback(x) {
  log('called with', x);
  try {
    const got = §ask(x);
    log('got', got);
    return 'got ' + got;
  } catch (error) {
    log('callback caught', error);
    throw error;
  } finally {
    log('callback finally');
  }
}
// A method: nothing names it where it is suspended.
export const { recovering } = {
  recovering(x) {
    log('called with', x);
    try {
      return 'got ' + §ask(x);
    } catch (error) {
      log('recovers from', error);
      return 'recovered';
    }
  },
};
function ask(x) {
  try {
    return main.switch(x);
  } finally {
    log('ask finally');
  }
}
function pause(x) {
  return main.switch(x);
}
${module}
const places = {
${bodies.join('\n')}
};
export function run(name, f, cb) {
  const place = places[name];
  return ⟦^⁞place(f, cb)⟧;
}
export const sound = x => [ask(x), pause(x)];
`;
}

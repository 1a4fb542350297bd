/**
 * Why a function of a compiled module stays as its author wrote it, as data. Whichever pass decides it puts the code on
 * the function's entry in the model; reports, `greenc explain` and diagnostics only read it there. docs/limits.md says
 * more about each.
 *
 * `reason` completes the sentence "it stays as written: …". What can suspend nobody notices there; where something is
 * lost, `diagnostic` says with which code it is reported, and `advice` what to do.
 */
export interface Stay {
  readonly reason: string;
  readonly diagnostic?: 'GC103' | 'GC104';
  readonly advice?: string;
}

export const stays = {
  'no-points': { reason: 'it calls nothing that could suspend' },
  'after-await': { reason: 'whatever it calls, it calls after an await' },
  directive: { reason: 'it says "no greenlet"' },
  // Their diagnostics stand where the eval or the with is: see `refuse` in 1-select/mentions.
  eval: { reason: 'it contains a direct eval' },
  with: { reason: 'it contains a with statement' },
  accessor: {
    reason: 'without the option accessors, getters and setters cannot be suspended',
    diagnostic: 'GC103',
    advice: 'Compile with the option accessors, or move what may switch into a method.',
  },
  'accessor-unnamed': {
    reason: 'its name does not stand in the text, so nothing tells which reads and writes lead to it',
    diagnostic: 'GC103',
    advice: 'Give it a name that stands in the text, or move what may switch into a method.',
  },
  'module-class': {
    reason: 'it runs with the code of the module itself, which no greenlet runs',
    diagnostic: 'GC103',
    advice: 'Make the class in a function if evaluating it has to switch.',
  },
  'around-stays': {
    reason: 'it runs within a function that stays as written',
    diagnostic: 'GC103',
    advice: 'Move the class out of that function, or what may switch into a method.',
  },
  'class-stays': {
    reason:
      'another part of its class must stay as written: one with a direct eval, a with statement, "no greenlet", or an arrow function with these that mentions super',
    diagnostic: 'GC104',
    advice: 'Move that part into a method, or what may switch into a method that is called when the object is there.',
  },
  'class-unnamed': {
    reason: 'the class has no name, and takes one from a computed key of a field when the program runs',
    diagnostic: 'GC104',
    advice: 'Give the class a name.',
  },
  'function-unnamed': {
    reason: 'it takes its name from a computed key of a field when the program runs',
    diagnostic: 'GC104',
    advice: 'Write a method, or an arrow function that calls the function.',
  },
} as const satisfies Record<string, Stay>;

export type StayCode = keyof typeof stays;

const harmless: readonly StayCode[] = ['no-points', 'after-await', 'directive'];

/** Whether something that could have suspended the function cannot, though its author has not asked for that. */
export function losesSuspension(code: StayCode): boolean {
  return !harmless.includes(code);
}

/** The row of a code. */
export function describeStay(code: StayCode): Stay {
  return stays[code];
}

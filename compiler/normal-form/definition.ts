/**
 * The normal form: what `2-normalise` makes of a resumable function and the later passes rely on.
 *
 *     sum += f(x) + g(y)      $1 = sum; $2 = f(x); $3 = g(y); sum = $1 + ($2 + $3)
 *
 * Control flow
 *   - A suspension point is a statement of its own: `t = call;`, `call;` or `let t = call;`, with the Point on it.
 *     Nothing else that is evaluated in the function (tests, operands, computed keys, heritage) may suspend.
 *   - A statement that holds points can be entered again at each of them: a block, `if`, labelled statement,
 *     `while`, `do`, `for`, `switch`, or the block of a `try`, never a `catch` or `finally`. There is no
 *     `for…of`, except after an `await`. A `finally` beneath which a point stands is marked `guarded`.
 *   - Jumps are as in JavaScript: they have a target in the function.
 *   - A generator is held where it stands: its `catch` and `finally` stay as they are, and points may stand in them.
 *     `yield*` over an iteration is a point, marked `delegates`.
 *
 * Variables
 *   - `var`s and what closures share outside the halves are listed on the function, and only assigned in the body.
 *     Everything else is declared once, by `let` or `const`, and mentioned only where that declaration reaches.
 *   - Names are unique in the function, so that the resume half can declare all of them at its top.
 *   - Temporaries (`$1`, …) are seen by no closure, and neither is the target of a point.
 *   - A variable left native is declared in a block without points. A block with points declares no functions or
 *     classes: they are `let`s by now.
 *   - Within a `try`, a point assigns no variable of the author's that exists already: if the call fails, the
 *     handler must find the old value.
 *   - No node stands in two places: later passes change the tree where it is.
 *
 * `validate.ts` and the files beside it hold every compile to this when GREENC_VALIDATE=1, as in all tests.
 */
import type * as t from '@babel/types';
import type { Binding, FunctionInfo, Point } from './model.js';

/** A function in normal form. */
export interface NormalFunction {
  fn: FunctionInfo;
  body: t.Statement[];
  /** Function declarations of the body, which stand outside both halves. */
  declarations: t.FunctionDeclaration[];
  temps: Binding[];
  /** The body evaluates parameters. */
  hasLateParameters?: boolean;
}

/** A function after analysis: points numbered, live sets filled in, slots given out. */
export interface AnalysedFunction {
  normal: NormalFunction;
  points: readonly Point[];
  emission: {
    slots: { of: ReadonlyMap<Binding, number>; count: number; overflows: boolean };
    self: Binding | null;
    /** Not null: the function is async, and an arrow function in each half is still. */
    suspended: string | null;
  };
  /** The resume half stands at the top of the module. */
  isStatic: boolean;
  /** Not null: a resume half of the runtime's does for the function. */
  shared: string | null;
  isTracked: (binding: Binding) => boolean;
}

/** What can be wrong, and what it likely comes from. */
export const rules = {
  'hidden point': 'a construct was left as it was that 2-normalise should have taken apart',
  'point shape': 'the statement of a point was changed without its Point, or the other way round',
  'point target': 'lowerCall was given a target although the variable is captured, shared, checked, or inside a try',
  'point callee':
    'memberLink took an expression for harmless that is not: it is evaluated again when the call suspends',
  'no way back': 'the statement should have been rewritten in 2-normalise/statements.ts, loops.ts or completion.ts',
  'unguarded finally': 'lowerTry did not mark the try, so its finally block would run while a suspension unwinds',
  'native loop': 'lowerForOf was not reached: hasPoint was asked before the loop was part of the tree',
  var: 'makeExplicit did not visit the declaration',
  declaration: 'makeExplicit did not make a `let` of a function or class in a block with points',
  'native variable':
    'decideStorage missed that the scope of the variable holds a point, or a pass moved its declaration',
  'unique name': 'uniqueNames missed the variable, or a pass made one without asking Names for a fresh name',
  'out of scope': 'a pass moved the mention out of the block, or made a variable and did not declare it',
  'declared twice': 'a statement that declares was put into the tree twice',
  'captured temporary': 'a temporary was put where a closure reads it later, when it holds something else',
  label: 'a jump was moved out of its target, or endingAtContinue or completion redirected too little',
  'two places': 'a pass used a node again instead of a copy, see ref and copy in normal-form/build.ts',
  'await or yield': 'describeFunction took the function for one of another kind',
  'point numbers': 'a point was added, removed or moved after 3-analyse/liveness.ts had numbered the function',
  'live set': '3-analyse/liveness.ts reads or tracks the wrong variables',
  'live variable missing': '3-analyse/liveness.ts takes a variable for dead that is read after the point',
  slots: '3-analyse/slots.ts gave two variables that live at once the same slot, or one none',
  tail: '4-emit/functions.ts must end the function with the call of suspend, and that with the mark, which link looks for',
  'unchecked point': '4-emit/fast-half.ts wrote a call without its comparison, or with another point’s frame',
  'resume half': '4-emit/resume-half.ts mentions what does not exist where the half stands, or lost a point',
} as const;

export type Rule = keyof typeof rules;

/** A breach of a rule. */
export interface Complaint {
  readonly rule: Rule;
  /** The function by name, and the source line if there is one. */
  readonly fn: string;
  readonly line: number | null;
  readonly detail: string;
}

/** For the next maintainer: what is wrong, where, and where to look first. */
export function describeComplaint({ rule, fn, line, detail }: Complaint): string {
  const place = line === null ? '' : `, line ${line}`;
  return `normal form, ${rule}: ${detail} (in ${fn || 'an anonymous function'}${place}). Likely cause: ${rules[rule]}.`;
}

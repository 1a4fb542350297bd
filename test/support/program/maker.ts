// The state of generating one program: the choices it is made from, the variables in scope, the function around.
// Rules that every generated program keeps:
// - it ends: loops count, and functions call only functions that were complete before them (or themselves, counting);
// - it is deterministic, and parses in sloppy and strict mode alike, but for a few forms where `isSloppy` says that it may;
// - probes are called from under a built-in only where it has a green equivalent and is called by its name, and from under
//   an accessor only where the program says that it is to be compiled with `accessors`.
// Choice 0 is everywhere the simplest one, so that a program shrinks when its choices do.

/** A list of numbers that decides everything. Where it ends, everything that follows is as simple as can be. */
export class Choices {
  private position = 0;
  private readonly tape: readonly number[];

  constructor(tape: readonly number[]) {
    this.tape = tape;
  }

  get exhausted(): boolean {
    return this.position >= this.tape.length;
  }

  /** A number from 0 to `count - 1`. */
  below(count: number): number {
    const raw = this.tape[this.position++] ?? 0;
    return raw % count;
  }

  /** True in `percent` of 100 cases; false at the end of the tape. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** `num` stands for any primitive; a `fn` takes numbers and returns one; an `obj` has fields a, b, c and methods. */
export type Value = 'num' | 'arr' | 'obj' | 'fn';

/** Besides values: generator functions, async ones, generators that are under way, and generator functions that never suspend. */
export type Type = Value | 'gen' | 'agen' | 'it' | 'quiet';

export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** Whether generated code may assign to it. Loop counters and constants are read only. */
  readonly writable: boolean;
  /** Methods of an `obj`, callable as `name.m0()`; a method calls only methods before it. */
  readonly methods?: number;
  /** An `obj` with a generator method `items`. */
  readonly items?: boolean;
  /** For a `fn` that calls itself as long as its first argument is positive, or takes functions. */
  readonly counts?: boolean;
}

export interface Scope {
  readonly variables: Variable[];
  readonly names: Set<string>;
  readonly parent: Scope | null;
  /** Where `var` and the function's parameters live. */
  readonly isFunction: boolean;
}

export interface FunctionContext {
  readonly kind: 'module' | 'function' | 'arrow' | 'method';
  readonly parent: FunctionContext | null;
  /** Methods of `this` that may be called (m0 … below this number), or -1 where `this` is not an object of ours. */
  thisMethods: number;
  /** Methods of `super` that may be called. */
  superMethods: number;
  /** Enclosing statements that `break` and `continue` may name; an empty label stands for the innermost one. */
  readonly targets: { readonly label: string; readonly loops: boolean; readonly plain: boolean }[];
  /** May not call probes: runs under an accessor. */
  readonly quiet: boolean;
  /** Stands in a field or static block, where there are no `arguments`. */
  readonly initialises?: boolean;
  /** Names of functions in blocks, which may be variables here. */
  readonly hoisted: string[];
  /** Is async, and its parameters are complete. */
  awaits: boolean;
  /** The same for generators. */
  yields: boolean;
}

export interface ClassInfo {
  readonly name: string;
  readonly methods: number;
  readonly statics: boolean;
  /** Has a generator method `items`. */
  readonly items: boolean;
  /** Constructing it may suspend. */
  readonly suspends: boolean;
  /** Further methods, which take one argument, and static ones. */
  readonly others: readonly string[];
  readonly staticOthers: readonly string[];
  /** Makes arguments for its constructor, if it cannot do with any. */
  readonly arguments?: (maker: Maker) => string;
}

export class Maker {
  readonly choices: Choices;
  scope: Scope;
  context: FunctionContext;
  readonly classes: ClassInfo[] = [];
  /** Statements that may still be made, and how deep they are nested. */
  budget = 0;
  nesting = 0;
  private counter = 0;
  /** What is made now stands in sloppy code for certain. */
  isSloppy = false;
  /** In TypeScript. */
  typed = false;
  /** May use `using`, which is lowered first. */
  resources = false;
  /** Compiled with the option `accessors`. */
  accessors = false;
  /** Helpers of the prelude that the program uses. */
  readonly helpers = new Set<string>();

  constructor(tape: readonly number[]) {
    this.choices = new Choices(tape);
    this.scope = { variables: [], names: new Set(), parent: null, isFunction: true };
    this.context = {
      kind: 'module',
      parent: null,
      thisMethods: -1,
      superMethods: 0,
      targets: [],
      hoisted: [],
      quiet: false,
      awaits: false,
      yields: false,
    };
  }

  /** Makes something that is strict code whatever stands around it. */
  inStrictCode<T>(make: () => T): T {
    const outer = this.isSloppy;
    this.isSloppy = false;
    const made = make();
    this.isSloppy = outer;
    return made;
  }

  fresh(prefix: string): string {
    return `${prefix}${this.counter++}`;
  }

  /**
   * A name for a number, in a scope that has declared nothing yet at times that of a variable around it. (Later on,
   * what stands before the declaration may mean the other one.)
   */
  shadowing(prefix: string): string {
    if (this.scope.names.size > 0 || !this.choices.chance(30)) return this.fresh(prefix);
    return this.variable('num', ({ name }) => /^[axv]\d/.test(name))?.name ?? this.fresh(prefix);
  }

  declare(variable: Variable): void {
    this.scope.names.add(variable.name);
    this.scope.variables.push(variable);
  }

  /** Declares in the function's scope, as `var` does. */
  declareVar(variable: Variable): void {
    let { scope } = this;
    while (!scope.isFunction && scope.parent !== null) scope = scope.parent;
    scope.variables.push(variable);
    scope.names.add(variable.name);
  }

  /** Runs `make` with a budget of its own, so that what is made first does not use up everything. */
  withBudget<T>(budget: number, make: () => T): T {
    const rest = this.budget;
    this.budget = budget;
    try {
      return make();
    } finally {
      this.budget = rest;
    }
  }

  /** Runs `make` in a scope of its own. */
  inScope<T>(isFunction: boolean, make: () => T): T {
    const outer = this.scope;
    const classes = this.classes.length;
    this.scope = { variables: [], names: new Set(), parent: outer, isFunction };
    try {
      return make();
    } finally {
      this.scope = outer;
      this.classes.length = classes;
    }
  }

  /** Runs `make` as the body of a function of its own. */
  inFunction<T>(context: Partial<FunctionContext> & Pick<FunctionContext, 'kind'>, make: () => T): T {
    const outer = this.context;
    const isArrow = context.kind === 'arrow';
    this.context = {
      parent: outer,
      thisMethods: isArrow ? outer.thisMethods : -1,
      superMethods: isArrow ? outer.superMethods : 0,
      initialises: isArrow && outer.initialises === true,
      quiet: outer.quiet,
      targets: [],
      hoisted: [],
      awaits: false,
      yields: false,
      ...context,
    };
    try {
      return this.inScope(true, make);
    } finally {
      this.context = outer;
    }
  }

  /** Variables that generated code can name here, innermost first, without those that are shadowed. */
  visible(): Variable[] {
    const seen = new Set<string>();
    const found: Variable[] = [];
    for (let scope: Scope | null = this.scope; scope !== null; scope = scope.parent) {
      const names = new Set<string>();
      for (let index = scope.variables.length - 1; index >= 0; index--) {
        const variable = scope.variables[index] as Variable;
        if (!seen.has(variable.name)) found.push(variable);
        names.add(variable.name);
      }
      for (const name of names) seen.add(name);
    }
    return found;
  }

  /** A visible variable of a type. */
  variable(type: Type, test: (variable: Variable) => boolean = () => true): Variable | undefined {
    const found = this.visible().filter(variable => variable.type === type && test(variable));
    return found.length === 0 ? undefined : this.choices.pick(found);
  }

  /** Code here runs once, outside of any greenlet, when the module is evaluated. */
  get atModuleLevel(): boolean {
    return this.context.kind === 'module';
  }

  use(helper: string): string {
    this.helpers.add(helper);
    return helper;
  }

  /** `p` where something can be suspended, else `log`, which only logs. */
  get probe(): string {
    return this.context.quiet ? 'log' : 'p';
  }
}

/** Indents the lines of a text. */
export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

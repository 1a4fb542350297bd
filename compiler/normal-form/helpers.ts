/**
 * What compiled code calls in the runtime. A helper is asked for by its exported name; the module pass
 * imports those that were asked for, under names that clash with nothing.
 *
 * The trap: hot code must reach a helper as a constant of the engine's. A module's `const` is one only in a function
 * of which there is a single closure. Where closures are made again and again, their context is not known when they
 * are optimised; a frozen global is a constant there too.
 */
import * as t from '@babel/types';
import type { Binding, FunctionInfo, Names } from './model.js';

export interface HelperCall extends t.CallExpression {
  /** Never a suspension point. */
  helper: true;
}

/** What hot code uses, as the runtime defines it on `globalThis`. */
export const globals: Readonly<Record<string, string>> = {
  SUSPENDED: '$greenc1',
  TDZ: '$greenc1tdz',
  advance: '$greenc1advance',
  arrived: '$greenc1arrived',
  call: '$greenc1call',
  callable: '$greenc1callable',
  construction: '$greenc1construction',
  converts: '$greenc1converts',
  toWrite: '$greenc1toWrite',
  wrote: '$greenc1wrote',
};

export class Helpers {
  /** Functions to add to the module, each holding a template. */
  readonly templates: t.FunctionDeclaration[] = [];
  readonly used = new Map<string, string>();
  readonly #names: Names;
  readonly #locals = new Map<string, string>();
  /** The names of `globals` that no variable of the module has. */
  readonly #free = new Set<string>();
  readonly #short: Record<string, string> = {
    SUSPENDED: '$S',
    Frame: '$F',
    suspend: '$u',
    member: '$m',
    take: '$t',
    call: '$c',
    construction: '$n',
    guard: '$g',
    wrote: '$w',
    held: '$h',
  };

  /** The helpers for functions of which there are many closures; null: these are they. */
  readonly #inClosures: Helpers | null = null;

  constructor(names: Names, module?: Helpers) {
    this.#names = names;
    if (module) {
      this.templates = module.templates;
      this.used = module.used;
      this.#locals = module.#locals;
      this.#free = module.#free;
    } else {
      for (const name of Object.values(globals)) if (names.fresh(name) === name) this.#free.add(name);
      this.#inClosures = new Helpers(names, this);
    }
  }

  /** The same helpers, for the code of `fn`. */
  within(fn: FunctionInfo): Helpers {
    return isMadeOnce(fn) ? this : (this.#inClosures ?? this);
  }

  /** What code calls a runtime export. */
  name(exported: string): string {
    const global = globals[exported];
    if (global !== undefined && this.#free.has(global) && (this.#inClosures === null || exported === 'TDZ'))
      return global;
    let local = this.used.get(exported);
    if (local === undefined) {
      local = this.#names.fresh(this.#short[exported] ?? `$${exported}`);
      this.used.set(exported, local);
    }
    return local;
  }

  /** A name for compiled code's own variables, the same one in every function. */
  local(base: string): string {
    let name = this.#locals.get(base);
    if (name === undefined) {
      name = this.#names.fresh(base);
      this.#locals.set(base, name);
    }
    return name;
  }

  /** The strings object of a tagged template: one site, so one object, whichever half asks. */
  template(quasi: t.TemplateLiteral): HelperCall {
    const name = this.#names.fresh('$q');
    const site = t.templateLiteral(
      quasi.quasis,
      quasi.expressions.map(() => t.numericLiteral(0)),
    );
    const strings = t.taggedTemplateExpression(this.value('strings'), site);
    this.templates.push(t.functionDeclaration(t.identifier(name), [], t.blockStatement([t.returnStatement(strings)])));
    const node = t.callExpression(t.identifier(name), []) as HelperCall;
    node.helper = true;
    return node;
  }

  /** Throws what reading the variable too early throws. */
  tdz(binding: Binding): HelperCall {
    return this.call('tdz', t.stringLiteral(binding.author ?? binding.name));
  }

  /** Does so if `current`, the variable's value, shows that it is too early. */
  tdzCheck(binding: Binding, current: t.Expression): t.Expression {
    return t.logicalExpression('&&', t.binaryExpression('===', current, this.value('TDZ')), this.tdz(binding));
  }

  value(exported: string): t.Identifier {
    return t.identifier(this.name(exported));
  }

  call(exported: string, ...args: t.CallExpression['arguments']): HelperCall {
    const node = t.callExpression(this.value(exported), args) as HelperCall;
    node.helper = true;
    return node;
  }
}

/** Whether there is one closure of it, as far as the text tells: what stands around it, if anything, is called at once. */
function isMadeOnce(fn: FunctionInfo): boolean {
  return fn.parent === null || (fn.parent.isCalledAtOnce && isMadeOnce(fn.parent));
}

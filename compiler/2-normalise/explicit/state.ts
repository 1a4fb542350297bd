/**
 * The state of making one module explicit: the function that the walk is in, and what blocks will begin with. The
 * files beside this one are functions over it, one kind of construct a file.
 *
 * In: statements for the start of a scope, from wherever they come up. Out: all of them, when the scope's block is
 * finished.
 *
 *     start(scope of B, `let f = …`) while B's statements are visited   →  take(B), put in front of them
 *
 * The trap: statements for one scope come up before the walk (cells, early variables) and in it (functions), long
 * before or just after the walk gets there. So they are kept by the scope's node, in order, and taken once.
 */
import type * as t from '@babel/types';
import type { Helpers } from '../../normal-form/helpers.js';
import type { FunctionInfo, ModuleInfo } from '../../normal-form/model.js';

export interface ResolvedModule extends ModuleInfo {
  infoOf: ReadonlyMap<t.Node, FunctionInfo>;
}

export class Explicit {
  readonly module: ResolvedModule;
  readonly helpers: Helpers;
  /** The innermost function around the node that is visited; null outside all. */
  fn: FunctionInfo | null = null;
  readonly #starts = new Map<t.Node, t.Statement[]>();

  constructor(module: ResolvedModule, helpers: Helpers) {
    this.module = module;
    this.helpers = helpers;
  }

  /** A name that occurs nowhere in the module. */
  fresh(base: string): string {
    return this.module.names.fresh(base);
  }

  /** Adds statements to those that open the scope of `node`. */
  start(node: t.Node, ...statements: t.Statement[]): void {
    const list = this.#starts.get(node) ?? [];
    list.push(...statements);
    this.#starts.set(node, list);
  }

  /** The statements that open the scope of `node`, once. */
  take(node: t.Node): t.Statement[] {
    const list = this.#starts.get(node) ?? [];
    this.#starts.delete(node);
    return list;
  }
}

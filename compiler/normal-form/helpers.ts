/**
 * What compiled code calls in the runtime. A helper is asked for by its exported name; the module pass
 * imports those that were asked for, under names that clash with nothing.
 */
import * as t from '@babel/types';
import type { Binding, Names } from './model.js';

export interface HelperCall extends t.CallExpression {
  /** Never a suspension point. */
  helper: true;
}

export class Helpers {
  /** Functions to add to the module, each holding a template. */
  readonly templates: t.FunctionDeclaration[] = [];
  readonly used = new Map<string, string>();
  readonly #names: Names;
  readonly #locals = new Map<string, string>();
  readonly #short: Record<string, string> = {
    SUSPENDED: '$S',
    Frame: '$F',
    suspend: '$u',
    member: '$m',
    take: '$t',
    call: '$c',
    guard: '$g',
  };

  constructor(names: Names) {
    this.#names = names;
  }

  /** The local name of a runtime export. */
  name(exported: string): string {
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

/**
 * `this`, `super` and `new.target` where a copy of the code could not see them: in the resume half of a derived
 * constructor, in its arrow functions, in field initialisers that have moved.
 *
 *     this.a            →  $this.a                        $this ?? $noThis() where `super()` may not have been called
 *     super.m(x)        →  $c($superGet(C, $this, "m"), $this, x)
 *     super.p = v       →  $superSet(C, $this, "p", v)
 *     super.p += v      →  $superReference(C, $this, "p").v += v
 *     new.target        →  $target
 *
 * The trap: arrow functions and the computed keys of classes share them with the code around, other functions do not;
 * and a property of `super` is read in one way and assigned in another, so patterns and loop heads are gone through.
 */
import * as t from '@babel/types';
import { call, id, isFunction, mapChildren, member } from '../../normal-form/build.js';
import type { Helpers } from '../../normal-form/helpers.js';
import type { Access } from '../../normal-form/model.js';
import { authorText, type Stand } from '../text.js';

/** What to put in place of what only the function itself can see. */
export interface Lexical {
  readonly helpers: Helpers;
  /** The class. */
  type(): t.Expression;
  /** `this`, as it is. */
  self(): t.Expression;
  /** `this`, where it may be missing: throws then. */
  checkedSelf(): t.Expression;
  target(): t.Expression;
  superCall(node: t.CallExpression): t.Expression;
}

/** A call of a method of `super`: the method, and the object it is called on, are its first arguments. */
export interface SuperMethodCall extends t.CallExpression {
  /** What the author called. */
  superMethod?: string;
}

type SuperProperty = t.MemberExpression & { object: t.Super };

const isSuperProperty = (node: t.Node | null | undefined): node is SuperProperty =>
  t.isMemberExpression(node) && node.object.type === 'Super';

/** The node with the marks of the access that it stands for. */
function withMarks<N extends t.Node>(node: N, access: SuperProperty): N {
  const { reads, writes } = access as Access;
  return Object.assign(node, reads && { reads }, writes && { writes });
}

/** `keepsOwn`: outside arrow functions the code stays where it sees them. */
export function rewriteLexical<N extends t.Node>(node: N, lexical: Lexical, keepsOwn: boolean): N {
  return new Rewriter(lexical, keepsOwn).visit(node) as N;
}

class Rewriter {
  readonly #lexical: Lexical;
  #keeps: boolean;

  constructor(lexical: Lexical, keepsOwn: boolean) {
    this.#lexical = lexical;
    this.#keeps = keepsOwn;
  }

  visit(node: t.Node): t.Node {
    switch (node.type) {
      case 'ThisExpression':
        return this.#keeps ? node : t.inherits(named(this.#lexical.checkedSelf()), node);
      case 'MetaProperty':
        return node.meta.name === 'new' ? this.#lexical.target() : node;
      case 'MemberExpression':
        return isSuperProperty(node) ? this.#property(node) : this.#children(node);
      case 'CallExpression':
        return this.#call(node);
      case 'OptionalCallExpression':
        if (isSuperProperty(node.callee) && !this.#keeps)
          node.callee = this.#helper('superMethod', node.callee, authorText(node.callee));
        return this.#children(node);
      case 'TaggedTemplateExpression':
        return isSuperProperty(node.tag) && !this.#keeps ? this.#tagged(node, node.tag) : this.#children(node);
      case 'AssignmentExpression':
        return this.#assignment(node);
      case 'UpdateExpression':
        node.argument = this.#target(node.argument) as t.MemberExpression;
        return node;
      case 'UnaryExpression':
        return node.operator === 'delete' && isSuperProperty(node.argument)
          ? this.#delete(node, node.argument)
          : this.#children(node);
      case 'ForInStatement':
      case 'ForOfStatement':
        node.left = (node.left.type === 'VariableDeclaration' ? this.visit : this.#target).call(
          this,
          node.left,
        ) as t.LVal;
        node.right = this.visit(node.right) as t.Expression;
        node.body = this.visit(node.body) as t.Statement;
        return node;
      case 'ArrowFunctionExpression': {
        const outer = this.#keeps;
        this.#keeps = false;
        this.#children(node);
        this.#keeps = outer;
        return node;
      }
      case 'ClassProperty':
      case 'ClassAccessorProperty':
        if (node.computed) node.key = this.visit(node.key) as t.Expression;
        return node;
      case 'ClassPrivateProperty':
      case 'StaticBlock':
        return node;
      default:
        if (!isFunction(node)) return this.#children(node);
        if (hasComputedKey(node)) node.key = this.visit(node.key) as t.Expression;
        return node;
    }
  }

  #children(node: t.Node): t.Node {
    mapChildren(node, child => this.visit(child));
    return node;
  }

  #key(node: SuperProperty): t.Expression {
    return node.computed
      ? (this.visit(node.property) as t.Expression)
      : t.stringLiteral((node.property as t.Identifier).name);
  }

  #helper(name: string, node: SuperProperty, author?: string): Stand {
    const { helpers, type, checkedSelf } = this.#lexical;
    const own = helpers.call(name, type(), checkedSelf(), this.#key(node));
    return Object.assign(t.inherits(own, node), author === undefined ? {} : { author });
  }

  /** The same where it stands for the access itself, which an accessor may suspend. */
  #access(name: string, node: SuperProperty): t.Expression {
    return withMarks(this.#helper(name, node), node);
  }

  #property(node: SuperProperty): t.Node {
    return this.#keeps ? this.#children(node) : this.#access('superGet', node);
  }

  #call(node: t.CallExpression): t.Node {
    const { callee } = node;
    if (callee.type === 'Super') {
      node.arguments = node.arguments.map(argument => this.visit(argument) as t.Expression);
      return this.#lexical.superCall(node);
    }
    if (!isSuperProperty(callee) || this.#keeps) return this.#children(node);
    return this.#methodCall(node, callee, node.arguments);
  }

  #methodCall(node: t.Node, callee: SuperProperty, args: t.CallExpression['arguments']): t.Node {
    const { helpers, self } = this.#lexical;
    const superMethod = authorText(callee);
    const method = this.#access('superGet', callee);
    const own = args.map(argument => this.visit(argument) as t.Expression);
    return Object.assign(t.inherits(call(helpers.value('call'), method, self(), ...own), node), { superMethod });
  }

  #tagged(node: t.TaggedTemplateExpression, tag: SuperProperty): t.Node {
    const strings = this.#lexical.helpers.template(node.quasi);
    return this.#methodCall(node, tag, [strings, ...(node.quasi.expressions as t.Expression[])]);
  }

  #assignment(node: t.AssignmentExpression): t.Node {
    const { left } = node;
    if (isSuperProperty(left) && !this.#keeps && node.operator === '=') {
      const { helpers, type, checkedSelf } = this.#lexical;
      const place = [type(), checkedSelf(), this.#key(left)] as const;
      const own = helpers.call('superSet', ...place, this.visit(node.right) as t.Expression);
      return withMarks(t.inherits(own, node), left);
    }
    node.left = this.#target(left) as t.LVal & t.OptionalMemberExpression;
    node.right = this.visit(node.right) as t.Expression;
    return node;
  }

  /** What is assigned to. */
  #target(node: t.Node): t.Node {
    switch (node.type) {
      case 'MemberExpression':
        return isSuperProperty(node) && !this.#keeps
          ? withMarks(member(this.#helper('superReference', node), 'v'), node)
          : this.visit(node);
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (property.type === 'ObjectProperty') {
            if (property.computed) property.key = this.visit(property.key) as t.Expression;
            property.value = this.#target(property.value) as t.PatternLike;
          } else property.argument = this.#target(property.argument) as t.Identifier;
        }
        return node;
      case 'ArrayPattern':
        node.elements = node.elements.map(element => element && (this.#target(element) as t.PatternLike));
        return node;
      case 'AssignmentPattern':
        node.left = this.#target(node.left) as t.Identifier;
        node.right = this.visit(node.right) as t.Expression;
        return node;
      case 'RestElement':
        node.argument = this.#target(node.argument) as t.Identifier;
        return node;
      default:
        return this.visit(node);
    }
  }

  /** An error whatever it is, but not before its parts are evaluated. */
  #delete(node: t.UnaryExpression, argument: SuperProperty): t.Node {
    if (this.#keeps) return this.#children(node);
    const parts = argument.computed ? [this.visit(argument.property) as t.Expression] : [];
    const { helpers, checkedSelf } = this.#lexical;
    return t.inherits(t.sequenceExpression([checkedSelf(), ...parts, helpers.call('noDelete')]), node);
  }
}

const hasComputedKey = (node: t.Node): node is t.ObjectMethod => 'computed' in node && node.computed === true;

/** Messages say `this`. */
function named(node: t.Expression): Stand {
  return Object.assign(node, { author: 'this' });
}

/** `$this ?? $noThis()` */
export function checked(self: t.Expression, helpers: Helpers): t.Expression {
  return t.logicalExpression('??', self, helpers.call('noThis'));
}

/** Whether code shares `this` and `super` with the code around: it is walked into by `children`. */
export function* lexicalParts(node: t.Node): Generator<t.Node> {
  switch (node.type) {
    case 'ClassProperty':
    case 'ClassAccessorProperty':
      if (node.computed) yield node.key;
      return;
    case 'ClassPrivateProperty':
    case 'StaticBlock':
      return;
    default:
      if (isFunction(node) && node.type !== 'ArrowFunctionExpression') {
        if (hasComputedKey(node)) yield node.key;
        return;
      }
      for (const key of t.VISITOR_KEYS[node.type] ?? []) {
        const value = (node as unknown as Record<string, unknown>)[key];
        for (const part of Array.isArray(value) ? value : [value]) if (part) yield part as t.Node;
      }
  }
}

/** A reference by name, for `Lexical`s before variables are resolved. */
export const byName = (name: string) => (): t.Identifier => id(name);

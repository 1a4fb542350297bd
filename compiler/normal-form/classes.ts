/**
 * What `2-normalise/classes` notes on nodes of classes for the passes after it. The notes stand on nodes because the
 * module is resolved anew once classes have been rewritten.
 */
import type * as t from '@babel/types';
import type { Binding, FunctionNode, IdentifierRef } from './model.js';

/** `super(…)`, which may be suspended, in either of its forms. */
export interface SuperCall extends t.CallExpression {
  superOf?: {
    /** The class. */
    type: t.Identifier;
    /** The variable with `new.target`, if the call may have to be made from the resume half. */
    target: t.Identifier | null;
    /** The variable for `this`, if somebody may have set it before. */
    self: t.Identifier | null;
    /** The parent may be a class of the engine's that iterates what it is given here, or calls it. */
    mayIterate: boolean;
  };
}

/** A constructor that may be suspended. */
export interface Constructor extends t.ClassMethod {
  constructs?: {
    /** The class's name inside itself. */
    type: string;
    isDerived: boolean;
    /** The variable for `this`, in a derived class. */
    self: string | null;
    /** The variable for `new.target`, if something reads it. */
    target: string | null;
    /** `super()` is the engine's own, so that `this` and what the constructor returns are too, in the fast half. */
    isNative: boolean;
    /** Parameters are evaluated in the body, behind what constructors begin with. */
    lowersParameters: boolean;
  };
}

/** A class of which something has been moved or renamed. */
export type RewrittenClass = t.Class & {
  /** Its name, if its text has another one. */
  author?: string;
  /** Initialisers that can be suspended are left to do when it has been made: `$rest()` gives the method. */
  later?: boolean;
};

/** A method that was a part of the class: what reports call it. */
export type MovedPart = FunctionNode & { shown?: { name: string; kind: string } };

/** A class or a part of one that the author knows nothing of. */
export type Ours = t.Node & { ours?: boolean };

export const isOurs = (node: t.Node): boolean => !!(node as Ours).ours;

export function ours<N extends t.Node>(node: N): N {
  return Object.assign(node, { ours: true });
}

/** The call of a moved part: nobody can have changed what it calls. */
export type MovedCall = t.CallExpression & { moved?: boolean };

/** `super.m(…)` in a class whose name can be mentioned there: what `super` belongs to. */
export type SuperMethod = t.CallExpression & { superHome?: { type: t.Identifier; isStatic: boolean } };

/** A statement that comes before parameters are evaluated. */
export type EarlyStatement = t.Statement & { early?: boolean };

/** Stands in a class body for the computed key of an element that has moved: the expression that is evaluated there. */
export type KeyCarrier = t.ClassMethod & { carried?: t.CallExpression };

/** What is known of a constructor that may be suspended: the variables of the note, resolved. */
export interface Construction {
  type: Binding;
  isDerived: boolean;
  self: Binding | null;
  isNative: boolean;
}

/** The part of a point that is `super(…)`. */
export interface SuperPoint {
  type: Binding;
  target: Binding | null;
  /** What to compare with before binding; null: nobody can have set it. */
  self: t.Expression | null;
  isNative: boolean;
}

export const constructsOf = (node: t.Node): Constructor['constructs'] => (node as Constructor).constructs;

export const superOf = (node: t.Node): SuperCall['superOf'] => (node as SuperCall).superOf;

export const bindingOf = (node: t.Node): Binding => (node as IdentifierRef).binding as Binding;

/** What only the function itself can see, where the resume half does not come by: `new.target`, a private name. */
export type Kept = (t.MetaProperty | t.PrivateName) & { kept?: boolean };

/** `using`, where the host does not know of it yet. */

declare global {
  interface SymbolConstructor {
    /** The method that `using` calls at the end of the block. */
    readonly dispose: unique symbol;
  }
}

/** `Symbol.dispose`, or what compilers of `using` look for where there is none. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

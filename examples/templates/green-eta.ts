'use greenlet';
/**
 * Eta over templates that have to be waited for. Eta is synchronous by design: it calls `readFile(path)` and goes on with what that
 * returns. Nothing of it is changed or replaced: it is compiled (`--include '**\/node_modules/eta/**'`), so that `readFile` may wait.
 *
 * Only what it makes of templates needs a word. That are functions made of text, which call `include` in their turn, and no compiler has
 * seen them: so they are compiled when they are made.
 */
import { createRequire } from 'node:module';
import { Eta, type EtaConfig } from 'eta/core';
import { compile } from 'greenc/compiler';

const require = createRequire(import.meta.url);

/** Where templates come from; both functions may wait. */
export interface Store {
  /** The path of the template that another one, at `from`, calls by a name. */
  resolve(name: string, from: string | undefined): string;
  read(path: string): string;
}

export function greenEta(store: Store, config?: Partial<EtaConfig>): Eta {
  const eta = new Eta(config);
  eta.resolvePath = (name, options) => store.resolve(name, options?.filepath);
  eta.readFile = path => store.read(path);
  const { compile: original } = eta;
  eta.compile = function (text, options) {
    return greenFunction(original.call(this, text, options), options?.filepath);
  };
  return eta;
}

/** A function that was made of text and captures nothing, compiled by greenc. */
function greenFunction<T extends (...args: any[]) => unknown>(made: T, filename = 'template.eta'): T {
  const source = `module.exports = ${made};`;
  const { code } = compile(source, { filename: `${filename}.js`, all: true, sourceType: 'script' });
  const module = { exports: made };
  new Function('module', 'require', code)(module, require);
  return module.exports;
}

'use greenlet';
// acorn reports tokens while it parses, by calling `onToken` from deep within its recursive descent. Here the
// caller pulls instead: each `next()` lets the parser run exactly as far as its next token. acorn itself is
// compiled by greenc as it is published, so its own functions stop in mid-parse.
//
// Run with: greenc run --include "**/node_modules/acorn/**" examples/pull-tokenizer.ts

import { parse, type Token, tokTypes } from 'acorn';
import { Greenlet, getCurrent } from 'greenc';

class Tokenizer {
  readonly #parser: Greenlet;
  #consumer = getCurrent();

  constructor(source: string) {
    this.#parser = new Greenlet(() => {
      const program = parse(source, { ecmaVersion: 'latest', onToken: token => void this.#consumer.switch(token) });
      return program.body.length;
    });
  }

  /** The next token; after the last one, how many statements the whole program has. */
  next(): Token | number {
    this.#consumer = getCurrent();
    return this.#parser.switch() as Token | number;
  }

  get depth(): number {
    return this.#parser.frames.length;
  }
}

const source = `
function area(shape) {
  return shape.kind === "circle" ? Math.PI * shape.r ** 2 : shape.sides.reduce((a, b) => a * b);
}
let x = area({ kind: "square", sides: [3, 4] })
`;

const tokens = new Tokenizer(source);
let count = 0;
let deepest = 0;
let shown = 0;
for (let token = tokens.next(); typeof token !== 'number'; token = tokens.next()) {
  count++;
  deepest = Math.max(deepest, tokens.depth);
  if (shown < 8 && token.type === tokTypes.name) {
    shown++;
    console.log(`name ${source.slice(token.start, token.end).padEnd(7)} at ${token.start}`);
  }
}
console.log(`${count} tokens, pulled one at a time`);
console.log(`acorn was stopped deep inside: ${deepest > 15}`);

// Two parsers at once, in step: a comparison of two programs that ignores layout.
function sameTokens(first: string, second: string): boolean {
  const [a, b] = [new Tokenizer(first), new Tokenizer(second)];
  for (;;) {
    const [x, y] = [a.next(), b.next()];
    if (typeof x === 'number' || typeof y === 'number') return x === y;
    if (x.type !== y.type || first.slice(x.start, x.end) !== second.slice(y.start, y.end)) return false;
  }
}
console.log(`same but for layout: ${sameTokens('let a = [1,2]', 'let a=\n  [1, 2]')}`);
console.log(`not the same:        ${sameTokens('let a = [1,2]', 'let a = [1,3]')}`);

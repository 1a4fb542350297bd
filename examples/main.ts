'use greenlet';
// A recursive-descent parser that is fed a piece of text at a time.
//
// The parser below is the textbook one: plain functions that call each other and ask `peek()` for the next
// character. It knows nothing of chunks, callbacks, promises or generators. When the text runs out, `peek()`,
// however deep in the calls, switches back to whoever feeds the parser; with the next chunk all those calls go on from
// where they were.

import { Greenlet, getCurrent } from 'greenc';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const main = getCurrent();
let buffer = '';
let ended = false;

/** The next character, or '' at the end of the input. This is the only place that waits. */
function peek(): string {
  while (buffer === '' && !ended) main.switch();
  return buffer[0] ?? '';
}

function next(): string {
  const character = peek();
  buffer = buffer.slice(1);
  return character;
}

function skipSpace(): string {
  while (peek() !== '' && ' \n\t'.includes(peek())) next();
  return peek();
}

function expect(wanted: string): void {
  for (const character of wanted) {
    const found = next();
    if (found !== character) throw new SyntaxError(`expected ${wanted}, found ${found || 'the end'}`);
  }
}

function parseValue(): Json {
  const first = skipSpace();
  if (first === '{') return parseObject();
  if (first === '[') return parseArray();
  if (first === '"') return parseString();
  if (first === 't') return (expect('true'), true);
  if (first === 'f') return (expect('false'), false);
  if (first === 'n') return (expect('null'), null);
  return parseNumber();
}

function parseObject(): Json {
  const members: [string, Json][] = [];
  expect('{');
  if (skipSpace() !== '}') {
    do members.push(parseMember());
    while (another());
  }
  expect('}');
  return Object.fromEntries(members);
}

function parseMember(): [string, Json] {
  skipSpace();
  const key = parseString();
  skipSpace();
  expect(':');
  return [key, parseValue()];
}

function parseArray(): Json {
  const items: Json[] = [];
  expect('[');
  if (skipSpace() !== ']') {
    // The call in the middle of this expression may stop as well.
    do items.push(parseValue());
    while (another());
  }
  expect(']');
  return items;
}

function another(): boolean {
  if (skipSpace() !== ',') return false;
  next();
  return true;
}

function parseString(): string {
  let text = '';
  expect('"');
  while (peek() !== '"') {
    if (peek() === '') throw new SyntaxError('the text ends inside a string');
    text += next();
  }
  next();
  return text;
}

function parseNumber(): number {
  let digits = '';
  while (/[-+.\de]/.test(peek())) digits += next();
  if (digits === '') throw new SyntaxError(`unexpected ${peek() || 'end'}`);
  return Number(digits);
}

/** Feeds the chunks to a parser of their own and tells what happens. */
function feed(chunks: string[], broken?: Error): void {
  buffer = '';
  ended = false;
  const parser = new Greenlet(() => {
    try {
      return parseValue();
    } finally {
      console.log('  (the parser leaves)');
    }
  });
  let result: unknown;
  for (const chunk of chunks) {
    buffer += chunk;
    result = parser.switch();
    const names = parser.frames.map(frame => frame.name).filter(name => name.startsWith('parse') || name === 'peek');
    console.log(`  fed ${chunk.padEnd(16)} ${parser.dead ? 'done' : `stopped in ${names.join(' < ')}`}`);
  }
  if (broken !== undefined) result = parser.throw(broken);
  if (!parser.dead) {
    ended = true;
    result = parser.switch();
  }
  console.log(`  result: ${JSON.stringify(result)}`);
}

console.log('A JSON document arrives in pieces:');
feed(['{"name": "gr', 'eenc", "fast', '": tru', 'e, "sizes": [1, ', '23', '45, [{"x": ', '6}]', '], "end": null', '}']);

console.log('\nThe connection breaks while the parser waits nine calls deep:');
try {
  feed(['[1, [2, {"half', ' a key'], new Error('connection lost'));
} catch (error) {
  console.log(`  caught by the feeder: ${(error as Error).message}`);
}

console.log('\nThe document is wrong, which only its last piece shows:');
try {
  feed(['{"a": [', 'tr', 'ap]}']);
} catch (error) {
  console.log(`  caught by the feeder: ${(error as Error).message}`);
}

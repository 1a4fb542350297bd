// A backtracking pattern matcher in continuation-passing style: every match is a chain of closures.

const literal = (letter) => (text, at, then) => at < text.length && text[at] === letter && then(at + 1);
const any = (text, at, then) => at < text.length && then(at + 1);
const end = (text, at, then) => at === text.length && then(at);
const both = (first, second) => (text, at, then) => first(text, at, (middle) => second(text, middle, then));
const either = (first, second) => (text, at, then) => first(text, at, then) || second(text, at, then);

function many(inner) {
  return function repeat(text, at, then) {
    return inner(text, at, (next) => next > at && repeat(text, next, then)) || then(at);
  };
}

function word(text) {
  let result = literal(text[0]);
  for (let i = 1; i < text.length; i++) result = both(result, literal(text[i]));
  return result;
}

function sequence(...parts) {
  let result = parts[0];
  for (let i = 1; i < parts.length; i++) result = both(result, parts[i]);
  return result;
}

function find(pattern, text) {
  let matches = 0;
  let furthest = 0;
  const note = (at) => {
    furthest = Math.max(furthest, at);
    return true;
  };
  for (let i = 0; i < text.length; i++) if (pattern(text, i, note)) matches++;
  return matches * 1000 + furthest;
}

export const expected = '3314400,15400,1213386';

export function run() {
  const text = 'aabbabcabcbaabacabbcbacbaabcabbbcacabacbacabbabc'.repeat(300);
  const repeated = sequence(literal('a'), many(either(literal('b'), word('ca'))), literal('c'));
  const tail = sequence(many(either(word('ab'), either(word('c'), word('ba')))), word('abc'), end);
  const gap = sequence(word('ab'), any, many(literal('b')), any, literal('a'));
  return [find(repeated, text), find(tail, text), find(gap, text)].join();
}

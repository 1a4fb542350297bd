// Generator-heavy: a lazy pipeline over a text: lines, words, a window, a filter, a count; with early ends.
const words = ['lorem', 'ipsum', 'dolor', 'sit', 'amet', 'elit', 'sed', 'do', 'magna', 'aliqua', 'enim', 'ad'];

function* lines(count) {
  let seed = 7;
  for (let line = 0; line < count; line++) {
    const list = [];
    for (let i = 0; i < 12; i++) {
      seed = (seed * 1103 + 12_345) % 65_521;
      list.push(words[seed % words.length]);
    }
    yield list.join(' ');
  }
}

function* split(source) {
  for (const line of source) yield* line.split(' ');
}

function* mapped(source, change) {
  for (const item of source) yield change(item);
}

function* kept(source, test) {
  for (const item of source) if (test(item)) yield item;
}

function* windows(source, size) {
  let window = [];
  for (const item of source) {
    window.push(item);
    if (window.length === size) {
      yield window;
      window = window.slice(1);
    }
  }
}

function* taken(source, count) {
  let left = count;
  if (left === 0) return;
  for (const item of source) {
    yield item;
    if (--left === 0) return;
  }
}

function* counted(source) {
  const counts = new Map();
  for (const item of source) counts.set(item, (counts.get(item) ?? 0) + 1);
  for (const [item, count] of counts) yield `${item}:${count}`;
}

export const expected = 1_086_742_704;

export function run() {
  const upper = mapped(split(lines(900)), word => word.toUpperCase());
  const pairs = mapped(
    windows(
      kept(upper, word => word.length > 2),
      2,
    ),
    pair => pair.join('-'),
  );
  const text = [...counted(taken(pairs, 8000))].sort().join(' ');
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) | 0;
  return hash;
}

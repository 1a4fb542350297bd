// Bundlers find some calls by their text: compiled code has them as they were written, in functions that may be suspended too.

import { compile } from '../../compiler/index.js';

const compiled = (statement: string, accessors?: string[]): string =>
  compile(`export function f(g) { g(); ${statement} }`, { filename: 'a.js', all: true, accessors }).code;

test.each([
  'import.meta.hot.accept();',
  "import.meta.hot.accept('./b.js', next => next);",
  "import.meta.hot?.accept(['./b.js'], next => next);",
  'import.meta.webpackHot.accept();',
  "import.meta.glob('./*.js', g);",
  "import.meta.webpackContext('./pages');",
  "new Worker(new URL('./worker.js', import.meta.url), g);",
  "new SharedWorker(new URL('./worker.js', import.meta.url));",
  "import('./lazy.js');",
])('%s', statement => {
  const code = compiled(`const found = ${statement} g(found);`);
  expect(code).toContain(statement);
  expect(code).toContain('suspendNew');
});

test('beside calls that may suspend', () => {
  expect(compiled("return g(new URL('./logo.svg', import.meta.url).href, g());", ['url'])).toContain(
    "new URL('./logo.svg', import.meta.url)",
  );
});

test('the same names of something else are calls like all others', () => {
  for (const call of ['hot.accept()', 'meta.glob()', 'import.meta.other()', "new Worker('./worker.js')", 'new URL(g)'])
    expect(compiled(`const found = ${call}; return g(found);`)).not.toContain(`const found = ${call};`);
});

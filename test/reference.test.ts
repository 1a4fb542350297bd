/** docs/hub.md is what the docstrings of runtime/hub make of it. UPDATE_DOCS=1 writes it anew. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './cli/support.js';

test('docs/hub.md is up to date', () => {
  const page = join(projectRoot, 'docs', 'hub.md');
  const made = execFileSync(process.execPath, [join(projectRoot, 'cli', 'dev', 'reference.mjs')], { encoding: 'utf8' });
  if (process.env.UPDATE_DOCS === '1') writeFileSync(page, made);
  expect(readFileSync(page, 'utf8')).toBe(made);
});

test('the page has what the hub exports', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'hub.md'), 'utf8');
  const missing = Object.keys(require('greenc/hub')).filter(name => !text.includes(`\n### ${name}\n`));
  expect(missing).toEqual([]);
});

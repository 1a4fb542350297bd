/** docs/hub.md and docs/node-api.md are what docstrings make of them. UPDATE_DOCS=1 writes them anew. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './cli/support.js';

test.each(['hub', 'node-api'])('docs/%s.md is up to date', name => {
  const page = join(projectRoot, 'docs', `${name}.md`);
  const script = join(projectRoot, 'cli', 'dev', 'reference.mjs');
  const made = execFileSync(process.execPath, [script, name], { encoding: 'utf8' });
  if (process.env.UPDATE_DOCS === '1') writeFileSync(page, made);
  expect(readFileSync(page, 'utf8')).toBe(made);
});

test('the page has what the hub exports', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'hub.md'), 'utf8');
  const missing = Object.keys(require('greenc/hub')).filter(name => !text.includes(`\n### ${name}\n`));
  expect(missing).toEqual([]);
});

test('the page of Node has what its modules export', () => {
  const text = readFileSync(join(projectRoot, 'docs', 'node-api.md'), 'utf8');
  const modules = ['greenc/node', 'greenc/node/net', 'greenc/node/http'].map(name => require(name) as object);
  const missing = modules.flatMap(exported => Object.keys(exported)).filter(name => !text.includes(`\n### ${name}\n`));
  expect(missing).toEqual([]);
});

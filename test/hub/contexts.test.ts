/** Contexts of greenlets, on all versions of Node that greenc is for: what is behind AsyncLocalStorage differs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed, node, outcome } from '../register/support.js';
import { nodesFor } from '../support/node-versions.js';

const printed = `asyncify: a b c
spawn: maker undefined
before any use: undefined
enterWith: outer x x xx
enterWith: outer y y yy
main: undefined
run: p,p,inner,undefined,p,undefined,thrown,onetwo,undefined q,q,inner,undefined,q,undefined,thrown,onetwo,undefined
run in main: main5 undefined
switch: first,first,entered undefined
a child: parent undefined
nested: outer outer inner inner innerinner outer undefined
context before the start: null
context: given
set and emptied: given undefined
a copy: given
TypeError: a context is what AsyncLocalStorage.snapshot() gives, or null
GreenletError: the context of main, and of the greenlet that runs, cannot be set
the current one: here
stack: Error: stacked | at failing | at around
used: true
`;

describe('a greenlet has a context of its own', () => {
  const program = readFileSync(join(__dirname, 'programs', 'contexts.ts'), 'utf8');
  const folder = installed({ 'contexts.mts': program });

  test.each(nodesFor('contexts'))('on Node %s', (_, executable) => {
    const run = (...args: string[]) =>
      outcome(node(folder, ['--import', 'greenc/register', 'contexts.mts', ...args], { executable }));
    const good = (stdout: string) => ({ status: 0, stdout, stderr: '' });
    expect(run()).toEqual(good(`unused: true\n${printed}`));
    expect(run('first')).toEqual(good(`unused: true\nfirst: undefined first first firstfirst undefined\n${printed}`));
  });
});

/** Classes that Node loads only when they are first asked for: the runtime does not ask, and has equivalents for them all the same. */
import { spawnSync } from 'node:child_process';
import { compile } from 'greenc/compiler';
import { projectRoot } from '../cli/support.js';

const program = `'use greenlet';
import { Greenlet, getCurrent } from 'greenc';
const isLoaded = () => process.moduleLoadList.some(name => /\\bundici\\b/.test(name));
const main = getCurrent();
const said = [];
const own = { forEach: f => f('own') };
const goThrough = (all, ...more) => new Greenlet(() => {
  all.forEach((value, key) => { said.push(value, key, main.switch()); }, ...more);
});
const run = all => {
  const greenlet = goThrough(all);
  while (!greenlet.dead) greenlet.switch('back');
};
run(new Map([['k', 'in a map']]));
said.push(isLoaded());
run(own);
run(new Headers({ b: 'in headers' }));
const data = new FormData();
data.append('c', 'in a form');
run(data);
console.log(JSON.stringify(said));
`;

test('Headers and FormData', () => {
  const { code } = compile(program, { filename: 'late.mjs' });
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const said = [
    'in a map',
    'k',
    'back',
    false,
    'own',
    null,
    'back',
    'in headers',
    'b',
    'back',
    'in a form',
    'c',
    'back',
  ];
  expect({ said: JSON.parse(stdout || '[]'), stderr }).toEqual({ said, stderr: '' });
});

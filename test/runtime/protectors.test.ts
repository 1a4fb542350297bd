// V8 knows of some things that hardly any program changes (the constructors of promises, the iterators of arrays), and all code of the process is
// slower from the moment when one does. To load the runtime must change none of them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/root.js';

const compiling =
  /^\.\/(?:compiler|babel|vite|rollup|rolldown|webpack|rspack|esbuild|farm|jest|register|coverage|package\.json)$/;
const { exports } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
const entries = Object.keys(exports).filter(entry => !compiling.test(entry));

const program = `
const names = ['ArraySpecies', 'ArrayIterator', 'IsConcatSpreadable', 'MapIterator', 'NoElements', 'PromiseSpecies', 'RegExpSpecies', 'SetIterator',
  'StringIterator', 'StringWrapperToPrimitive', 'TypedArraySpecies'];
function intact(name) {
  try {
    return new Function('return %' + name + 'Protector()')();
  } catch {
    // This version of V8 has no such function.
    return undefined;
  }
}
const before = names.filter(intact);
for (const entry of process.argv.slice(1)) await import(entry);
await new Promise(resolve => setImmediate(resolve));
console.log(JSON.stringify({ before, after: names.filter(intact) }));
`;

test.each(entries.map(entry => entry.replace('.', 'greenc')))('%s leaves the engine as fast as it is', entry => {
  const args = ['--allow-natives-syntax', '--input-type=module', '--eval', program, '--', entry];
  const { before, after } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: projectRoot() }));
  expect(before).toContain('PromiseSpecies');
  expect(after).toEqual(before);
});

/** The register hook on all versions of Node that greenc is for: their ways to load modules differ more than anything else. */
import { nodesFor } from '../support/node-versions.js';
import { printed, program } from './programs.js';
import { installed, node, outcome, syntaxError } from './support.js';

const esm = program('ts', 'esm');
const cjs = program('ts', 'cjs');

describe('on each version of Node', () => {
  // One folder: what one version has compiled serves the next.
  const esmFolder = installed(esm.files);
  const cjsFolder = installed(cjs.files);

  test.each(nodesFor('the register hook'))('Node %s', (version, executable) => {
    const run = (folder: typeof esmFolder, ...args: string[]) => outcome(node(folder, args, { executable }));
    expect(run(esmFolder, '-p', 'process.versions.node.split(".")[0]').stdout).toBe(`${version}\n`);
    const good = { status: 0, stdout: printed, stderr: '' };
    expect(run(esmFolder, '--import', 'greenc/register', esm.main)).toEqual(good);
    expect(run(cjsFolder, '-r', 'greenc/register', cjs.main)).toEqual(good);
    esmFolder.write({ 'bad.mts': '"use greenlet";\nlet x = ;\n' });
    const bad = { status: 1, stdout: '', stderr: syntaxError('bad.mts') };
    expect(run(esmFolder, '--import', 'greenc/register', 'bad.mts')).toEqual(bad);
  });
});

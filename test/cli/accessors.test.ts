import { folderWith } from './support.js';

// The module that reads comes before the one that defines, in the order of names and of imports.
const files = {
  'package.json': '{ "type": "module" }',
  'src/main.ts': `"use greenlet";
import { Greenlet, getCurrent } from 'greenc';
import { total } from './a-total.js';
const { Sensor } = await import('./sensor.ts');
const run = () => total(new Sensor(() => getCurrent().parent!.switch('measured')));
const greenlet = new Greenlet(run);
console.log(greenlet.switch(), greenlet.switch(20));
`,
  'src/a-total.ts': `"use greenlet";
export const total = (sensor: { value: number }): number => 1 + sensor.value;
`,
  'src/sensor.ts': `"use greenlet";
export class Sensor {
  constructor(readonly measure: () => number) {}
  get value(): number { return this.doubled / 2; }
  get doubled(): number { return 2 * this.measure(); }
}
`,
};

describe('--accessors', () => {
  test('compile knows the accessors of all its files before it compiles one', () => {
    const folder = folderWith(files);
    expect(folder.greenc('compile', 'src', '--out-dir', 'out', '--accessors').status).toBe(0);
    expect(folder.read('out/a-total.js')).toContain('sensor.value)');
    const { stdout, stderr } = folder.greenc('run', 'out/main.js');
    expect({ stdout, stderr }).toEqual({ stdout: 'measured 21\n', stderr: '' });
  });

  test('run knows those of what the program imports', () => {
    const { stdout, stderr } = folderWith(files).greenc('run', '--accessors', 'src/main.ts');
    expect({ stdout, stderr }).toEqual({ stdout: 'measured 21\n', stderr: '' });
  });

  test('run: modules that are loaded by require know what those around them define', () => {
    const folder = folderWith({
      'main.mjs': `"use greenlet";
import { Greenlet, getCurrent } from 'greenc';
import read from './read.cjs';
const object = { get answer() { return getCurrent().parent.switch('asked'); } };
const greenlet = new Greenlet(() => read(object));
console.log(greenlet.switch(), greenlet.switch(42));
`,
      'read.cjs': '"use greenlet";\nmodule.exports = object => [object.answer];\n',
    });
    const { stdout, stderr } = folder.greenc('run', '--accessors', 'main.mjs');
    expect({ stdout, stderr }).toEqual({ stdout: 'asked [ 42 ]\n', stderr: '' });
  });

  test('--accessor names what no file defines', () => {
    const source = '"use greenlet";\nexport const f = o => o.given + o.other;\n';
    const folder = folderWith({ 'a.mjs': source, 'b.mjs': source });
    expect(folder.greenc('compile', 'a.mjs', '--out-dir', 'out', '--accessor', 'given').status).toBe(0);
    expect(folder.read('out/a.mjs')).toContain('= o.given) === $S');
    expect(folder.read('out/a.mjs')).not.toContain('= o.other) === $S');
    expect(folder.greenc('compile', 'b.mjs', '--out-dir', 'out').status).toBe(0);
    expect(folder.read('out/b.mjs')).toBe(source.slice(source.indexOf('export')));
  });

  test('without it a getter that is to be suspended fails by name', () => {
    const { stderr } = folderWith(files).greenc('run', 'src/main.ts');
    expect(stderr).toContain('ForeignFrameError: getter Sensor.doubled cannot be suspended');
  });
});

/** Which folder may import which. Dependencies point one way; this holds them there. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../cli/support.js';

interface Import {
  readonly from: string;
  /** A path from the project root, or the name of a package. */
  readonly to: string;
}

function importsOf(folder: string): Import[] {
  const files = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.ts$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  return files.flatMap(file => {
    const specifiers = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[\s\w$*{},]*['"]([^'"]+)['"]/gm);
    const place = (path: string) => relative(projectRoot, path).replace(/\\/g, '/');
    return [...specifiers].map(([, specifier]) => ({
      from: place(file),
      to: specifier.startsWith('.') ? place(join(dirname(file), specifier)) : specifier,
    }));
  });
}

test('the runtime imports nothing but itself', () => {
  const imports = importsOf('runtime');
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(({ to }) => !to.startsWith('runtime/'))).toEqual([]);
});

test('the compiler needs neither the runtime nor the command line', () => {
  const imports = importsOf('compiler');
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(({ to }) => /^(?:runtime|cli|test|bench)\//.test(to))).toEqual([]);
});

test('the command line does not reach into the passes', () => {
  expect(importsOf('cli').filter(({ to }) => /^compiler\/\d-|^(?:runtime|test|bench)\//.test(to))).toEqual([]);
});

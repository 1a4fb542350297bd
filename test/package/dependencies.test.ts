/** Which folder may import which. Dependencies point one way; this holds them there. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../cli/support.js';

interface Import {
  readonly from: string;
  /** A path from the project root, or the name of a package. */
  readonly to: string;
  /** Gone when the program runs. */
  readonly isType: boolean;
}

function importsOf(folder: string): Import[] {
  const files = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.ts$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  return files.flatMap(file => {
    const specifiers = readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b(\s+type\b)?[\s\w$*{},]*['"]([^'"]+)['"]/gm,
    );
    const place = (path: string) => relative(projectRoot, path).replace(/\\/g, '/');
    return [...specifiers].map(([, type, specifier]) => ({
      from: place(file),
      to: specifier.startsWith('.') ? place(join(dirname(file), specifier)) : specifier,
      isType: type !== undefined,
    }));
  });
}

test('the runtime imports nothing but itself, and only cooperative Node what Node has', () => {
  const imports = importsOf('runtime');
  expect(imports.length).toBeGreaterThan(0);
  const isAllowed = ({ from, to }: Import) =>
    to.startsWith('runtime/') || (from.startsWith('runtime/node/') && to.startsWith('node:'));
  expect(imports.filter(one => !isAllowed(one))).toEqual([]);
});

test('nothing but cooperative Node itself needs it', () => {
  const isNode = (path: string) => path.startsWith('runtime/node/');
  expect(importsOf('runtime').filter(({ from, to }) => isNode(to) && !isNode(from))).toEqual([]);
});

test('nothing but programs imports the entry of the hub, of which bundlers could not leave out a part', () => {
  expect(importsOf('runtime').filter(({ to }) => to === 'runtime/hub/index.js')).toEqual([]);
});

test('nothing else in the runtime needs fibers', () => {
  const imports = importsOf('runtime').filter(({ to }) => to.startsWith('runtime/fibers/'));
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(({ from }) => !from.startsWith('runtime/fibers/'))).toEqual([]);
});

test('the compiler needs neither the runtime nor the command line', () => {
  const imports = importsOf('compiler');
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(({ to }) => /^(?:runtime|cli|test|bench)\//.test(to))).toEqual([]);
});

/** The folder of a path in the compiler, and its number if it is a stage. */
const folderOf = (path: string) => /^compiler\/([^/]+)\//.exec(path)?.[1] ?? '';
const stageOf = (path: string) => Number(/^compiler\/(\d)-/.exec(path)?.[1] ?? 0);

const withinCompiler = () => importsOf('compiler').filter(({ to }) => to.startsWith('compiler/'));

test('a stage of the compiler uses earlier stages, the normal form and the diagnostics, never a later stage', () => {
  const imports = withinCompiler().filter(({ from }) => stageOf(from) > 0);
  expect(new Set(imports.map(({ from }) => stageOf(from))).size).toBe(5);
  const isAllowed = ({ from, to, isType }: Import) => {
    if (stageOf(to) > 0) return stageOf(to) <= stageOf(from);
    // What the options look like, but not how they are read: options.ts itself builds on the first stage.
    if (to === 'compiler/options.js') return isType;
    return ['normal-form', 'diagnostics'].includes(folderOf(to));
  };
  expect(imports.filter(one => !isAllowed(one))).toEqual([]);
});

test('the normal form and the diagnostics stand by themselves', () => {
  const imports = withinCompiler().filter(({ from }) => ['normal-form', 'diagnostics'].includes(folderOf(from)));
  const leaving = imports.filter(({ from, to }) => folderOf(to) !== folderOf(from));
  // A validator shares no code with the pass that it checks. What a point is, both ask the first stage.
  const isAllowed = ({ from, to }: Import) =>
    from.startsWith('compiler/normal-form/validate') && to === 'compiler/1-select/points.js';
  expect(leaving.length).toBeGreaterThan(0);
  expect(leaving.filter(one => !isAllowed(one))).toEqual([]);
});

test('only the pipeline validates, and nothing in the compiler needs its explanations', () => {
  const imports = withinCompiler();
  const isValidator = (path: string) => path.startsWith('compiler/normal-form/validate');
  const validating = imports.filter(({ from, to }) => isValidator(to) && !isValidator(from));
  expect(validating.map(({ from }) => from)).toEqual(['compiler/pipeline.ts']);
  expect(imports.filter(({ from, to }) => folderOf(to) === 'explain' && folderOf(from) !== 'explain')).toEqual([]);
});

test('the command line does not reach into the passes', () => {
  expect(importsOf('cli').filter(({ to }) => /^compiler\/\d-|^(?:runtime|test|bench)\//.test(to))).toEqual([]);
});

// Compiles what the benchmarks run, into a folder in bench/.build: within the package, so that `greenc/runtime`
// resolves to the built package itself. Needs `npm run build` first.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'greenc/compiler';
import { instrument } from './instrument.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
// A folder of our own: two runs at once must not pull the files from under each other.
const out = `${here}.build/${process.pid}/`;

mkdirSync(out, { recursive: true });
process.on('exit', () => rmSync(out, { recursive: true, force: true }));

function emit(name, code) {
  writeFileSync(out + name, code);
  return out + name;
}

/** Compiles a module and writes it; gives the file's path. */
function emitCompiled(name, source, sourceType = 'module') {
  return emit(name, compile(source, { filename: name, sourceType, all: true }).code);
}

const pausingSource = readFileSync(`${here}pausing.js`, 'utf8');
const pausing = {
  original: emit('pausing.original.mjs', pausingSource),
  compiled: emitCompiled('pausing.mjs', pausingSource),
};

/** The same program as a CommonJS module: our programs only export `expected` and `run`. */
function asCommonJs(source) {
  return `'use strict';\n${source.replace(/^export /gm, '')}\nmodule.exports = { expected, run };\n`;
}

/** The names of the programs in a folder of bench/, without `.js`. */
export function programNames(folder) {
  return readdirSync(here + folder)
    .filter(file => file.endsWith('.js'))
    .map(file => file.slice(0, -'.js'.length));
}

export function programSource(folder, name) {
  return readFileSync(`${here}${folder}/${name}.js`, 'utf8');
}

/** Both variants of a program, for measure(). `form` is 'esm', 'cjs', 'paused' or 'resumed'. */
export function pair(folder, name, form) {
  return variants(name, programSource(folder, name), form);
}

/** The same for a program that is not a file, and leaves it to its original to say what to expect. */
export function generated(name, source, form) {
  const expected = new Function(`${source.replace(/^export /gm, '')}return run();`)();
  return variants(name, `${source}export const expected = ${JSON.stringify(expected)};\n`, form);
}

function variants(name, text, form) {
  let source = text;
  if (form === 'paused') source = instrument(source);
  if (form === 'cjs') source = asCommonJs(source);
  const extension = form === 'cjs' ? 'cjs' : 'mjs';
  const sourceType = form === 'cjs' ? 'script' : 'module';
  const mode = form === 'paused' || form === 'resumed' ? form : 'plain';
  const base = `${name}.${form}`;
  const variant = (variantName, module) => ({
    name: variantName,
    green: variantName === 'compiled',
    mode,
    pausing: mode === 'plain' ? undefined : pausing[variantName],
    module,
  });
  return [
    variant('original', emit(`${base}.original.${extension}`, source)),
    variant('compiled', emitCompiled(`${base}.compiled.${extension}`, source, sourceType)),
  ];
}

/** One program of bench/switching or another folder: compiled, or as it is when it uses what the language has already. */
export function single(name, { green, depth = 0, folder = 'switching' }) {
  const source = `const depth = ${depth};\n${programSource(folder, name)}`;
  const file = `${name}.${depth}.mjs`;
  const module = green ? emitCompiled(file, source) : emit(file, source);
  return { name: depth === 0 ? name : `${name} ${depth}`, green, mode: 'plain', module };
}

/** The simulation in both of its styles, which share a module that is left as it is. */
export function simulations() {
  emit('kernel.js', programSource('simulation', 'kernel'));
  return ['generators', 'greenlets'].map(name => {
    const [file, source] = [`simulation.${name}.mjs`, programSource('simulation', name)];
    const green = name === 'greenlets';
    return { name, green, mode: 'plain', module: green ? emitCompiled(file, source) : emit(file, source) };
  });
}

/** The files of both servers of a kind: with async functions, and in straight-line code. */
export function servers(kind) {
  emit('items.js', programSource('servers', 'items'));
  const names = [`${kind}-async`, `${kind}-green`];
  const [native, green] = names.map(name => programSource('servers', name));
  return { native: emit(`${names[0]}.mjs`, native), green: emitCompiled(`${names[1]}.mjs`, green) };
}

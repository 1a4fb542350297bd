// The matrix after minifiers. What they could change is whether the callee of a call site is known for what it is: a few
// uses show that. Each minifier gets every third place of a kind, the next one the
// places after them, and the third one the rest.

import { minifySync as swc } from '@swc/core';
import { transformSync } from 'esbuild';
import { minify_sync as terser } from 'terser';
import { matrixOf } from './cases.js';

const minifiers: Record<string, (code: string) => string> = {
  terser: code => terser(code, { module: true, compress: { passes: 2 }, mangle: true }).code ?? '',
  esbuild: code => transformSync(code, { minify: true }).code,
  swc: code => swc(code, { module: true, compress: true, mangle: true }).code,
};

const uses = ['returns it', 'drops it', 'stores it and returns it later'];

/** Minifiers leave out a conversion, or a test, whose result nobody wants: for them it runs nothing. */
const isLeftOut = (place: string, call: string): boolean => place.startsWith('statement') && !call.includes('⟦');

for (const [turn, [name, minify]] of Object.entries(minifiers).entries())
  matrixOf(`after ${name}`, minify, uses, (index, number, place, call) =>
    (index + number + turn) % 3 !== 0 || isLeftOut(place, call) ? [] : [index % 2 === 0 ? 'callback' : 'recovering'],
  );

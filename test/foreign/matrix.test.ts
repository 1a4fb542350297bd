// No foreign frame is passed silently: each kind of foreign code, at each place of a call, with all that it may do with
// the value its callee returns. What is expected is computed by rule (model.ts), not written down.

import { minifySync as swc } from '@swc/core';
import { transformSync } from 'esbuild';
import { minify_sync as terser } from 'terser';
import { uses } from './foreigners.js';
import { kinds } from './kinds.js';
import { type Case, Subject } from './matrix.js';
import { positions } from './positions.js';

const builds: Record<string, (code: string) => string> = {
  'as compiled': code => code,
  terser: code => terser(code, { module: true, compress: { passes: 2 }, mangle: true }).code ?? '',
  esbuild: code => transformSync(code, { minify: true }).code,
  swc: code => swc(code, { module: true, compress: true, mangle: true }).code,
};

const places = Object.keys(positions).flatMap(name => [name, `${name}, resumed`]);
/** What minifiers could change is whether the callee of a call site is known for what it is: these show it. */
const recognised = ['returns it', 'drops it', 'stores it and returns it later'];
const callbacks = ['callback', 'recovering'] as const;

describe.each(Object.keys(builds))('foreign frames, %s', build => {
  describe.each(Object.keys(kinds))('%s', kind => {
    let subject: Subject;
    beforeAll(() => {
      subject = new Subject(kind, builds[build] as (code: string) => string);
    });

    test.each(build === 'as compiled' ? Object.keys(uses) : recognised)('%s', async use => {
      const wrong: unknown[] = [];
      for (const place of places) {
        for (const callback of callbacks) {
          const one: Case = { kind, place, use, callback };
          const expected = await subject.expected(one);
          const actual = await subject.actual(one);
          if (actual.join('\n') !== expected.join('\n')) wrong.push({ place, callback, expected, actual });
          expect(subject.isSound()).toBe(true);
        }
      }
      expect(wrong).toEqual([]);
    });
  });
});

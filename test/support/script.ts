// Brings modules and TypeScript to the form that sandbox.ts takes, by Babel: the original and the compiled text alike, so
// that the two differ only by greenc.
import { transformFromAstSync } from '@babel/core';
import commonjs from '@babel/plugin-transform-modules-commonjs';
import { loweringPlugins } from '../../compiler/lower.js';
import { resolveCompileOptions } from '../../compiler/options.js';
import { parseSource } from '../../compiler/parse.js';

/** Whether a file name (and its text) needs `toScript` before it can be loaded. */
export function needsScript(filename: string, source: string): boolean {
  return /\.[mc]?tsx?$|\.mjs$/.test(filename) || /^(?:import|export)\b|\busing \w+ (?:=|of )/m.test(source);
}

/** TypeScript, JSX, decorators, `using` and ES modules to a CommonJS script that `loadProgram` takes. */
export function toScript(source: string, filename: string): string {
  const options = resolveCompileOptions({ filename });
  const result = transformFromAstSync(parseSource(source, options), source, {
    filename,
    babelrc: false,
    configFile: false,
    compact: false,
    retainLines: true,
    plugins: [...loweringPlugins(options), [commonjs, {}]],
  });
  return result?.code ?? '';
}

// A function made of a text, as template engines make them; by greenc where it compiles libraries.
import { createRequire } from 'node:module';
import { compile } from 'greenc/compiler';

export function made(body, ...parameters) {
  if (process.argv[2] !== 'all') return new Function(...parameters, body);
  const { code } = compile(`module.exports = function (${parameters}) {${body}};`, { filename: 'made.cjs', all: true });
  const module = { exports: {} };
  new Function('module', 'require', code)(module, createRequire(import.meta.url));
  return module.exports;
}

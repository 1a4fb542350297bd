/** The names of configuration files, in the order in which they are looked for in a folder. */
export const configNames = [
  'greenc.config.ts',
  'greenc.config.js',
  'greenc.config.mjs',
  'greenc.config.cjs',
  'greenc.config.json',
  'package.json',
];

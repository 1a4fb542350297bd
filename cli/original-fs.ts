/**
 * What is used of `fs` while a program runs, as it was when greenc was loaded: the program may have put something else in its place since
 * then, `patchAll` for instance, and named imports of `node:fs` follow.
 */
import fs from 'node:fs';

export const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = fs;

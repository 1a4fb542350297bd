/** The tables of docs/libraries.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../cli/support.js';
import { type Library, libraries } from './libraries.js';

export interface Row {
  readonly library: string;
  readonly use: string;
  readonly foreign: string;
  compiled: string;
}

export function table(rows: readonly Row[]): string {
  const works = (column: 'foreign' | 'compiled') => rows.filter(row => row[column] === 'works').length;
  const parts = libraries.map(one =>
    section(
      one,
      rows.filter(({ library }) => library === one.name),
    ),
  );
  return [
    `${rows.length} uses of ${libraries.length} libraries. Not compiled, ${works('foreign')} work and ` +
      `${rows.length - works('foreign')} fail with an exact error; compiled, ${works('compiled')} work and ` +
      `${rows.length - works('compiled')} fail so.`,
    ...parts,
  ].join('\n\n');
}

function section({ name, packages, what, accessors = [] }: Library, rows: readonly Row[]): string {
  const versions = packages.map(one => `${one} ${versionOf(one)}`).join(', ');
  const options =
    accessors.length > 0 ? ` Compiled with ${accessors.map(one => `\`--accessor ${one}\``).join(', ')}.` : '';
  const lines = rows.map(row => `| ${row.use} | ${row.foreign} | ${row.compiled} |`);
  return [
    `### ${packages.length > 0 ? versions : name}`,
    `${what[0]?.toUpperCase()}${what.slice(1)}.${options}`,
    ['| use | not compiled | compiled |', '| --- | --- | --- |', ...lines].join('\n'),
  ].join('\n\n');
}

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8')).version;

/** What `greenc compile` says in the end. */
import type { Built, Figures } from './file.js';

/** `how`: "written to out" or "checked". */
export function summary(built: readonly Built[], how: string, milliseconds: number): string {
  const compiled = built.flatMap(({ figures }) => figures ?? []);
  const rest = built.length - compiled.length;
  const untouched = rest === 0 ? '' : `, ${rest} not marked`;
  const rows = [`${counted(built.length, 'file')} ${how}: ${compiled.length} compiled${untouched}`];
  if (compiled.length > 0) rows.push(totalsRow(total(compiled), milliseconds));
  const { lost } = total(compiled);
  if (lost > 0) {
    const stay = lost === 1 ? 'One function stays' : `${lost} functions stay`;
    rows.push(`${stay} as written and cannot be suspended; greenc explain says why`);
  }
  return rows.join('\n');
}

function totalsRow({ functions, resumable, points, before, after }: Figures, milliseconds: number): string {
  const sizes = `${bytes(before)} → ${bytes(after)}`;
  const counts = `${counted(functions, 'function')}, ${resumable} resumable, ${counted(points, 'suspension point')}`;
  return `${counts}; ${sizes} in ${duration(milliseconds)}`;
}

function total(all: readonly Figures[]): Figures {
  const sum = (key: keyof Figures) => all.reduce((so, figures) => so + figures[key], 0);
  return {
    functions: sum('functions'),
    resumable: sum('resumable'),
    lost: sum('lost'),
    points: sum('points'),
    before: sum('before'),
    after: sum('after'),
  };
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(2)} MB`;
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

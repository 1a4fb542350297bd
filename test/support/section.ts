import { readFileSync, writeFileSync } from 'node:fs';

/** Replaces what stands between the two markers of a page of docs/ by the figures of a run. */
export function updateSection(file: string, text: string): void {
  const before = readFileSync(file, 'utf8');
  const [start, end] = ['<!-- results -->', '<!-- end of results -->'];
  if (!before.includes(start) || !before.includes(end)) throw new Error(`${file} lacks ${start} or ${end}.`);
  const [head] = before.split(start);
  const tail = before.slice(before.indexOf(end));
  writeFileSync(file, `${head}${start}\n\n${text}\n\n${tail}`);
}

// The figures of a run: a line per package for the terminal, and the tables of docs/packages.md.
import { type Counts, countsOf } from './outcomes.js';
import type { Package } from './packages.js';
import type { Compilation, Missing, PackageResult } from './run-package.js';

export type Named<Result> = readonly [one: Package, result: Result];

export function summary([one, result]: Named<PackageResult | Missing>): string {
  if (result.kind === 'missing') return `${one.name}: not run: ${result.reason}`;
  const { original, compiled, compilation } = result;
  const lines = [
    `${one.name} ${result.version}: ${one.unit}: original ${shown(original.outcomes)}; compiled ${shown(compiled.outcomes)}`,
    `  suite ${original.seconds.toFixed(1)} s → ${compiled.seconds.toFixed(1)} s; ${functions(compilation)}; ` +
      `compiled in ${compilation.seconds.toFixed(1)} s, ${sizeRatio(compilation)} × the size`,
    ...(one.limits ?? []).map(({ test, why }) => `  by decision: ${test}: ${why}`),
    ...result.differences.map(line => `  DIFFERENCE ${line}`),
    ...result.unsteady.map(line => `  differed once: ${line}`),
    ...Object.entries(compilation.warnings).map(([code, count]) => `  ${count} × warning ${code}`),
    ...Object.entries(compilation.asWritten).map(([reason, count]) => `  ${count} as written: ${reason}`),
  ];
  if (result.commit !== '' && !result.commit.startsWith(one.commit.slice(0, 7))) {
    lines.push(`  the clone is at ${result.commit}, the table's commit is ${one.commit}`);
  }
  if (compiled.outcomes.length === 0) lines.push(compiled.tail.replace(/^/gm, '  | '));
  return lines.join('\n');
}

/** The part of docs/packages.md that a run brings up to date. */
export function document(results: readonly Named<PackageResult>[]): string {
  const total = (which: 'original' | 'compiled') => countsOf(results.flatMap(([, result]) => result[which].outcomes));
  const [before, after] = [total('original'), total('compiled')];
  return [
    `Node ${process.version}. ${results.length} packages: ${before.passed} passed, ${before.failed} failed and ` +
      `${before.skipped} skipped as they are; ${after.passed} passed, ${after.failed} failed and ${after.skipped} skipped compiled.`,
    counts(results),
    'What compiling did:',
    costs(results),
    ...remarks(results),
  ].join('\n\n');
}

function counts(results: readonly Named<PackageResult>[]): string {
  const rows = results.map(([one, { version, original, compiled }]) => {
    const at = `[${one.commit.slice(0, 7)}](https://github.com/${one.repository}/tree/${one.commit})`;
    const named = version === '' || /^0\.0\.0/.test(version) ? one.name : `${one.name} ${version}`;
    return `| ${named} | ${at} | ${one.exercises} | ${one.unit} | ${shown(original.outcomes)} | ${shown(compiled.outcomes)} |`;
  });
  return [
    '| package | commit | what it exercises | counted | original | compiled |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function costs(results: readonly Named<PackageResult>[]): string {
  const rows = results.map(([one, { original, compiled, compilation }]) => {
    const ratio = (compiled.seconds / original.seconds).toFixed(2);
    const cells = [
      one.name,
      compilation.files,
      compilation.functions,
      sum(compilation.asWritten),
      `${compilation.seconds.toFixed(1)} s`,
      sizeRatio(compilation),
      `${original.seconds.toFixed(1)} s`,
      ratio,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| package | files | functions | as written | compile time | size, compiled ÷ original | suite | suite, compiled ÷ original |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

function remarks(results: readonly Named<PackageResult>[]): string[] {
  const remarked = results.flatMap(([one]) => (one.remark ? [`${one.name}: ${one.remark}`] : []));
  const limited = results.flatMap(([one]) =>
    (one.limits ?? []).map(({ test, why }) => `${one.name}, \`${test.source.replace(/^\^|\$$|`/g, '')}\`: ${why}`),
  );
  const reasons = new Map<string, number>();
  for (const [, { compilation }] of results) {
    for (const [reason, count] of Object.entries(compilation.asWritten))
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  const differing = results.flatMap(([one, result]) => result.differences.map(line => `${one.name}: ${line}`));
  return [
    ...list('Remarks:', remarked),
    ...list('Fail once compiled, by decision:', limited),
    ...list(
      'Functions that stay as they were written:',
      [...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${count} × ${reason}`),
    ),
    ...list('Differences:', differing),
  ];
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, lines.map(line => `- ${line}`).join('\n')];
}

function shown(outcomes: Parameters<typeof countsOf>[0]): string {
  const { passed, failed, skipped }: Counts = countsOf(outcomes);
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return parts.join(', ');
}

function functions({ files, functions, asWritten }: Compilation): string {
  return `${files} files, ${functions} functions, ${sum(asWritten)} as written`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function sizeRatio({ bytesBefore, bytesAfter }: Compilation): string {
  return (bytesAfter / bytesBefore).toFixed(1);
}

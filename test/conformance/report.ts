// The figures of a run, by folder and by cause, as Markdown.
import { type Cause, causeOf } from './causes.js';
import { forms } from './pauses.js';
import { limits } from './roles.js';
import type { Job, Outcome } from './run-test.js';
import { groupOf, groups } from './selection.js';
import type { Mode } from './treatment.js';

export interface Result extends Outcome {
  readonly job: Job;
}

export interface Failure {
  readonly job: Job;
  readonly error: string;
  readonly cause: Cause;
}

/** What came of all runs in one mode. */
export interface ModeReport {
  readonly mode: Mode;
  readonly results: readonly Result[];
  readonly failures: readonly Failure[];
  /** Of the runs that Node passes, those that cannot be run in this mode. */
  readonly left: number;
}

export function modeReport(mode: Mode, results: readonly Result[], counted: number): ModeReport {
  const failures = results
    .filter(result => !result.passed)
    .map(({ job, error = '', role }) => ({ job, error, cause: causeOf(error, job.path, role) }))
    .sort((a, b) => (jobName(a.job) < jobName(b.job) ? -1 : 1));
  return { mode, results, failures, left: Math.max(0, counted - results.length) };
}

/** What a run on the command line ends with. */
export function summary(report: ModeReport, listFailures: boolean): string {
  const parts = [
    `### ${report.mode}`,
    overview([report]),
    folders(report.results),
    remarks(report),
    causes(report.failures),
  ];
  if (listFailures) parts.push(report.failures.map(listed).join('\n'));
  return parts.filter(part => part !== '').join('\n\n');
}

/** The part of docs/conformance.md that a run brings up to date: the same, with all failures by name. */
export function document(heading: string, reports: readonly ModeReport[]): string {
  const parts = [heading, overview(reports)];
  for (const report of reports) {
    parts.push(`### ${titles[report.mode]}`, remarks(report), causes(report.failures), folders(report.results));
    for (const [cause, group] of grouped(report.failures)) {
      parts.push(`#### ${capital(cause)} (${report.mode})`, names(group));
    }
  }
  return parts.filter(part => part !== '').join('\n\n');
}

const titles: Record<Mode, string> = {
  native: 'Not compiled',
  plain: 'Compiled, nothing suspended',
  paused: 'Compiled, suspended before every statement',
};

/** By what the tests are of, all modes side by side. */
function overview(reports: readonly ModeReport[]): string {
  const head = reports.map(({ mode }) => ` ${mode}: runs | passed | |`).join('');
  const lines = [`| tests of |${head}`, `| --- |${' ---: | ---: | ---: |'.repeat(reports.length)}`];
  for (const group of [...groups, null]) {
    const cells = reports.map(({ results }) => {
      const own = results.filter(({ job }) => group === null || groupOf(job.path) === group);
      const passed = own.filter(result => result.passed).length;
      return own.length === 0 ? ' 0 | 0 | |' : ` ${own.length} | ${passed} | ${percent(passed, own.length)} |`;
    });
    lines.push(`| ${group ?? '**all**'} |${cells.join('')}`);
  }
  return lines.join('\n');
}

function folders(results: readonly Result[]): string {
  const rows = new Map<string, { runs: number; passed: number }>();
  for (const { job, passed } of results) {
    const parts = job.path.split('/');
    for (const name of [`${parts[0]}/${parts[1]}`, `**${parts[0]}**`, '**all**']) {
      const row = rows.get(name) ?? { runs: 0, passed: 0 };
      row.runs++;
      if (passed) row.passed++;
      rows.set(name, row);
    }
  }
  // Asterisks sort before letters; totals belong at the end.
  const rank = (name: string) => (name.startsWith('**all') ? 2 : name.startsWith('**') ? 1 : 0);
  const ordered = [...rows].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const lines = ['| folder | runs | passed | |', '| --- | ---: | ---: | ---: |'];
  for (const [name, { runs, passed }] of ordered) {
    lines.push(`| ${name} | ${runs} | ${passed} | ${percent(passed, runs)} |`);
  }
  return lines.join('\n');
}

/** Rounded down: 100 % means all. */
function percent(passed: number, runs: number): string {
  return `${(Math.floor((10_000 * passed) / runs) / 100).toFixed(2)} %`;
}

function remarks({ mode, results, left }: ModeReport): string {
  if (mode !== 'paused') return '';
  const byForm = forms.map(form => `${results.filter(({ job }) => job.form === form).length} \`${form}\``);
  const byLimit = limits.map(limit => `${results.filter(({ quiet }) => quiet === limit).length} ${limit}`);
  const passed = results.filter(result => result.passed);
  const total = passed.reduce((sum, { suspensions = 0 }) => sum + suspensions, 0);
  const none = passed.filter(({ suspensions }) => suspensions === 0).length;
  return [
    `The runs that passed were suspended ${total} times; ${none} of them not at all.`,
    `Where the pauses are: ${byForm.join(', ')}. ${left} runs have nothing to pause in (they must not parse, or read their own text).`,
    `Passed only without the pauses in functions that cannot be suspended by decision: ${byLimit.join(', ')}.`,
  ].join('\n');
}

function causes(failures: readonly Failure[]): string {
  const groups = grouped(failures);
  if (groups.length === 0) return '';
  const lines = ['| failures | cause | for example |', '| ---: | --- | --- |'];
  for (const [cause, group] of groups) {
    lines.push(`| ${group.length} | ${cause.replaceAll('|', '\\|')} | ${jobName(group[0].job)} |`);
  }
  return lines.join('\n');
}

/** Failures by cause, the most frequent first. */
function grouped(failures: readonly Failure[]): [cause: string, group: Failure[]][] {
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = `${failure.cause.kind}: ${failure.cause.name}`;
    const group = groups.get(key);
    if (group) group.push(failure);
    else groups.set(key, [failure]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** Each test once, with the ways in which it failed. */
function names(group: readonly Failure[]): string {
  const variants = new Map<string, string[]>();
  for (const { job } of group) variants.set(job.path, [...(variants.get(job.path) ?? []), job.variant]);
  return [...variants].map(([path, list]) => `- ${path} (${list.join(', ')})`).join('\n');
}

function listed({ job, error, cause }: Failure): string {
  return `${jobName(job)} [${cause.kind}] ${error.split('\n')[0]}`;
}

function jobName({ path, variant }: Job): string {
  return `${path} (${variant})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

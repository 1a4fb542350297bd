// The command line of the runner of other packages' suites. `main.mjs` bundles it.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { updateSection } from '../support/section.js';
import { type Package, packages } from './packages.js';
import { document, type Named, summary } from './report.js';
import { keptResult, type Missing, type PackageResult, runPackage } from './run-package.js';

const usage = `node test/suites/main.mjs [options] [NAME…]     (GREENC_SUITES names a folder of clones)
  NAME         only these packages (${packages.map(({ name }) => name).join(', ')})
  --docs FILE  bring the part between "<!-- results -->" and "<!-- end of results -->" up to date; packages that
               are not named come from their last run
  --seconds S  how long one suite may take (300)`;

/** Runs with the command line's arguments. Gives the exit code: 1 if a compiled package behaves otherwise. */
export async function suites(args: string[], root: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      docs: { type: 'string' },
      seconds: { type: 'string', default: '300' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const unknown = positionals.filter(name => !packages.some(one => one.name === name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}.\n${usage}`);
  const folder = process.env.GREENC_SUITES;
  if (folder === undefined || !existsSync(folder)) {
    console.error(absent(folder));
    return 0;
  }
  const place = { suites: resolve(folder), root, timeLimit: 1000 * Number(values.seconds) };
  const wanted = packages.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const results: Named<PackageResult | Missing>[] = [];
  for (const one of wanted) {
    const result = [one, runPackage(one, place)] as const;
    console.log(summary(result));
    results.push(result);
  }
  const run = results.filter((result): result is Named<PackageResult> => result[1].kind === 'run');
  console.log(`${run.length} of ${wanted.length} packages run.`);
  if (values.docs !== undefined) {
    const known = packages.map(one => [one, keptResult(one, place)] as const);
    updateSection(
      values.docs,
      document(known.filter((named): named is Named<PackageResult> => named[1] !== undefined)),
    );
  }
  return run.some(([, { differences }]) => differences.length > 0) ? 1 : 0;
}

function absent(folder: string | undefined): string {
  const found = folder === undefined ? 'GREENC_SUITES is not set' : `GREENC_SUITES is ${folder}, which is not there`;
  const clone = ({ name, repository, commit }: Package) => `  ${name}  https://github.com/${repository} at ${commit}`;
  return [
    `${found}: it must name a folder (outside this repository) with clones, each with its dependencies installed:`,
    ...packages.map(clone),
    'Nothing was run.',
  ].join('\n');
}

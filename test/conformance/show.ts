// What the runner would run, as text: for looking into a failure.
import { addPauses } from './pauses.js';
import { type Job, readTest, variantOf } from './run-test.js';
import { type Sources, treatments } from './treatment.js';

/** A test's text with its pauses, and what the compiler makes of it. */
export function show(job: Job, sources: Sources): string {
  const { path, variant, mode, form } = job;
  const { source, file } = readTest(sources.suite, path);
  const text = variantOf(source, variant);
  const pauses = form === undefined ? undefined : { form, quiet: false };
  const treatment = treatments(sources)(mode, pauses);
  const parts = [`// ${path} (${variant}, ${mode})`];
  if (pauses) parts.push(addPauses(text, variant === 'module', pauses), '// compiled:');
  parts.push(variant === 'module' ? treatment.module(text, file) : treatment.script(text, file));
  return parts.join('\n');
}

// A reporter for `node --test`: one line of JSON per test. What only groups tests counts if it fails by itself.
import { basename } from 'node:path';

export default async function* (source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { error, type: kind } = data.details;
    if (kind === 'suite' && (type === 'test:pass' || error?.failureType === 'subtestsFailed')) continue;
    const skipped = (data.skip ?? data.todo ?? false) !== false;
    const state = skipped ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed';
    const name = `${basename(data.file ?? '')}: ${data.name}`;
    yield `${JSON.stringify({ name, state, error: state === 'failed' ? String(error?.cause?.message ?? error?.message) : undefined })}\n`;
  }
}

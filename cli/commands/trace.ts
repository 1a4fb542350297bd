import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { errorFor } from '../../compiler/diagnostics/errors.js';
import { Staging, writeAside } from '../output.js';
import { isFile } from '../register/candidates.js';
import { missing, shownPath } from '../system.js';
import page from '../trace/page.html';
import { readTimeline } from '../trace/read.js';

export interface TraceCommandLine {
  readonly out?: string;
  readonly open?: boolean;
}

/** `greenc trace`: one page that draws what `greenc run --trace` has recorded, and needs nothing from elsewhere. */
export function traceCommand(file: string, { out, open }: TraceCommandLine): void {
  const path = resolve(file);
  if (!isFile(path)) throw errorFor([missing(path)]);
  const data = JSON.stringify(readTimeline(path)).replaceAll('<', '\\u003c');
  const output = resolve(out ?? `${path.replace(/\.json$/, '')}.html`);
  const staging = new Staging();
  try {
    staging.prepare(output);
    writeAside(
      output,
      page.replace('id="data">{}<', () => `id="data">${data}<`),
    );
    staging.commit([output]);
  } finally {
    staging.discard();
  }
  console.log(`${shownPath(output)} written`);
  if (open) openInBrowser(output);
}

function openInBrowser(path: string): void {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(command, [...args, path], { cwd: dirname(path), detached: true, stdio: 'ignore' });
  child.on('error', () =>
    console.error(`There is no ${command} to open it with: open ${shownPath(path)} in a browser.`),
  );
  child.unref();
}

/** The browser that the tests of pages use; undefined where there is none, which is said. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** `describe`, or where there is no browser `describe.skip`. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (executablePath === undefined) process.stderr.write(`"${name}" is skipped: Chromium is not installed here\n`);
  (executablePath === undefined ? describe.skip : describe)(name, tests);
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] });
}

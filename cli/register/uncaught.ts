/**
 * A compile error that nobody catches. Node would show the line that has thrown, which is greenc's, and put the message in
 * brackets; the message says where the fault is, and is all that is to be seen.
 */
import { isMainThread } from 'node:worker_threads';
import { isCompileError } from './own.js';

let isShowing = false;

export function showCompileErrors(): void {
  // A worker hands its errors to who has started it.
  if (isShowing || !isMainThread) return;
  isShowing = true;
  process.on('uncaughtExceptionMonitor', error => {
    const isHandled = process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback();
    if (isHandled || !isCompileError(error)) return;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}

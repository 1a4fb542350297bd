/** A signal that is aborted when the program's is, and when `abort` is called. */
export function limitOf(given: AbortSignal | null): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  const signal = given === null ? controller.signal : AbortSignal.any([given, controller.signal]);
  return { signal, abort: () => controller.abort() };
}

import { ensureBuilt } from './prepare.mjs';

/** Tests of the command line and of the package run what is in dist/; `npx jest` alone must not find an old one. */
export default async function setup() {
  await ensureBuilt();
}

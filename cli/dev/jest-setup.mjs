import { ensureBuilt } from './prepare.mjs';

/** Tests of the command line and of the package run what is in dist/; `npx jest` alone must not find an old one. */
export default async function setup() {
  // Every compile of the tests checks each of its passes, those in child processes too.
  process.env.GREENC_VALIDATE = '1';
  await ensureBuilt();
}

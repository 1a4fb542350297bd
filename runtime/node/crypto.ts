/** `node:crypto` with synchronous functions that suspend the greenlet that calls them (`greenc/node/crypto`). */
import crypto from 'node:crypto';
import { functions, otherFunctions } from './crypto-functions.js';
import type { Perhaps } from './operation.js';

export * from 'node:crypto';
export const {
  checkPrimeSync,
  generateKeyPairSync,
  generateKeySync,
  generatePrimeSync,
  hkdfSync,
  pbkdf2Sync,
  randomBytes,
  randomFillSync,
  scryptSync,
} = functions;
export const argon2Sync: Perhaps<typeof crypto, 'argon2Sync'> = otherFunctions.argon2Sync as never;
const all: typeof crypto = { ...crypto, ...functions, ...otherFunctions };
export default all;

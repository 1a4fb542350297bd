/**
 * The functions of `node:crypto` that take long, and have a twin that does the work on a thread of Node's. Random bytes are not among
 * them as long as they are few: a switch takes longer, and libraries that nobody has compiled ask for them.
 */
import crypto from 'node:crypto';
import { share } from '../realm.js';
import { type Begin, byCallback, cooperative } from './operation.js';

/** So many random bytes are made in the time of a few switches. */
const FEW = 16_384;

type Function = (...args: any[]) => any;

const { randomBytes, randomFillSync } = crypto;
type Names =
  | 'checkPrimeSync'
  | 'generateKeyPairSync'
  | 'generateKeySync'
  | 'generatePrimeSync'
  | 'hkdfSync'
  | 'pbkdf2Sync'
  | 'randomBytes'
  | 'randomFillSync'
  | 'scryptSync';

function make() {
  return {
    checkPrimeSync: byCallback(crypto.checkPrimeSync, crypto.checkPrime, 2),
    generateKeyPairSync: cooperative(crypto.generateKeyPairSync as Function, beginKeyPair),
    generateKeySync: byCallback(crypto.generateKeySync, crypto.generateKey, 2),
    generatePrimeSync: cooperative(crypto.generatePrimeSync as Function, beginPrime),
    hkdfSync: byCallback(crypto.hkdfSync, crypto.hkdf, 5),
    pbkdf2Sync: byCallback(crypto.pbkdf2Sync, crypto.pbkdf2, 5),
    randomBytes: cooperative(randomBytes as Function, beginBytes) as typeof randomBytes,
    randomFillSync: cooperative(randomFillSync as Function, beginFill) as typeof randomFillSync,
    scryptSync: byCallback(crypto.scryptSync, crypto.scrypt, 4),
  } as Pick<typeof crypto, Names>;
}

const beginKeyPair: Begin<any[]> = ([type, options], done) => {
  (crypto.generateKeyPair as Function)(type, options, (error: unknown, publicKey: unknown, privateKey: unknown) =>
    done(error, { publicKey, privateKey }),
  );
  return undefined;
};

const beginPrime: Begin<any[]> = ([size, options = {}], done) => {
  crypto.generatePrime(size, options, done);
  return undefined;
};

const beginBytes: Begin<any[]> = ([size, callback], done) => {
  if (callback !== undefined || !(size > FEW)) done(null, (randomBytes as Function)(size, callback));
  else randomBytes(size, done);
  return undefined;
};

const beginFill: Begin<any[]> = ([buffer, offset = 0, size], done) => {
  const { byteLength } = Object(buffer);
  if (!(byteLength > FEW)) done(null, (randomFillSync as Function)(buffer, offset, size));
  else (crypto.randomFill as Function)(buffer, offset, size, done);
  return undefined;
};

/** Those that not every version of Node has. */
function makeOthers(): Record<string, Function> {
  const { argon2Sync, argon2 } = crypto as unknown as Record<string, Function | undefined>;
  return argon2Sync && argon2 ? { argon2Sync: byCallback(argon2Sync, argon2, 2) } : {};
}

export const functions = share('node.crypto', make);
export const otherFunctions = share('node.crypto-others', makeOthers);

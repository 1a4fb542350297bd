'use greenlet';
/** Calls of `child_process`, `zlib` and `crypto`, each to be made twice: as the originals, and in a greenlet. */
import type * as ChildProcess from 'node:child_process';
import type * as Crypto from 'node:crypto';
import type * as Zlib from 'node:zlib';

export interface Modules {
  readonly childProcess: typeof ChildProcess;
  readonly crypto: typeof Crypto;
  readonly zlib: typeof Zlib;
}

export type Call = (modules: Modules) => unknown;

const any = (value: unknown) => value as any;
const text = 'the quick brown fox '.repeat(500);

const argon2 = { message: 'secret', nonce: 'salt'.repeat(4), parallelism: 1, tagLength: 32, memory: 64, passes: 2 };

/** What is encrypted with one key can be read with the other. */
function isPair(crypto: typeof Crypto, publicKey: any, privateKey: any): boolean {
  const secret = crypto.publicEncrypt(publicKey, Buffer.from('secret'));
  return crypto.privateDecrypt(privateKey, secret).toString() === 'secret';
}

export const calls: Record<string, Call> = {
  execSync: ({ childProcess }) => childProcess.execSync('echo hello'),
  'execSync: encoding': ({ childProcess }) => childProcess.execSync('echo "$0"; echo é', { encoding: 'utf8' }),
  'execSync: encoding buffer': ({ childProcess }) => childProcess.execSync('echo x', { encoding: 'buffer' }),
  'execSync: shell': ({ childProcess }) => childProcess.execSync('echo "$0"', { shell: '/bin/bash', encoding: 'utf8' }),
  'execSync: input': ({ childProcess }) => childProcess.execSync('tr a-z A-Z', { input: 'shout' }),
  'execSync: cwd and env': ({ childProcess }) =>
    childProcess.execSync('pwd; echo $WHO', { cwd: '/', env: { ...process.env, WHO: 'me' }, encoding: 'utf8' }),
  'execSync: status': ({ childProcess }) => childProcess.execSync('echo out; exit 3', { stdio: 'pipe' }),
  'execSync: status and text': ({ childProcess }) =>
    childProcess.execSync('echo out; echo err >&2; exit 4', { stdio: 'pipe', encoding: 'utf8' }),
  'execSync: signal': ({ childProcess }) => childProcess.execSync('kill -9 $$', { stdio: 'pipe' }),
  'execSync: stdio ignore': ({ childProcess }) => childProcess.execSync('echo x', { stdio: 'ignore' }),
  'execSync: timeout': ({ childProcess }) => childProcess.execSync('exec sleep 5', { timeout: 30, stdio: 'pipe' }),
  'execSync: unknown command': ({ childProcess }) =>
    childProcess.execSync('no-such-command 2>/dev/null', { stdio: 'pipe' }),
  'execSync: unknown shell': ({ childProcess }) => childProcess.execSync('true', { shell: '/no/such/shell' }),
  'execSync: no command': ({ childProcess }) => childProcess.execSync(any(undefined)),
  'execSync: empty command': ({ childProcess }) => childProcess.execSync(''),
  'execSync: null byte': ({ childProcess }) => childProcess.execSync('a\0b'),
  'execSync: wrong timeout': ({ childProcess }) => childProcess.execSync('true', { timeout: -1 }),
  'execSync: wrong signal': ({ childProcess }) => childProcess.execSync('true', { killSignal: any('SIGNONE') }),
  'execSync: wrong cwd': ({ childProcess }) => childProcess.execSync('true', { cwd: any(5) }),

  execFileSync: ({ childProcess }) => childProcess.execFileSync('echo', ['a  b', '$HOME'], { encoding: 'utf8' }),
  'execFileSync: without arguments': ({ childProcess }) => childProcess.execFileSync('true'),
  'execFileSync: options only': ({ childProcess }) => childProcess.execFileSync('pwd', { cwd: '/', encoding: 'utf8' }),
  'execFileSync: status': ({ childProcess }) =>
    childProcess.execFileSync('sh', ['-c', 'echo bad >&2; exit 2'], { stdio: 'pipe' }),
  'execFileSync: none': ({ childProcess }) => childProcess.execFileSync('no-such-file', ['a']),
  'execFileSync: argv0': ({ childProcess }) =>
    childProcess.execFileSync('sh', ['-c', 'echo $0; exit 1'], any({ argv0: 'other', stdio: 'pipe' })),
  'execFileSync: number': ({ childProcess }) => childProcess.execFileSync(any(5)),
  'execFileSync: arguments of text': ({ childProcess }) => childProcess.execFileSync('true', any('a')),
  'execFileSync: maxBuffer': ({ childProcess }) =>
    childProcess.execFileSync('sh', ['-c', 'echo 123456789; exec sleep 5'], { maxBuffer: 5, stdio: 'pipe' }),

  spawnSync: ({ childProcess }) => childProcess.spawnSync('echo', ['hello']),
  'spawnSync: order of keys': ({ childProcess }) => Object.keys(childProcess.spawnSync('echo', ['hello'])),
  'spawnSync: order of keys, failed': ({ childProcess }) => Object.keys(childProcess.spawnSync('no-such-file')),
  'spawnSync: encoding': ({ childProcess }) => childProcess.spawnSync('echo', ['é'], { encoding: 'latin1' }),
  'spawnSync: both outputs': ({ childProcess }) =>
    childProcess.spawnSync('echo out; echo err >&2; exit 7', { shell: true, encoding: 'utf8' }),
  'spawnSync: input of bytes': ({ childProcess }) => childProcess.spawnSync('cat', { input: new Uint16Array([1, 2]) }),
  'spawnSync: input in hex': ({ childProcess }) => childProcess.spawnSync('cat', { input: 'ff00', encoding: 'hex' }),
  'spawnSync: empty input': ({ childProcess }) => childProcess.spawnSync('cat', { input: '' }),
  'spawnSync: no input': ({ childProcess }) => childProcess.spawnSync('cat'),
  'spawnSync: large input': ({ childProcess }) => childProcess.spawnSync('wc', ['-c'], { input: 'x'.repeat(500_000) }),
  'spawnSync: input that nobody takes': ({ childProcess }) =>
    childProcess.spawnSync('true', { input: 'x'.repeat(5_000_000) }),
  'spawnSync: large output': ({ childProcess }) =>
    childProcess.spawnSync('head -c 900000 /dev/zero', { shell: true }).stdout.length,
  'spawnSync: too much output': ({ childProcess }) => {
    const { error, stdout, status, signal } = childProcess.spawnSync('head -c 1100000 /dev/zero; exec sleep 5', {
      shell: true,
    });
    return [error, stdout.length > 1_000_000, status, signal];
  },
  'spawnSync: no limit': ({ childProcess }) =>
    childProcess.spawnSync('head -c 1100000 /dev/zero', { shell: true, maxBuffer: Infinity }).stdout.length,
  'spawnSync: timeout': ({ childProcess }) => childProcess.spawnSync('sleep', ['5'], { timeout: 30 }),
  'spawnSync: timeout with another signal': ({ childProcess }) =>
    childProcess.spawnSync('sleep', ['5'], { timeout: 30, killSignal: 'SIGKILL' }),
  'spawnSync: somebody else holds the output': ({ childProcess }) =>
    childProcess.spawnSync('sleep 5 & echo hi', { shell: true, timeout: 1000 }),
  'spawnSync: signal': ({ childProcess }) => childProcess.spawnSync('sh', ['-c', 'kill -15 $$']),
  'spawnSync: none': ({ childProcess }) => childProcess.spawnSync('no-such-file', ['a', 'b']),
  'spawnSync: not to be run': ({ childProcess }) => childProcess.spawnSync('/etc/passwd'),
  'spawnSync: no such folder': ({ childProcess }) => childProcess.spawnSync('true', { cwd: '/no/such/folder' }),
  'spawnSync: another input': ({ childProcess }) =>
    childProcess.spawnSync('sh', ['-c', 'echo x >&3; echo y'], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] }),
  'spawnSync: arguments too long': ({ childProcess }) => {
    const { error, status } = childProcess.spawnSync('true', ['x'.repeat(200_000)]);
    return [(error as NodeJS.ErrnoException).code, error?.message, status];
  },
  'spawnSync: ipc': ({ childProcess }) =>
    childProcess.spawnSync('true', { stdio: any(['pipe', 'pipe', 'pipe', 'ipc']) }),
  'spawnSync: unknown stdio': ({ childProcess }) => childProcess.spawnSync('true', { stdio: any('nothing') }),
  'spawnSync: wrong input': ({ childProcess }) => childProcess.spawnSync('cat', { input: any(5) }),
  'spawnSync: wrong maxBuffer': ({ childProcess }) => childProcess.spawnSync('true', { maxBuffer: any('5') }),
  'spawnSync: wrong options': ({ childProcess }) => childProcess.spawnSync('true', [], any(5)),
  'spawnSync: null options': ({ childProcess }) => childProcess.spawnSync('true', [], any(null)),
  'spawnSync: empty name': ({ childProcess }) => childProcess.spawnSync(''),
  'spawnSync: arguments that are none': ({ childProcess }) => childProcess.spawnSync('true', any(5)),

  gzipSync: ({ zlib }) => zlib.gunzipSync(zlib.gzipSync(text)).toString() === text,
  'gzipSync: level': ({ zlib }) => zlib.gzipSync(text, { level: 9 }),
  'deflateSync and inflateSync': ({ zlib }) => [
    zlib.deflateSync(text),
    zlib.inflateSync(zlib.deflateSync(text)).length,
  ],
  'deflateRawSync and inflateRawSync': ({ zlib }) => zlib.inflateRawSync(zlib.deflateRawSync(text)).length,
  unzipSync: ({ zlib }) => zlib.unzipSync(zlib.deflateSync('x')),
  'brotliCompressSync and brotliDecompressSync': ({ zlib }) =>
    zlib.brotliDecompressSync(zlib.brotliCompressSync(text)).length,
  'gunzipSync: no gzip': ({ zlib }) => zlib.gunzipSync(Buffer.from('no gzip')),
  'gunzipSync: cut off': ({ zlib }) => zlib.gunzipSync(zlib.gzipSync(text).subarray(0, 20)),
  'inflateSync: empty': ({ zlib }) => zlib.inflateSync(Buffer.alloc(0)),
  'inflateSync: too long': ({ zlib }) => zlib.inflateSync(zlib.deflateSync(text), { maxOutputLength: 10 }),
  'brotliDecompressSync: none': ({ zlib }) => zlib.brotliDecompressSync(Buffer.from('no brotli')),
  'gzipSync: number': ({ zlib }) => zlib.gzipSync(any(5)),
  'gzipSync: wrong level': ({ zlib }) => zlib.gzipSync('x', { level: 99 }),
  'deflateSync: wrong option': ({ zlib }) => zlib.deflateSync('x', any({ chunkSize: 'x' })),

  // What newer versions of Node have.
  'zstdCompressSync and zstdDecompressSync': ({ zlib }) => [
    any(zlib).zstdCompressSync(text),
    any(zlib).zstdDecompressSync(any(zlib).zstdCompressSync(Buffer.from(text))).length,
  ],
  'zstdCompressSync: level': ({ zlib }) =>
    any(zlib).zstdCompressSync(text, { params: { [any(zlib.constants).ZSTD_c_compressionLevel]: 19 } }),
  'zstdCompressSync: much': ({ zlib, crypto }) => {
    const bytes = crypto.createHash('shake256', { outputLength: 400_000 }).update('seed').digest();
    return [new Uint16Array(bytes.buffer, 0, 100_000), bytes.toString('hex')].map(all =>
      any(zlib).zstdCompressSync(all),
    );
  },
  'zstdCompressSync: nothing': ({ zlib }) => any(zlib).zstdCompressSync(new ArrayBuffer(0)),
  'zstdCompressSync: number': ({ zlib }) => any(zlib).zstdCompressSync(5),
  'zstdCompressSync: wrong option': ({ zlib }) => any(zlib).zstdCompressSync('x', { params: { 5: 'x' } }),
  'zstdDecompressSync: none': ({ zlib }) => any(zlib).zstdDecompressSync(Buffer.from('no zstd')),
  'zstdDecompressSync: cut off': ({ zlib }) =>
    any(zlib).zstdDecompressSync(any(zlib).zstdCompressSync(text).subarray(0, 20)),
  createZipArchiveSync: ({ zlib }) => {
    const { ZipEntry, createZipArchiveSync } = any(zlib);
    const entry = ZipEntry.createSync('a.txt', zlib.deflateSync(text), { modified: new Date(0) });
    return [...createZipArchiveSync([entry])];
  },

  pbkdf2Sync: ({ crypto }) => crypto.pbkdf2Sync('secret', 'salt', 1000, 32, 'sha256'),
  'pbkdf2Sync: unknown digest': ({ crypto }) => crypto.pbkdf2Sync('secret', 'salt', 1, 32, 'sha0'),
  'pbkdf2Sync: wrong rounds': ({ crypto }) => crypto.pbkdf2Sync('secret', 'salt', 0, 32, 'sha256'),
  'pbkdf2Sync: no digest': ({ crypto }) => crypto.pbkdf2Sync('secret', 'salt', 1, 32, any(undefined)),
  scryptSync: ({ crypto }) => crypto.scryptSync('secret', 'salt', 32),
  'scryptSync: options': ({ crypto }) => crypto.scryptSync('secret', 'salt', 32, { N: 1024, r: 4 }),
  'scryptSync: memory': ({ crypto }) => crypto.scryptSync('secret', 'salt', 32, { N: 2 ** 20, maxmem: 1000 }),
  'scryptSync: wrong cost': ({ crypto }) => crypto.scryptSync('secret', 'salt', 32, { N: 3 }),
  hkdfSync: ({ crypto }) => crypto.hkdfSync('sha256', 'key', 'salt', 'info', 40),
  'hkdfSync: too long': ({ crypto }) => crypto.hkdfSync('sha256', 'key', 'salt', 'info', 40_000),
  'hkdfSync: unknown digest': ({ crypto }) => crypto.hkdfSync('sha0', 'key', 'salt', 'info', 40),
  randomBytes: ({ crypto }) => [
    crypto.randomBytes(16).length,
    crypto.randomBytes(100_000).length,
    crypto.randomBytes(0),
  ],
  'randomBytes: negative': ({ crypto }) => crypto.randomBytes(-1),
  'randomBytes: text': ({ crypto }) => crypto.randomBytes(any('5')),
  'randomBytes: too many': ({ crypto }) => crypto.randomBytes(2 ** 33),
  randomFillSync: ({ crypto }) => {
    const bytes = new Uint8Array(50_000);
    const filled = crypto.randomFillSync(bytes, 10_000, 30_000);
    return [filled === bytes, bytes[9_999], bytes[40_000], bytes.subarray(10_000, 40_000).some(byte => byte > 0)];
  },
  'randomFillSync: out of range': ({ crypto }) => crypto.randomFillSync(Buffer.alloc(20_000), 5, 20_000),
  'randomFillSync: wrong offset': ({ crypto }) => crypto.randomFillSync(Buffer.alloc(20_000), any('5')),
  'randomFillSync: no buffer': ({ crypto }) => crypto.randomFillSync(any('x')),
  randomInt: ({ crypto }) => crypto.randomInt(5, 6),
  generateKeyPairSync: ({ crypto }) => {
    const { publicKey, privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
    return [publicKey.type, privateKey.type, isPair(crypto, publicKey, privateKey)];
  },
  'generateKeyPairSync: encoded': ({ crypto }) => {
    const { publicKey, privateKey } = crypto.generateKeyPairSync('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return [publicKey.slice(0, 26), isPair(crypto, publicKey, privateKey)];
  },
  'generateKeyPairSync: unknown type': ({ crypto }) => crypto.generateKeyPairSync(any('none')),
  'generateKeyPairSync: no options': ({ crypto }) => crypto.generateKeyPairSync('rsa', any(undefined)),
  generateKeySync: ({ crypto }) => crypto.generateKeySync('hmac', { length: 64 }).symmetricKeySize,
  'generateKeySync: too short': ({ crypto }) => crypto.generateKeySync('aes', any({ length: 5 })),
  generatePrimeSync: ({ crypto }) => crypto.checkPrimeSync(crypto.generatePrimeSync(64)),
  'generatePrimeSync: bigint': ({ crypto }) => crypto.checkPrimeSync(crypto.generatePrimeSync(32, { bigint: true })),
  'generatePrimeSync: wrong size': ({ crypto }) => crypto.generatePrimeSync(any('5')),
  'checkPrimeSync: no prime': ({ crypto }) => [crypto.checkPrimeSync(15n), crypto.checkPrimeSync(17n, { checks: 5 })],
  'checkPrimeSync: negative': ({ crypto }) => crypto.checkPrimeSync(-5n),
  argon2Sync: ({ crypto }) => any(crypto).argon2Sync('argon2id', argon2),
  'argon2Sync: secret': ({ crypto }) => any(crypto).argon2Sync('argon2d', { ...argon2, secret: 'hidden' }),
  'argon2Sync: unknown kind': ({ crypto }) => any(crypto).argon2Sync('argon2', argon2),
  'argon2Sync: too little memory': ({ crypto }) => any(crypto).argon2Sync('argon2i', { ...argon2, memory: 1 }),
  'argon2Sync: no options': ({ crypto }) => any(crypto).argon2Sync('argon2i'),
  hash: ({ crypto }) => [any(crypto).hash('sha256', text), any(crypto).hash('sha1', text, 'buffer')],
};

'use greenlet';
/** Calls of `fs`, each to be made twice: as the original, and in a greenlet. What they return is compared, and what they leave behind. */
import type * as Fs from 'node:fs';
import { pathToFileURL } from 'node:url';

/** @param at the path of something in the folder that the call works on: see `prepare` in differential.test.ts */
export type Call = (fs: typeof Fs, at: (path: string) => string) => unknown;

const any = (value: unknown) => value as any;

/** Opens a file, and closes it whatever happens. */
function opened<T>(fs: typeof Fs, path: string, flags: string, use: (fd: number) => T): T {
  const fd = fs.openSync(path, flags);
  try {
    return use(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** The folder of names in the order of the system is none to rely on. */
const sorted = (names: any[]) =>
  [...names].sort((a, b) => (String(a.path ?? '') + (a.name ?? a) < String(b.path ?? '') + (b.name ?? b) ? -1 : 1));

export const calls: Record<string, Call> = {
  'readFileSync: bytes': (fs, at) => fs.readFileSync(at('a.txt')),
  'readFileSync: encoding': (fs, at) => fs.readFileSync(at('a.txt'), 'utf8'),
  'readFileSync: encoding option': (fs, at) => fs.readFileSync(at('a.txt'), { encoding: 'base64' }),
  'readFileSync: hex': (fs, at) => fs.readFileSync(at('a.txt'), 'hex'),
  'readFileSync: null': (fs, at) => fs.readFileSync(at('a.txt'), null),
  'readFileSync: undefined': (fs, at) => fs.readFileSync(at('a.txt'), undefined),
  'readFileSync: Buffer': (fs, at) => fs.readFileSync(Buffer.from(at('a.txt')), 'utf8'),
  'readFileSync: URL': (fs, at) => fs.readFileSync(pathToFileURL(at('a.txt')), 'utf8'),
  'readFileSync: empty file': (fs, at) => fs.readFileSync(at('empty.txt')),
  'readFileSync: large file': (fs, at) => {
    fs.writeFileSync(at('large'), 'x'.repeat(1_000_000));
    return fs.readFileSync(at('large')).length;
  },
  'readFileSync: descriptor': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readFileSync(fd, 'utf8')),
  'readFileSync: virtual file': fs => fs.readFileSync('/proc/self/comm', 'utf8').length > 0,
  'readFileSync: too many arguments': (fs, at) => [at('a.txt')].map(any(fs.readFileSync)),
  'readFileSync: none': (fs, at) => fs.readFileSync(at('none')),
  'readFileSync: none, as Buffer': (fs, at) => fs.readFileSync(Buffer.from(at('none'))),
  'readFileSync: none, relative': fs => fs.readFileSync('no such file.txt'),
  'readFileSync: folder': (fs, at) => fs.readFileSync(at('dir')),
  'readFileSync: beneath a file': (fs, at) => fs.readFileSync(at('a.txt/b')),
  'readFileSync: loop of links': (fs, at) => fs.readFileSync(at('loop')),
  'readFileSync: name too long': (fs, at) => fs.readFileSync(at('n'.repeat(300))),
  'readFileSync: flag': (fs, at) => fs.readFileSync(at('a.txt'), { flag: 'ax' }),
  'readFileSync: unknown flag': (fs, at) => fs.readFileSync(at('a.txt'), { flag: 'zz' }),
  'readFileSync: unknown encoding': (fs, at) => fs.readFileSync(at('a.txt'), any('utf9')),
  'readFileSync: no path': fs => fs.readFileSync(any(undefined)),
  'readFileSync: object': fs => fs.readFileSync(any({})),
  'readFileSync: null byte': fs => fs.readFileSync('a\0b'),
  'readFileSync: wrong options': (fs, at) => fs.readFileSync(at('a.txt'), any(5)),
  'readFileSync: bad descriptor': fs => fs.readFileSync(9999),
  'readFileSync: URL of another kind': fs => fs.readFileSync(new URL('http://localhost/a')),

  'writeFileSync: text': (fs, at) => fs.writeFileSync(at('new'), 'text'),
  'writeFileSync: over': (fs, at) => fs.writeFileSync(at('a.txt'), 'b'),
  'writeFileSync: encoding': (fs, at) => fs.writeFileSync(at('new'), '00ff', 'hex'),
  'writeFileSync: mode': (fs, at) => fs.writeFileSync(at('new'), '', { mode: 0o600 }),
  'writeFileSync: flag a': (fs, at) => fs.writeFileSync(at('a.txt'), '+', { flag: 'a' }),
  'writeFileSync: flag wx': (fs, at) => fs.writeFileSync(at('a.txt'), '+', { flag: 'wx' }),
  'writeFileSync: typed array': (fs, at) => fs.writeFileSync(at('new'), new Uint16Array([1, 2])),
  'writeFileSync: DataView': (fs, at) => fs.writeFileSync(at('new'), new DataView(new ArrayBuffer(3))),
  'writeFileSync: descriptor': (fs, at) => opened(fs, at('new'), 'w', fd => fs.writeFileSync(fd, 'text')),
  'writeFileSync: no folder': (fs, at) => fs.writeFileSync(at('none/new'), ''),
  'writeFileSync: folder': (fs, at) => fs.writeFileSync(at('dir'), ''),
  'writeFileSync: number': (fs, at) => fs.writeFileSync(at('new'), any(5)),
  'writeFileSync: undefined': (fs, at) => fs.writeFileSync(at('new'), any(undefined)),
  'writeFileSync: object': (fs, at) => fs.writeFileSync(at('new'), any({ toString: () => 'x' })),
  'writeFileSync: wrong mode': (fs, at) => fs.writeFileSync(at('new'), '', { mode: any('rw') }),
  appendFileSync: (fs, at) => fs.appendFileSync(at('a.txt'), ' and more'),
  'appendFileSync: new': (fs, at) => fs.appendFileSync(at('new'), Buffer.from('x')),
  'appendFileSync: descriptor': (fs, at) => opened(fs, at('a.txt'), 'a', fd => fs.appendFileSync(fd, 'x')),
  'appendFileSync: folder': (fs, at) => fs.appendFileSync(at('dir'), 'x'),
  'appendFileSync: wrong data': (fs, at) => fs.appendFileSync(at('new'), any(null)),

  statSync: (fs, at) => fs.statSync(at('a.txt')),
  'statSync: folder': (fs, at) => fs.statSync(at('dir')).isDirectory(),
  'statSync: through a link': (fs, at) => fs.statSync(at('link')).isSymbolicLink(),
  'statSync: bigint': (fs, at) => fs.statSync(at('a.txt'), { bigint: true }),
  'statSync: none': (fs, at) => fs.statSync(at('none')),
  'statSync: none, optional': (fs, at) => fs.statSync(at('none'), { throwIfNoEntry: false }),
  'statSync: beneath a file, optional': (fs, at) => fs.statSync(at('a.txt/b'), { throwIfNoEntry: false }),
  'statSync: loop, optional': (fs, at) => fs.statSync(at('loop'), { throwIfNoEntry: false }),
  'statSync: broken link': (fs, at) => fs.statSync(at('broken')),
  'statSync: null options': (fs, at) => fs.statSync(at('a.txt'), any(null)),
  'statSync: number': fs => fs.statSync(any(1)),
  lstatSync: (fs, at) => fs.lstatSync(at('link')).isSymbolicLink(),
  'lstatSync: none': (fs, at) => fs.lstatSync(at('none')),
  'lstatSync: none, optional': (fs, at) => fs.lstatSync(at('none'), { throwIfNoEntry: false }),
  fstatSync: (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.fstatSync(fd)),
  'fstatSync: bigint': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.fstatSync(fd, { bigint: true })),
  'fstatSync: bad descriptor': fs => fs.fstatSync(9999),
  'fstatSync: negative': fs => fs.fstatSync(-1),
  'fstatSync: text': fs => fs.fstatSync(any('1')),
  statfsSync: (fs, at) => Object.keys(fs.statfsSync(at('dir'))),
  'statfsSync: bigint': (fs, at) => typeof fs.statfsSync(at('dir'), { bigint: true }).bsize,
  'statfsSync: none': (fs, at) => fs.statfsSync(at('none')),
  existsSync: (fs, at) => ['a.txt', 'dir', 'none', 'broken', 'link'].map(path => fs.existsSync(at(path))),
  'existsSync: no path': fs => [undefined, 5, {}, 'a\0b', ''].map(path => fs.existsSync(any(path))),
  accessSync: (fs, at) => fs.accessSync(at('a.txt'), fs.constants.R_OK),
  'accessSync: none': (fs, at) => fs.accessSync(at('none')),
  'accessSync: wrong mode': (fs, at) => fs.accessSync(at('a.txt'), 100),
  'accessSync: mode of text': (fs, at) => fs.accessSync(at('a.txt'), any('r')),

  readdirSync: (fs, at) => sorted(fs.readdirSync(at('dir'))),
  'readdirSync: Buffers': (fs, at) => sorted(fs.readdirSync(at('dir'), 'buffer')),
  'readdirSync: with types': (fs, at) => sorted(fs.readdirSync(at('.'), { withFileTypes: true })),
  'readdirSync: recursive': (fs, at) => sorted(fs.readdirSync(at('.'), { recursive: true })),
  'readdirSync: recursive, with types': (fs, at) =>
    sorted(fs.readdirSync(at('.'), { recursive: true, withFileTypes: true })),
  'readdirSync: empty': (fs, at) => fs.readdirSync(at('dir/sub/empty')),
  'readdirSync: none': (fs, at) => fs.readdirSync(at('none')),
  'readdirSync: file': (fs, at) => fs.readdirSync(at('a.txt')),
  'readdirSync: recursive none': (fs, at) => fs.readdirSync(at('none'), { recursive: true }),
  'readdirSync: wrong option': (fs, at) => fs.readdirSync(at('dir'), { recursive: any('yes') }),
  opendirSync: (fs, at) => {
    const dir = fs.opendirSync(at('dir'));
    const names: string[] = [];
    for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) names.push(entry.name);
    dir.closeSync();
    return [dir.path, sorted(names)];
  },
  'opendirSync: closed': (fs, at) => {
    const dir = fs.opendirSync(at('dir'));
    dir.closeSync();
    return dir.readSync();
  },
  'opendirSync: closed twice': (fs, at) => {
    const dir = fs.opendirSync(at('dir'), { bufferSize: 1 });
    dir.closeSync();
    dir.closeSync();
  },
  'opendirSync: using': (fs, at) => {
    using dir = any(fs.opendirSync(at('dir/sub/empty')));
    return dir.readSync();
  },
  'opendirSync: using what is closed': (fs, at) => {
    using dir = any(fs.opendirSync(at('dir')));
    dir.closeSync();
  },
  'opendirSync: none': (fs, at) => fs.opendirSync(at('none')),
  'opendirSync: wrong option': (fs, at) => fs.opendirSync(at('dir'), { bufferSize: -1 }),

  mkdirSync: (fs, at) => fs.mkdirSync(at('new')),
  'mkdirSync: mode': (fs, at) => fs.mkdirSync(at('new'), 0o700),
  'mkdirSync: recursive': (fs, at) => fs.mkdirSync(at('x/y/z'), { recursive: true }),
  'mkdirSync: recursive, there already': (fs, at) => fs.mkdirSync(at('dir/sub'), { recursive: true }),
  'mkdirSync: recursive, beneath a file': (fs, at) => fs.mkdirSync(at('a.txt/x/y'), { recursive: true }),
  'mkdirSync: there already': (fs, at) => fs.mkdirSync(at('dir')),
  'mkdirSync: no folder': (fs, at) => fs.mkdirSync(at('x/y')),
  'mkdirSync: wrong mode': (fs, at) => fs.mkdirSync(at('new'), any({ mode: 'x' })),
  mkdtempSync: (fs, at) => fs.mkdtempSync(at('tmp-')).slice(0, -6),
  'mkdtempSync: Buffer': (fs, at) => fs.rmdirSync(any(fs.mkdtempSync(at('tmp-'), 'buffer'))),
  'mkdtempSync: no folder': (fs, at) => fs.mkdtempSync(at('none/tmp-')).slice(0, -6),
  'mkdtempSync: number': fs => fs.mkdtempSync(any(5)),

  rmSync: (fs, at) => fs.rmSync(at('a.txt')),
  'rmSync: folder': (fs, at) => fs.rmSync(at('dir')),
  'rmSync: recursive': (fs, at) => fs.rmSync(at('dir'), { recursive: true }),
  'rmSync: none': (fs, at) => fs.rmSync(at('none')),
  'rmSync: none, forced': (fs, at) => fs.rmSync(at('none'), { force: true }),
  'rmSync: link': (fs, at) => fs.rmSync(at('link')),
  'rmSync: wrong option': (fs, at) => fs.rmSync(at('a.txt'), { recursive: any(1) }),
  'rmSync: wrong retries': (fs, at) => fs.rmSync(at('a.txt'), { maxRetries: -1 }),
  rmdirSync: (fs, at) => fs.rmdirSync(at('dir/sub/empty')),
  'rmdirSync: not empty': (fs, at) => fs.rmdirSync(at('dir')),
  'rmdirSync: file': (fs, at) => fs.rmdirSync(at('a.txt')),
  unlinkSync: (fs, at) => fs.unlinkSync(at('link')),
  'unlinkSync: none': (fs, at) => fs.unlinkSync(at('none')),
  'unlinkSync: folder': (fs, at) => fs.unlinkSync(at('dir')),
  renameSync: (fs, at) => fs.renameSync(at('a.txt'), at('dir/z.txt')),
  'renameSync: none': (fs, at) => fs.renameSync(at('none'), at('other')),
  'renameSync: folder over file': (fs, at) => fs.renameSync(at('dir'), at('a.txt')),
  'renameSync: number': (fs, at) => fs.renameSync(at('a.txt'), any(5)),
  copyFileSync: (fs, at) => fs.copyFileSync(at('a.txt'), at('copy')),
  'copyFileSync: exclusive': (fs, at) => fs.copyFileSync(at('a.txt'), at('link'), fs.constants.COPYFILE_EXCL),
  'copyFileSync: none': (fs, at) => fs.copyFileSync(at('none'), at('copy')),
  'copyFileSync: folder': (fs, at) => fs.copyFileSync(at('dir'), at('copy')),
  'copyFileSync: wrong mode': (fs, at) => fs.copyFileSync(at('a.txt'), at('copy'), 99),
  'cpSync: file': (fs, at) => fs.cpSync(at('a.txt'), at('copy')),
  'cpSync: recursive': (fs, at) => fs.cpSync(at('dir'), at('copy'), { recursive: true }),
  'cpSync: filter': (fs, at) =>
    fs.cpSync(at('dir'), at('copy'), { recursive: true, filter: path => !fs.existsSync(`${path}/empty`) }),
  'cpSync: folder': (fs, at) => fs.cpSync(at('dir'), at('copy')),
  'cpSync: into itself': (fs, at) => fs.cpSync(at('dir'), at('dir/sub/copy'), { recursive: true }),
  'cpSync: there already': (fs, at) => fs.cpSync(at('a.txt'), at('dir/b.txt'), { force: false, errorOnExist: true }),
  'cpSync: none': (fs, at) => fs.cpSync(at('none'), at('copy')),
  'cpSync: wrong option': (fs, at) => fs.cpSync(at('a.txt'), at('copy'), { recursive: any('yes') }),
  'cpSync: verbatim links': (fs, at) => fs.cpSync(at('dir'), at('copy'), { recursive: true, verbatimSymlinks: true }),
  'cpSync: dereferenced links': (fs, at) => fs.cpSync(at('dir'), at('copy'), { recursive: true, dereference: true }),
  'cpSync: timestamps': (fs, at) => {
    fs.utimesSync(at('a.txt'), 5, 6);
    fs.cpSync(at('a.txt'), at('copy'), { preserveTimestamps: true });
    return fs.statSync(at('copy')).mtimeMs / 1;
  },

  linkSync: (fs, at) => fs.linkSync(at('a.txt'), at('hard')),
  'linkSync: none': (fs, at) => fs.linkSync(at('none'), at('hard')),
  'linkSync: there already': (fs, at) => fs.linkSync(at('a.txt'), at('dir/b.txt')),
  symlinkSync: (fs, at) => fs.symlinkSync('a.txt', at('soft')),
  'symlinkSync: type': (fs, at) => fs.symlinkSync('dir', at('soft'), 'dir'),
  'symlinkSync: there already': (fs, at) => fs.symlinkSync('a.txt', at('dir')),
  'symlinkSync: wrong type': (fs, at) => fs.symlinkSync('a.txt', at('soft'), any('hard')),
  readlinkSync: (fs, at) => fs.readlinkSync(at('link')),
  'readlinkSync: Buffer': (fs, at) => fs.readlinkSync(at('link'), 'buffer'),
  'readlinkSync: file': (fs, at) => fs.readlinkSync(at('a.txt')),
  realpathSync: (fs, at) => fs.realpathSync(at('dir/../link')),
  'realpathSync: Buffer': (fs, at) => fs.realpathSync(at('link'), 'buffer'),
  'realpathSync: none': (fs, at) => fs.realpathSync(at('none')),
  'realpathSync: loop': (fs, at) => fs.realpathSync(at('loop')),
  'realpathSync.native': (fs, at) => fs.realpathSync.native(at('dir/../link')),
  'realpathSync.native: none': (fs, at) => fs.realpathSync.native(at('none')),

  chmodSync: (fs, at) => fs.chmodSync(at('a.txt'), 0o600),
  'chmodSync: text': (fs, at) => fs.chmodSync(at('a.txt'), '700'),
  'chmodSync: none': (fs, at) => fs.chmodSync(at('none'), 0o600),
  'chmodSync: wrong mode': (fs, at) => fs.chmodSync(at('a.txt'), any('rwx')),
  fchmodSync: (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.fchmodSync(fd, 0o640)),
  chownSync: (fs, at) => fs.chownSync(at('a.txt'), process.getuid?.() ?? 0, process.getgid?.() ?? 0),
  'chownSync: none': (fs, at) => fs.chownSync(at('none'), 0, 0),
  'chownSync: wrong owner': (fs, at) => fs.chownSync(at('a.txt'), any('root'), 0),
  'lchownSync: none': (fs, at) => fs.lchownSync(at('none'), 0, 0),
  fchownSync: (fs, at) =>
    opened(fs, at('a.txt'), 'r', fd => fs.fchownSync(fd, process.getuid?.() ?? 0, process.getgid?.() ?? 0)),
  utimesSync: (fs, at) => {
    fs.utimesSync(at('a.txt'), 1000, new Date(2_000_000));
    const { atimeMs, mtimeMs } = fs.statSync(at('a.txt'));
    return [atimeMs, mtimeMs];
  },
  'utimesSync: none': (fs, at) => fs.utimesSync(at('none'), 1, 1),
  'utimesSync: wrong time': (fs, at) => fs.utimesSync(at('a.txt'), any({}), 1),
  futimesSync: (fs, at) => opened(fs, at('a.txt'), 'r+', fd => fs.futimesSync(fd, 5, 6)),
  lutimesSync: (fs, at) => fs.lutimesSync(at('link'), 5, 6) ?? fs.lstatSync(at('link')).mtimeMs / 1,
  truncateSync: (fs, at) => fs.truncateSync(at('a.txt'), 2),
  'truncateSync: all': (fs, at) => fs.truncateSync(at('a.txt')),
  'truncateSync: none': (fs, at) => fs.truncateSync(at('none'), 2),
  'truncateSync: wrong length': (fs, at) => fs.truncateSync(at('a.txt'), any('2')),
  ftruncateSync: (fs, at) => opened(fs, at('a.txt'), 'r+', fd => fs.ftruncateSync(fd, 3)),
  'ftruncateSync: not to be written': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.ftruncateSync(fd, 3)),

  'openSync: none': (fs, at) => fs.openSync(at('none'), 'r'),
  'openSync: there already': (fs, at) => fs.openSync(at('a.txt'), 'wx'),
  'openSync: unknown flags': (fs, at) => fs.openSync(at('a.txt'), 'rwx'),
  'openSync: wrong mode': (fs, at) => fs.openSync(at('new'), 'w', any({})),
  'openSync: default flags': (fs, at) => fs.closeSync(fs.openSync(at('a.txt'), any(undefined))),
  'openSync: mode': (fs, at) => fs.closeSync(fs.openSync(at('new'), 'w', 0o640)),
  'closeSync: bad descriptor': fs => fs.closeSync(9999),
  'closeSync: text': fs => fs.closeSync(any('1')),
  readSync: (fs, at) => {
    const buffer = Buffer.alloc(10);
    return opened(fs, at('a.txt'), 'r', fd => [
      fs.readSync(fd, buffer, 0, 3, 1),
      fs.readSync(fd, buffer, 5, 2, null),
      buffer,
    ]);
  },
  'readSync: all': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, Buffer.alloc(10))),
  'readSync: options': (fs, at) => {
    const buffer = Buffer.alloc(10);
    return opened(fs, at('a.txt'), 'r', fd => [fs.readSync(fd, buffer, { offset: 2, length: 2, position: 1 }), buffer]);
  },
  'readSync: bigint': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, Buffer.alloc(10), 0, 3, 2n)),
  'readSync: nothing': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, Buffer.alloc(10), 0, 0, 0)),
  'readSync: at the end': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, Buffer.alloc(10), 0, 3, 1000)),
  'readSync: too much': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, Buffer.alloc(10), 5, 6, 0)),
  'readSync: offset out of range': (fs, at) =>
    opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, Buffer.alloc(10), 11, 1, 0)),
  'readSync: no buffer': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, any('x'), 0, 1, 0)),
  'readSync: empty buffer': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readSync(fd, Buffer.alloc(0), 0, 1, 0)),
  'readSync: not to be read': (fs, at) => opened(fs, at('new'), 'w', fd => fs.readSync(fd, Buffer.alloc(1), 0, 1, 0)),
  'readSync: bad descriptor': fs => fs.readSync(9999, Buffer.alloc(1)),
  readvSync: (fs, at) => {
    const buffers = [Buffer.alloc(2), new Uint8Array(2)];
    return opened(fs, at('a.txt'), 'r', fd => [fs.readvSync(fd, buffers), fs.readvSync(fd, buffers, 1), buffers]);
  },
  'readvSync: no list': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.readvSync(fd, any(5))),
  'writeSync: text': (fs, at) =>
    opened(fs, at('new'), 'w', fd => [
      fs.writeSync(fd, 'hello'),
      fs.writeSync(fd, 'é', 2),
      fs.writeSync(fd, 'ff', null, 'hex'),
    ]),
  'writeSync: bytes': (fs, at) =>
    opened(fs, at('new'), 'w', fd => [
      fs.writeSync(fd, Buffer.from('hello'), 1, 3),
      fs.writeSync(fd, Buffer.from('abc')),
      fs.writeSync(fd, Buffer.from('z'), 0, 1, 0),
    ]),
  'writeSync: options': (fs, at) =>
    opened(fs, at('new'), 'w', fd => fs.writeSync(fd, Buffer.from('hello'), any({ offset: 1, length: 2 }))),
  'writeSync: out of range': (fs, at) => opened(fs, at('new'), 'w', fd => fs.writeSync(fd, Buffer.from('hello'), 1, 9)),
  'writeSync: number': (fs, at) => opened(fs, at('new'), 'w', fd => fs.writeSync(fd, any(5))),
  'writeSync: not to be written': (fs, at) => opened(fs, at('a.txt'), 'r', fd => fs.writeSync(fd, 'x')),
  'writeSync: unknown encoding': (fs, at) => opened(fs, at('new'), 'w', fd => fs.writeSync(fd, 'x', 0, any('utf9'))),
  writevSync: (fs, at) =>
    opened(fs, at('new'), 'w', fd => [
      fs.writevSync(fd, [Buffer.from('ab'), Buffer.from('cd')]),
      fs.writevSync(fd, [Buffer.from('Z')], 1),
    ]),
  'writevSync: nothing': (fs, at) => opened(fs, at('new'), 'w', fd => fs.writevSync(fd, [])),
  'writevSync: text': (fs, at) => opened(fs, at('new'), 'w', fd => fs.writevSync(fd, any(['x']))),
  fsyncSync: (fs, at) => opened(fs, at('a.txt'), 'r+', fd => [fs.fsyncSync(fd), fs.fdatasyncSync(fd)]),
  'fdatasyncSync: bad descriptor': fs => fs.fdatasyncSync(9999),
  'fsyncSync: bad descriptor': fs => fs.fsyncSync(9999),

  // What newer versions of Node have, and some systems.
  globSync: (fs, at) => sorted(any(fs).globSync('**/*.txt', { cwd: at('.') })),
  'globSync: patterns': (fs, at) => sorted(any(fs).globSync([`${at('dir')}/*`, 'none'], { cwd: at('.') })),
  'globSync: with types': (fs, at) => sorted(any(fs).globSync('dir/**', { cwd: at('.'), withFileTypes: true })),
  'globSync: exclude': (fs, at) =>
    sorted(any(fs).globSync('**', { cwd: at('.'), exclude: (name: string) => fs.existsSync(at(`${name}/sub`)) })),
  'globSync: exclude fails': (fs, at) =>
    any(fs).globSync('**', {
      cwd: at('.'),
      exclude: () => {
        throw new RangeError('excluded');
      },
    }),
  'globSync: nothing': (fs, at) => any(fs).globSync('*.none', { cwd: at('.') }),
  'globSync: no folder': (fs, at) => any(fs).globSync('*', { cwd: at('none') }),
  'globSync: no pattern': fs => any(fs).globSync(5),
  'globSync: wrong option': fs => any(fs).globSync('*', { exclude: 5 }),
  lchmodSync: (fs, at) => any(fs).lchmodSync(at('a.txt'), 0o600),
  mkdtempDisposableSync: (fs, at) => {
    const made = any(fs).mkdtempDisposableSync(at('tmp-'));
    fs.writeFileSync(`${made.path}/file`, 'x');
    const seen = [fs.existsSync(made.path), made, Reflect.ownKeys(made).map(String), made.remove.name];
    return [...seen, made.remove(), fs.existsSync(made.path), made.remove()];
  },
  'mkdtempDisposableSync: using': (fs, at) => {
    using made = any(fs).mkdtempDisposableSync(at('tmp-'));
    fs.mkdirSync(`${made.path}/a`);
    return fs.readdirSync(made.path);
  },
  'mkdtempDisposableSync: no folder': (fs, at) => any(fs).mkdtempDisposableSync(at('none/tmp-')),
  'mkdtempDisposableSync: encoding': (fs, at) => any(fs).mkdtempDisposableSync(at('tmp-'), { encoding: 'utf9' }),
  'mkdtempDisposableSync: number': fs => any(fs).mkdtempDisposableSync(5),
  openAsBlobSync: (fs, at) => any(fs).openAsBlobSync(at('a.txt'), { type: 'text/plain' }).size,
  'openAsBlobSync: none': (fs, at) => any(fs).openAsBlobSync(at('none')),
  'readFileSync: into a buffer': (fs, at) => fs.readFileSync(at('a.txt'), any({ buffer: Buffer.alloc(10) })),
  'readFileSync: into a buffer that is too small': (fs, at) =>
    fs.readFileSync(at('a.txt'), any({ buffer: Buffer.alloc(3), encoding: 'utf8' })),
};

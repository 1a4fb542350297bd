/** The synchronous functions of `node:zlib`: their twins do the same on threads of Node's. */
import { types } from 'node:util';
import zlib from 'node:zlib';
import { share } from '../realm.js';
import { type Begin, cooperative } from './operation.js';

function make() {
  return {
    brotliCompressSync: converting('brotliCompressSync', zlib.brotliCompress),
    brotliDecompressSync: converting('brotliDecompressSync', zlib.brotliDecompress),
    deflateRawSync: converting('deflateRawSync', zlib.deflateRaw),
    deflateSync: converting('deflateSync', zlib.deflate),
    gunzipSync: converting('gunzipSync', zlib.gunzip),
    gzipSync: converting('gzipSync', zlib.gzip),
    inflateRawSync: converting('inflateRawSync', zlib.inflateRaw),
    inflateSync: converting('inflateSync', zlib.inflate),
    unzipSync: converting('unzipSync', zlib.unzip),
  };
}

/** Those that not every version of Node has. */
function makeOthers(): Record<string, (...args: any[]) => any> {
  const all = zlib as unknown as Record<string, ((...args: any[]) => any) | undefined>;
  const { zstdCompressSync, zstdCompress, zstdDecompressSync, zstdDecompress } = all;
  return {
    ...(zstdCompressSync &&
      zstdCompress && { zstdCompressSync: converting('zstdCompressSync' as Name, zstdCompress, sized) }),
    ...(zstdDecompressSync &&
      zstdDecompress && { zstdDecompressSync: converting('zstdDecompressSync' as Name, zstdDecompress) }),
  };
}

/** Who has all of the data at once notes in the frame how much it is; the twin must be told. */
function sized(data: string | ArrayBufferView | ArrayBuffer, options: any): unknown {
  const pledgedSrcSize = options?.pledgedSrcSize ?? Buffer.byteLength(data as string | NodeJS.ArrayBufferView);
  return { ...options, pledgedSrcSize };
}

type Name = Extract<keyof typeof zlib, `${string}Sync`>;

/** Node calls all of them alike, so their names are told. */
function converting<N extends Name>(
  name: N,
  twin: (...args: any[]) => unknown,
  optionsFor = (_: any, options: unknown) => options,
): (typeof zlib)[N] {
  const original = zlib[name];
  const begin: Begin<any[]> = ([data, options], done) => {
    // Of what is no data the twin says something else.
    if (typeof data === 'string' || types.isArrayBufferView(data) || types.isAnyArrayBuffer(data))
      twin(data, optionsFor(data, options), done);
    else done(null, original(data, options));
    return undefined;
  };
  return cooperative(original, begin, name);
}

export const functions = share('node.zlib', make);
export const otherFunctions = share('node.zlib-others', makeOthers);

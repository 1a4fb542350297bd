/** The synchronous functions of `node:zlib`: their twins do the same on threads of Node's. */
import { types } from 'node:util';
import zlib from 'node:zlib';
import { share } from '../realm.js';
import { cooperative } from './operation.js';

function make() {
  return {
    brotliCompressSync: converting(zlib.brotliCompressSync, zlib.brotliCompress),
    brotliDecompressSync: converting(zlib.brotliDecompressSync, zlib.brotliDecompress),
    deflateRawSync: converting(zlib.deflateRawSync, zlib.deflateRaw),
    deflateSync: converting(zlib.deflateSync, zlib.deflate),
    gunzipSync: converting(zlib.gunzipSync, zlib.gunzip),
    gzipSync: converting(zlib.gzipSync, zlib.gzip),
    inflateRawSync: converting(zlib.inflateRawSync, zlib.inflateRaw),
    inflateSync: converting(zlib.inflateSync, zlib.inflate),
    unzipSync: converting(zlib.unzipSync, zlib.unzip),
  };
}

/** Those that not every version of Node has. */
function makeOthers(): Record<string, (...args: any[]) => any> {
  const all = zlib as unknown as Record<string, ((...args: any[]) => any) | undefined>;
  const { zstdCompressSync, zstdCompress, zstdDecompressSync, zstdDecompress } = all;
  return {
    ...(zstdCompressSync && zstdCompress && { zstdCompressSync: converting(zstdCompressSync, zstdCompress, sized) }),
    ...(zstdDecompressSync && zstdDecompress && { zstdDecompressSync: converting(zstdDecompressSync, zstdDecompress) }),
  };
}

/** Who has all of the data at once notes in the frame how much it is; the twin must be told. */
function sized(data: string | ArrayBufferView | ArrayBuffer, options: any): unknown {
  const pledgedSrcSize = options?.pledgedSrcSize ?? Buffer.byteLength(data as string | NodeJS.ArrayBufferView);
  return { ...options, pledgedSrcSize };
}

function converting<F extends (...args: any[]) => any>(
  original: F,
  twin: (...args: any[]) => unknown,
  optionsFor = (_: any, options: unknown) => options,
): F {
  return cooperative(original, ([data, options], done): undefined => {
    // Of what is no data the twin says something else.
    if (typeof data === 'string' || types.isArrayBufferView(data) || types.isAnyArrayBuffer(data))
      twin(data, optionsFor(data, options), done);
    else done(null, original(data, options));
  });
}

export const functions = share('node.zlib', make);
export const otherFunctions = share('node.zlib-others', makeOthers);

/** `node:zlib` with synchronous functions that suspend the greenlet that calls them (`greenc/node/zlib`). */
import zlib from 'node:zlib';
import type { Perhaps } from './operation.js';
import { functions, otherFunctions } from './zlib-functions.js';

export * from 'node:zlib';
export const {
  brotliCompressSync,
  brotliDecompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  unzipSync,
} = functions;
export const zstdCompressSync: Perhaps<typeof zlib, 'zstdCompressSync'> = otherFunctions.zstdCompressSync as never;
export const zstdDecompressSync: Perhaps<typeof zlib, 'zstdDecompressSync'> =
  otherFunctions.zstdDecompressSync as never;
const all: typeof zlib = { ...zlib, ...functions, ...otherFunctions };
export default all;

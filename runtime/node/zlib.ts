/** `node:zlib` with synchronous functions that suspend the greenlet that calls them (`greenc/node/zlib`). */
import zlib from 'node:zlib';
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
const all: typeof zlib = { ...zlib, ...functions, ...otherFunctions };
export default all;

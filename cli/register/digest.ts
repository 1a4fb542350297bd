/**
 * A hash of 64 bits, for telling texts apart that nobody makes alike on purpose. It takes an eighth of the time of those in
 * `node:crypto`, and there are several to make for each module of a program that starts.
 */
export function digest(data: string | Buffer): string {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const isAligned = bytes.byteOffset % 4 === 0;
  const { buffer, byteOffset } = isAligned ? bytes : Uint8Array.from(bytes);
  const size = bytes.length >> 2;
  const words = new Int32Array(buffer, byteOffset, size);
  let a = 0x9e3779b9 ^ bytes.length;
  let b = 0x85ebca6b;
  for (let at = 0; at < size; at++) {
    const word = words[at];
    a = Math.imul(a ^ word, 0xcc9e2d51);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x1b873593) + a;
    b ^= b >>> 13;
  }
  for (let at = size * 4; at < bytes.length; at++) {
    a = Math.imul(a ^ bytes[at], 0xcc9e2d51);
    b = Math.imul((b ^ bytes[at]) + a, 0x1b873593);
  }
  return text(a ^ (b >>> 16)) + text(b ^ Math.imul(a, 0xe6546b64));
}

function text(word: number): string {
  return (word >>> 0).toString(36).padStart(7, '0');
}

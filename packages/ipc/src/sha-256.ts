// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) of the few short texts of a handshake. The runtime's own are
// the twin that tests compare with: loading its library costs every start 5 ms and every keeper 2 MB.
// No step depends on a secret but by the numbers it computes.
import { Buffer } from 'node:buffer';

const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;
const ROUNDS = 64;
const WORD = 2 ** 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** The fractions of the square roots of the first 8 primes, and of the cube roots of the first 64. */
const PRIMES = primes(ROUNDS);
const START = Uint32Array.from(PRIMES.slice(0, 8), (prime) => (Math.sqrt(prime) % 1) * WORD);
const CONSTANTS = Uint32Array.from(PRIMES, (prime) => (Math.cbrt(prime) % 1) * WORD);

/** The hash in hexadecimal. */
export function sha256(text: string): string {
  return hash(Buffer.from(text)).toString('hex');
}

/** The text's code under a key, in hexadecimal. */
export function hmacSha256(key: string, text: string): string {
  const bytes = Buffer.from(key);
  const block = Buffer.alloc(BLOCK_BYTES);
  (bytes.length > BLOCK_BYTES ? hash(bytes) : bytes).copy(block);
  const padded = (pad: number) => block.map((byte) => byte ^ pad);
  const inner = hash(Buffer.concat([padded(INNER_PAD), Buffer.from(text)]));
  return hash(Buffer.concat([padded(OUTER_PAD), inner])).toString('hex');
}

function hash(bytes: Buffer): Buffer {
  const blocks = Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
  const message = Buffer.alloc(blocks * BLOCK_BYTES);
  bytes.copy(message);
  message[bytes.length] = 0x80;
  // In bits, of which no text here has more than a word can count.
  message.writeUInt32BE(bytes.length * 8, message.length - 4);
  const state = START.slice();
  for (let at = 0; at < message.length; at += BLOCK_BYTES) takeIn(state, message.subarray(at));
  const digest = Buffer.alloc(state.byteLength);
  for (const [index, word] of state.entries()) digest.writeUInt32BE(word, index * 4);
  return digest;
}

function takeIn(state: Uint32Array, block: Buffer): void {
  const words = new Uint32Array(ROUNDS);
  for (let at = 0; at < 16; at += 1) words[at] = block.readUInt32BE(at * 4);
  for (let at = 16; at < ROUNDS; at += 1) {
    const [early = 0, late = 0] = [words[at - 15], words[at - 2]];
    const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[at] = (words[at - 16] ?? 0) + s0 + (words[at - 7] ?? 0) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < ROUNDS; at += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + (CONSTANTS[at] ?? 0) + (words[at] ?? 0)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const other = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    // One after the other: as an exchange of arrays this loop takes three times as long.
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + other) | 0;
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at] ?? 0) + word;
}

function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let next = 2; found.length < count; next += 1) {
    if (found.every((prime) => next % prime !== 0)) found.push(next);
  }
  return found;
}

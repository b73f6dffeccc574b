// SHA-256 and HMAC of the few short texts of a handshake, in hexadecimal. Not the runtime's own: loading
// its cryptography costs every start 5 ms and every keeper 2 MB (docs/adr/0014).
import { Buffer } from 'node:buffer';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';

/** The hash in hexadecimal. */
export function sha256(text: string): string {
  return inHexadecimal(hash(Buffer.from(text)));
}

/** The text's code under a key, in hexadecimal. */
export function hmacSha256(key: string, text: string): string {
  return inHexadecimal(hmac(hash, Buffer.from(key), Buffer.from(text)));
}

function inHexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

// Ed25519 signatures over a release's description: raw keys and signatures, in base64.
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What comes before the 32 bytes of a raw Ed25519 key in its DER form (RFC 8410). */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

export interface Signed {
  /** A raw public key, in base64. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** In base64. */
  readonly signature: string;
}

/** Whether the signature is the key's, over exactly these bytes. Never throws: what is no key or signature is none. */
export function isSignedBy({ key, bytes, signature }: Signed): boolean {
  const raw = Buffer.from(key, 'base64');
  const given = Buffer.from(signature.trim(), 'base64');
  if (raw.length !== KEY_BYTES || given.length !== SIGNATURE_BYTES) return false;
  const publicKey = createPublicKey({
    key: Buffer.concat([DER_PREFIX, raw]),
    format: 'der',
    type: 'spki',
  });
  return verify(undefined, bytes, publicKey, given);
}

/** The signature in base64. */
export function signed(privateKey: KeyObject, bytes: Uint8Array): string {
  return sign(undefined, bytes, privateKey).toString('base64');
}

// Random bytes from the system's own source, without loading the runtime's cryptography for them.
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

const SOURCE = '/dev/urandom';

/** So many bytes that nobody can guess, in hexadecimal. Throws where the system gives none. */
export function randomHex(byteCount: number): string {
  const bytes = Buffer.alloc(byteCount);
  const source = openSync(SOURCE, 'r');
  try {
    for (let at = 0; at < byteCount; ) {
      const count = readSync(source, bytes, at, byteCount - at, null);
      if (count === 0) throw new Error(`${SOURCE} gives nothing`);
      at += count;
    }
  } finally {
    closeSync(source);
  }
  return bytes.toString('hex');
}

// The secrets that let a process speak with a keeper or the host: made at random, kept in a file that
// only its owner may read, and read only from such a file.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Capability, HandshakeCrypto } from '@codex-voice/protocol';
import * as v from 'valibot';
import { randomHex } from './random-hex.ts';
import { isErrno, ownUserId, reasonOf } from './runtime-directory.ts';
import { hmacSha256 } from './sha-256.ts';
import { unfinishedName } from './unfinished.ts';

const FILE_MODE = 0o600;
const OTHERS_BITS = 0o077;
/** 256 bits: as many as the hash has. */
const TOKEN_BYTES = 32;
const NONCE_BYTES = 16;
/** A token file is far shorter; what is longer is none. */
const LONGEST_FILE_BYTES = 4096;

const tokensSchema = v.object({
  control: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)),
  view: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u))),
});
/** One secret for each capability that can be had, in hexadecimal. */
export type Tokens = { readonly [Name in Capability]?: string };

/** A fresh secret: 32 random bytes in hexadecimal. */
export function createToken(): string {
  return randomHex(TOKEN_BYTES);
}

/** Fresh secrets for a session. */
export function createTokens(): { readonly control: string; readonly view: string } {
  return { control: createToken(), view: createToken() };
}

/** What the handshake needs of this runtime. */
export const nodeCrypto: HandshakeCrypto = {
  hmac: hmacSha256,
  nonce: () => randomHex(NONCE_BYTES),
};

/** Puts the tokens in place at once and whole. Throws where the folder can't be written. */
export function writeTokenFile(path: string, tokens: Tokens): void {
  const unfinished = unfinishedName(path);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(unfinished, flags, FILE_MODE);
  try {
    writeFileSync(descriptor, JSON.stringify(tokens));
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

export type ReadTokens =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads tokens from a file that nobody else could have written or read. */
export function readTokenFile(path: string): ReadTokens {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return { kind: 'absent' };
    const link = isErrno(error, 'ELOOP');
    const why = link ? 'is a symbolic link' : `can't be read: ${reasonOf(error)}`;
    return { kind: 'refused', message: `${path} ${why}` };
  }
  try {
    return readOpened(path, descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readOpened(path: string, descriptor: number): ReadTokens {
  const found = fstatSync(descriptor);
  const refuse = (why: string): ReadTokens => ({ kind: 'refused', message: `${path} ${why}` });
  if (!found.isFile() || found.size > LONGEST_FILE_BYTES) return refuse('is no token file');
  if (found.uid !== ownUserId()) return refuse('belongs to another user');
  if ((found.mode & OTHERS_BITS) !== 0) return refuse('can be read by other users');
  try {
    const tokens = v.parse(tokensSchema, JSON.parse(readFileSync(descriptor, 'utf8')));
    return { kind: 'tokens', tokens };
  } catch {
    return refuse('is no token file');
  }
}

export function removeTokenFile(path: string): void {
  rmSync(path, { force: true });
}

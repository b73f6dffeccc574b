// How both sides of a new connection find out that they may speak, and in which version: calls are what
// came in, values are what is to be said. Sockets, time-outs, chance and the hash are passed in.
import {
  type Capability,
  type Challenge,
  challengeSchema,
  type Hello,
  helloSchema,
  type Welcome,
  type WireVersions,
  welcomeSchema,
} from './hello.ts';
import { parseWith } from './parsed.ts';
import { commonVersion, SPOKEN_VERSIONS } from './versions.ts';

export type RefusalCode = Extract<Welcome, { type: 'refused' }>['code'];
export interface Refusal {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  /** One line for a person. */
  readonly message: string;
}

/** What a side needs of the world around it. */
export interface HandshakeCrypto {
  /** HMAC-SHA-256 of the text (as UTF-8) under the key (its characters as UTF-8), in lower-case hexadecimal. */
  readonly hmac: (key: string, text: string) => string;
  /** 16 random bytes in lower-case hexadecimal. */
  readonly nonce: () => string;
}

/** What both sides must agree upon; every proof covers all of it. */
interface Transcript {
  readonly role: Challenge['role'];
  /** Empty for the host. */
  readonly sessionId: string;
  readonly serverVersions: WireVersions;
  readonly serverNonce: string;
  readonly clientVersions: WireVersions;
  readonly clientNonce: string;
  readonly capability: Capability;
}

const NAMES = { keeper: 'session', host: 'codex-voice host' } as const;
const WRONG_TOKEN = 'the token does not fit: it is of another session or of an earlier start';

/** The text a proof is made over. `by` keeps one side's proof from passing for the other's. */
function proofText(by: 'client' | 'server', of: Transcript, version: number): string {
  return [
    'codex-voice',
    by,
    of.role,
    of.sessionId,
    `${of.serverVersions.oldest}-${of.serverVersions.newest}`,
    of.serverNonce,
    `${of.clientVersions.oldest}-${of.clientVersions.newest}`,
    of.clientNonce,
    of.capability,
    `${version}`,
  ].join('\n');
}

/** Takes as long for a wrong text as for a right one of its length. */
function sameText(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at += 1) {
    difference |= left.charCodeAt(at) ^ right.charCodeAt(at % Math.max(1, right.length));
  }
  return difference === 0;
}

function versionRefusal(role: Challenge['role'], older: 'client' | 'server'): Refusal {
  const remedy = {
    client: 'is newer than this codex-voice: update this one',
    server:
      role === 'host'
        ? 'is older than this codex-voice: end it with `codex-voice host stop`'
        : 'is older than this codex-voice: attach with the one that started it, or end the session',
  };
  return { kind: 'refused', code: 'version', message: `the ${NAMES[role]} ${remedy[older]}` };
}

/** The side that was connected to. Good for one connection. */
export class ServerHandshake {
  readonly challenge: Challenge;
  readonly #sessionId: string;
  readonly #crypto: HandshakeCrypto;
  readonly #tokens: { readonly [Name in Capability]?: string };
  #over = false;

  constructor(options: {
    readonly role: Challenge['role'];
    /** Absent for the host. */
    readonly sessionId?: string;
    /** The token of each capability that can be had here. */
    readonly tokens: { readonly [Name in Capability]?: string };
    readonly crypto: HandshakeCrypto;
    readonly versions?: WireVersions;
  }) {
    this.#sessionId = options.sessionId ?? '';
    this.#crypto = options.crypto;
    this.#tokens = options.tokens;
    const versions = options.versions ?? SPOKEN_VERSIONS;
    const nonce = options.crypto.nonce();
    this.challenge = { type: 'challenge', role: options.role, versions, nonce };
  }

  /** Takes the client's first message; `reply` is the answer to send, whatever it is. */
  answered(value: unknown):
    | {
        readonly kind: 'accepted';
        readonly capability: Capability;
        readonly version: number;
        readonly reply: Welcome;
      }
    | (Refusal & { readonly reply: Welcome }) {
    const parsed = parseWith(helloSchema, value);
    if (parsed.kind === 'refused' || this.#over) {
      return refuse('malformed', 'the first message is no hello');
    }
    this.#over = true;
    const hello = parsed.message;
    const found = commonVersion({ client: hello.versions, server: this.challenge.versions });
    if (found.kind === 'none') {
      return refuse('version', versionRefusal(this.challenge.role, found.older).message);
    }
    const token = this.#tokens[hello.capability];
    if (token === undefined) {
      return refuse('capability', `${hello.capability} can't be had here`);
    }
    const transcript = this.#transcript(hello);
    const { version } = found;
    const expected = this.#crypto.hmac(token, proofText('client', transcript, version));
    if (!sameText(expected, hello.proof)) return refuse('token', WRONG_TOKEN);
    const proof = this.#crypto.hmac(token, proofText('server', transcript, version));
    const reply: Welcome = { type: 'welcome', version, proof };
    return { kind: 'accepted', capability: hello.capability, version, reply };
  }

  #transcript(hello: Hello): Transcript {
    return {
      role: this.challenge.role,
      sessionId: this.#sessionId,
      serverVersions: this.challenge.versions,
      serverNonce: this.challenge.nonce,
      clientVersions: hello.versions,
      clientNonce: hello.nonce,
      capability: hello.capability,
    };
  }
}

function refuse(code: RefusalCode, message: string): Refusal & { readonly reply: Welcome } {
  return { kind: 'refused', code, message, reply: { type: 'refused', code, message } };
}

/** The side that connects. Good for one connection. */
export class ClientHandshake {
  readonly #role: Challenge['role'];
  readonly #sessionId: string;
  readonly #capability: Capability;
  readonly #crypto: HandshakeCrypto;
  readonly #versions: WireVersions;
  #expected: { readonly version: number; readonly proof: string } | undefined;

  constructor(options: {
    readonly role: Challenge['role'];
    /** Absent for the host. */
    readonly sessionId?: string;
    readonly capability: Capability;
    readonly crypto: HandshakeCrypto;
    readonly versions?: WireVersions;
  }) {
    this.#role = options.role;
    this.#sessionId = options.sessionId ?? '';
    this.#capability = options.capability;
    this.#crypto = options.crypto;
    this.#versions = options.versions ?? SPOKEN_VERSIONS;
  }

  /** Takes the server's first message; the token is the one that belongs to the capability. */
  challenged(
    value: unknown,
    token: string,
  ): { readonly kind: 'answer'; readonly hello: Hello } | Refusal {
    const refused = parseWith(welcomeSchema, value);
    if (refused.kind === 'message' && refused.message.type === 'refused') {
      const { code, message } = refused.message;
      return { kind: 'refused', code, message };
    }
    const parsed = parseWith(challengeSchema, value);
    if (parsed.kind === 'refused' || parsed.message.role !== this.#role) {
      return {
        kind: 'refused',
        code: 'malformed',
        message: `no ${NAMES[this.#role]} answers here`,
      };
    }
    const challenge = parsed.message;
    const found = commonVersion({ client: this.#versions, server: challenge.versions });
    if (found.kind === 'none') return versionRefusal(this.#role, found.older);
    const transcript: Transcript = {
      role: this.#role,
      sessionId: this.#sessionId,
      serverVersions: challenge.versions,
      serverNonce: challenge.nonce,
      clientVersions: this.#versions,
      clientNonce: this.#crypto.nonce(),
      capability: this.#capability,
    };
    const { version } = found;
    const proof = this.#crypto.hmac(token, proofText('client', transcript, version));
    this.#expected = {
      version,
      proof: this.#crypto.hmac(token, proofText('server', transcript, version)),
    };
    const { clientNonce: nonce } = transcript;
    const [versions, capability] = [this.#versions, this.#capability];
    return { kind: 'answer', hello: { type: 'hello', versions, capability, nonce, proof } };
  }

  /** Takes the server's second message. */
  welcomed(value: unknown): { readonly kind: 'connected'; readonly version: number } | Refusal {
    const parsed = parseWith(welcomeSchema, value);
    if (parsed.kind === 'refused') {
      return { kind: 'refused', code: 'malformed', message: 'the answer to our hello is none' };
    }
    const welcome = parsed.message;
    if (welcome.type === 'refused') {
      return { kind: 'refused', code: welcome.code, message: welcome.message };
    }
    const expected = this.#expected;
    const fits = expected !== undefined && welcome.version === expected.version;
    if (!fits || !sameText(expected.proof, welcome.proof)) {
      return { kind: 'refused', code: 'token', message: 'who answers does not hold the token' };
    }
    return { kind: 'connected', version: welcome.version };
  }
}

// How every connection on a local socket opens: versions are compared and each side proves that it
// holds the token, without the token or anything that could be replayed ever being sent.
import * as v from 'valibot';

/** The newest and the oldest version of the socket messages that this release speaks. */
export const WIRE_VERSION = 2;
export const OLDEST_WIRE_VERSION = 1;

/** `control`: everything. `view`: see the session, never type, resize or end it. */
const capability = v.picklist(['control', 'view']);
export type Capability = v.InferOutput<typeof capability>;

const version = v.pipe(v.number(), v.integer(), v.minValue(1));
const versions = v.object({ oldest: version, newest: version });
export type WireVersions = v.InferOutput<typeof versions>;

/** 16 random bytes in hexadecimal, fresh for each connection. */
const nonce = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u));
/** HMAC-SHA-256 in hexadecimal; over what, SPEC.md says. */
const proof = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));

/** Server → client, as soon as it is connected. */
export const challengeSchema = v.object({
  type: v.literal('challenge'),
  role: v.picklist(['keeper', 'host']),
  versions,
  nonce,
});
export type Challenge = v.InferOutput<typeof challengeSchema>;

/** Client → server. */
export const helloSchema = v.object({
  type: v.literal('hello'),
  versions,
  capability,
  nonce,
  proof,
});
export type Hello = v.InferOutput<typeof helloSchema>;

/** Server → client: the version that is spoken from here on, or why not; after a refusal it closes. */
export const welcomeSchema = v.variant('type', [
  v.object({ type: v.literal('welcome'), version, proof }),
  v.object({
    type: v.literal('refused'),
    code: v.picklist(['version', 'token', 'capability', 'busy', 'malformed']),
    /** One line for a person, shown as it is. */
    message: v.pipe(v.string(), v.maxLength(500), v.regex(/^\P{Cc}*$/u)),
  }),
]);
export type Welcome = v.InferOutput<typeof welcomeSchema>;

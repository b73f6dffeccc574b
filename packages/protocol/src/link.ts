// The messages of a link: a session shown by a terminal of another machine, over one stream of bytes that
// some other program carries. Beside them go the frames of a keeper's and a host's connection.
import * as v from 'valibot';
import { type Parsed, parseWith } from './parsed.ts';

/** What the far end writes before its first frame, on a line of its own; shells may have written before it. */
export const LINK_PREAMBLE = '\ncodex-voice link\n';

const versions = v.object({ oldest: v.number(), newest: v.number() });
/** On the sender's machine-wide monotonic clock, in ms. */
const nowMs = v.number();
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000));
const size = v.object({ columns: side, rows: side });
const hold = v.picklist(['take', 'if-free', 'never']);

const linkRequestSchema = v.variant('type', [
  /** The first: which session, and as what it is to be shown. Answered by `reached` or `refused`. */
  v.object({
    type: v.literal('hello'),
    versions,
    /** Its name, the beginning of it, or its agent; absent: the one that is meant there. */
    session: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
    hold,
    size,
    /** Everything up to here is already on this terminal's screen, which held the session. */
    after: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  /** A host is wanted, found or started. Answered by `host`. */
  v.object({ type: v.literal('host') }),
  /** Somebody is still here. Answered by `alive`. */
  v.object({ type: v.literal('alive'), nowMs }),
]);
export type LinkRequest = v.InferOutput<typeof linkRequestSchema>;
export type LinkHello = Extract<LinkRequest, { type: 'hello' }>;

const linkEventSchema = v.variant('type', [
  /** The session's frames follow; requests go in `version`. */
  v.object({
    type: v.literal('reached'),
    sessionId: v.string(),
    version: v.number(),
    /** Of the codex-voice there. */
    program: v.string(),
  }),
  /** There is no such session, or it can't be reached: one line for a person. The stream ends. */
  v.object({
    type: v.literal('refused'),
    /** `session`: another try would end the same way. `version`: so would it until one side is updated. */
    code: v.picklist(['session', 'version', 'failed']),
    message: v.string(),
  }),
  /** The session's keeper is gone, and said no more. */
  v.object({ type: v.literal('keeper-gone'), why: v.string() }),
  /** `found`: its frames follow. `gone`: there is none any more, or none was found. */
  v.object({
    type: v.literal('host'),
    state: v.variant('kind', [
      v.object({ kind: v.literal('found'), version: v.number() }),
      v.object({ kind: v.literal('gone'), why: v.string() }),
    ]),
  }),
  /** `echoMs`: as it came. */
  v.object({ type: v.literal('alive'), echoMs: v.number(), nowMs }),
]);
export type LinkEvent = v.InferOutput<typeof linkEventSchema>;

/** Parses what enters the far end. Never throws. */
export function parseLinkRequest(value: unknown): Parsed<LinkRequest> {
  return parseWith(linkRequestSchema, value);
}

/** Parses what the far end says. Never throws. */
export function parseLinkEvent(value: unknown): Parsed<LinkEvent> {
  return parseWith(linkEventSchema, value);
}

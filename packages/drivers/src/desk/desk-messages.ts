// What a driver's desk and who sits at it say to each other: a line of JSON for each message. A sender may be
// newer than its reader: members that are not known are passed over, and so are messages.
import * as v from 'valibot';
import type { NumberedEvent } from '../agent-events.ts';

/** The socket in the session's private folder. */
export const DESK_SOCKET = 'desk.sock';

const state = v.object({
  rung: v.picklist(['structured', 'typing']),
  activity: v.picklist(['idle', 'busy', 'waiting']),
  keepsOnDisk: v.boolean(),
});
export type DeskState = v.InferOutput<typeof state>;

const promptState = v.picklist(['offered', 'taken', 'refused', 'unconfirmed']);

const numbered = v.pipe(
  v.object({
    number: v.pipe(v.number(), v.integer(), v.minValue(1)),
    atMs: v.number(),
    fromBefore: v.exactOptional(v.literal(true)),
    event: v.looseObject({ kind: v.string() }),
  }),
  // The desk is ours, in a folder of mode 0700: what it tells is an event, perhaps of a later version.
  v.transform((told) => told as NumberedEvent),
);

const saidSchema = v.variant('type', [
  /** First of all: how everything stands. The kept events follow, and then `caught-up`. */
  v.object({
    type: v.literal('opened'),
    state,
    /** What is known of prompts, the newest last. */
    prompts: v.array(v.tuple([v.string(), promptState])),
    /** Approvals that are open now. */
    open: v.array(v.string()),
  }),
  v.object({ type: v.literal('event'), told: numbered, state }),
  v.object({ type: v.literal('caught-up') }),
  v.object({
    type: v.literal('answer'),
    id: v.number(),
    result: v.looseObject({ kind: v.string() }),
  }),
]);
/** What the desk says. */
export type DeskSaid = v.InferOutput<typeof saidSchema>;

const prompt = v.object({ promptId: v.string(), text: v.string() });

const askedSchema = v.variant('type', [
  /** Events after this number. */
  v.object({ type: v.literal('follow'), after: v.number() }),
  v.object({ type: v.literal('submit'), id: v.number(), prompt }),
  v.object({ type: v.literal('interrupt'), id: v.number() }),
  v.object({
    type: v.literal('answer'),
    id: v.number(),
    approvalId: v.string(),
    decision: v.picklist(['accept', 'accept-for-session', 'decline', 'cancel']),
  }),
]);
/** What is asked at the desk. */
export type DeskAsked = v.InferOutput<typeof askedSchema>;

/** Undefined: nothing that is known here. */
export function parseSaid(message: unknown): DeskSaid | undefined {
  const parsed = v.safeParse(saidSchema, message);
  return parsed.success ? parsed.output : undefined;
}

export function parseAsked(message: unknown): DeskAsked | undefined {
  const parsed = v.safeParse(askedSchema, message);
  return parsed.success ? parsed.output : undefined;
}

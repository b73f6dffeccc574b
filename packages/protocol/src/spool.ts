// Prompts that no session has any more, as the host tells of them and is asked about them.
import * as v from 'valibot';

/** More of a text is not told in a list, in UTF-16 units: all that are kept fit into one message. */
export const TOLD_KEPT_UNITS = 300;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const text = v.pipe(v.string(), v.maxLength(65_536));
const intent = v.picklist(['compose', 'send']);

const keptEntry = v.object({
  /** The prompt's own. */
  id,
  /** `k3` for people. */
  number: v.number(),
  text,
  /** The text goes on: a request for it has all. */
  cut: v.exactOptional(v.literal(true)),
  intent,
  origin: v.string(),
  /** Whether an agent had it already: it was on its way (`perhaps`), or its turn failed (`yes`). */
  reached: v.picklist(['no', 'perhaps', 'yes']),
  /** A word of the `spool` package, and what the agent said. */
  because: v.string(),
  why: v.exactOptional(v.string()),
  /** The session that had it last, its agent and its folder. */
  session: v.exactOptional(v.string()),
  agent: v.exactOptional(v.string()),
  folder: v.exactOptional(v.string()),
  /** The session that it is under way to. */
  to: v.exactOptional(v.string()),
  /** Wall clock, in ms since 1970. */
  saidAtMs: v.number(),
  keptAtMs: v.number(),
});
export type KeptEntry = v.InferOutput<typeof keptEntry>;

/** One of them by its id, or its number as people write it. */
const kept = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** Answered by `kept` to what lists, and else by `done` or refused. */
export const spoolRequest = v.object({
  type: v.literal('spool'),
  requestId: v.string(),
  what: v.variant('do', [
    v.object({ do: v.literal('list') }),
    /** One of them, with all of its text. */
    v.object({ do: v.literal('show'), kept }),
    /** Keeps a text for which there is no session. */
    v.object({ do: v.literal('keep'), promptId: id, text, intent }),
    v.object({ do: v.literal('edit'), kept, text }),
    v.object({ do: v.literal('drop'), kept }),
    /** Into a session's queue, under the prompt's own id; absent intent: as it was meant. */
    v.object({
      do: v.literal('hand'),
      kept,
      sessionId: v.string(),
      intent: v.exactOptional(intent),
    }),
  ]),
});
export type SpoolRequest = v.InferOutput<typeof spoolRequest>;

export const keptAnswer = v.object({
  kind: v.literal('kept'),
  /** The oldest first. */
  entries: v.array(keptEntry),
  /** How many there was no room for. */
  fellOut: v.number(),
});

/** How many are kept, told when a session is opened and something is, and at each change. */
export const keptEvent = v.object({
  type: v.literal('kept'),
  count: v.number(),
  /** Why the last one was, where it has just come. */
  because: v.exactOptional(v.string()),
  why: v.exactOptional(v.string()),
});

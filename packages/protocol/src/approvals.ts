// Approvals as they are told to HUDs and commands: what an agent asks a person, and what became of it.
import * as v from 'valibot';

const answerer = v.picklist(['key', 'voice', 'command-line']);
const risk = v.picklist([
  'administrator',
  'destructive',
  'network',
  'outside',
  'permissions',
  'unknown',
]);

/** One thing that a question asks. */
const questionPart = v.object({
  question: v.string(),
  /** What may be chosen, by number from 1 or by its words; none: it wants words. */
  choices: v.array(v.object({ label: v.string(), description: v.exactOptional(v.string()) })),
  /** A person's own words are taken too. */
  words: v.exactOptional(v.literal(true)),
  /** Several of the choices may be chosen. */
  several: v.exactOptional(v.literal(true)),
});

export const approvalEntry = v.object({
  /** Short enough to be typed: `a1`. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(32)),
  subject: v.picklist(['command', 'patch', 'permissions', 'question']),
  /** The exact command, the paths of the patch, the permissions or the question. */
  text: v.string(),
  /** The whole patch, where the agent tells it. */
  patch: v.exactOptional(v.string()),
  /** They go on: they are longer than is told. */
  cut: v.exactOptional(v.literal(true)),
  /** Where a command is to run; absent: where the agent works. */
  cwd: v.exactOptional(v.string()),
  /** Why the agent asks, in its words. */
  reason: v.exactOptional(v.string()),
  /** Absent: it was read, and is harmless as far as that tells. */
  risk: v.exactOptional(risk),
  /** What may be answered from here; none: the agent's own dialog alone takes an answer. */
  takes: v.array(v.picklist(['approve', 'deny'])),
  /** What a question asks, where words are taken from here (`reply`); absent: in its own dialog alone. */
  parts: v.exactOptional(v.array(questionPart)),
  /** What the first of several parts were answered so far. */
  given: v.exactOptional(v.array(v.string())),
  /** Wall clock, in ms since 1970. */
  askedAtMs: v.number(),
  /** `unheard`: asked before the agent was last found; it can't be answered until it asks again. */
  state: v.picklist(['open', 'answering', 'unheard', 'settled']),
  /** Who answered, with `answering` and `settled`. */
  by: v.exactOptional(v.picklist([...answerer.options, 'dialog', 'nobody'])),
  outcome: v.exactOptional(v.picklist(['approved', 'denied', 'answered', 'lost', 'unconfirmed'])),
  settledAtMs: v.exactOptional(v.number()),
});
export type ApprovalEntry = v.InferOutput<typeof approvalEntry>;
export type ApprovalRiskWord = v.InferOutput<typeof risk>;

/** All that is not settled, the oldest first: at most eight. */
export const openApprovals = v.array(approvalEntry);

/** Told at each change. */
export const approvalsEvent = v.object({
  type: v.literal('approvals'),
  open: openApprovals,
  /** The one that was settled just now. */
  settled: v.exactOptional(approvalEntry),
  /** It was approved by voice and is risky: a second word is awaited. */
  confirming: v.exactOptional(v.string()),
});

const sessionId = v.string();
const requestId = v.string();

/** An answer to one; absent session: the one that is opened on this connection. */
export const approvalRequest = v.object({
  type: v.literal('approval'),
  requestId,
  sessionId: v.exactOptional(sessionId),
  /** As its entry has it. */
  id: v.string(),
  answer: v.picklist(['approve', 'deny']),
  by: v.picklist(['key', 'command-line']),
});

/** The longest reply with its blanks, in UTF-16 units, and so many words have room in it. */
export const MAXIMUM_REPLY_UNITS = 8_192;
const MOST_WORDS = MAXIMUM_REPLY_UNITS / 2;
/** Choices of one part that a reply may name: as many as a part has. */
const MOST_CHOICES = 32;
const place = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Words for a question; absent session: the one that is opened on this connection. */
export const replyRequest = v.object({
  type: v.literal('reply'),
  requestId,
  sessionId: v.exactOptional(sessionId),
  /** As its entry has it. */
  id: v.string(),
  /** The part that these words answer, by its place from 0; absent: all of it. */
  part: v.exactOptional(place),
  /** One for each of its parts, in their order; for an only part, or for `part`, all of them together. */
  words: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAXIMUM_REPLY_UNITS))),
    v.maxLength(MOST_WORDS),
  ),
  /** Choices of the part, by their places from 0, in place of `words`; a host that knows none reads those. */
  choices: v.exactOptional(v.pipe(v.array(place), v.minLength(1), v.maxLength(MOST_CHOICES))),
  by: v.picklist(['key', 'command-line']),
});

/** Answered by all that are not settled, and the last that were. */
export const approvalsRequest = v.object({
  type: v.literal('approvals'),
  requestId,
  sessionId: v.exactOptional(sessionId),
});

/** What is asked and answered of what an agent asks. */
export type AskedRequest =
  | v.InferOutput<typeof approvalRequest>
  | v.InferOutput<typeof replyRequest>
  | v.InferOutput<typeof approvalsRequest>;

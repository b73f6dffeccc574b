// What an agent asks of its own session, so that it can talk back: a text read aloud, a question to the
// person, and what waits for it. Answers are beside those of every other request.
import * as v from 'valibot';

/** A text read aloud takes a minute at this length, in UTF-16 units; nobody listens to more. */
export const MAXIMUM_SPOKEN_UNITS = 2_000;
/** A question is read at a glance or not at all, in UTF-16 units. */
export const MAXIMUM_QUESTION_UNITS = 500;
/** Longer than this, in ms, nobody is there; agents give up earlier. */
export const MAXIMUM_QUESTION_MS = 3_600_000;

const requestId = v.string();
const sessionId = v.string();

/** Answered by `done` once the voice process has it, which may still be hushed; else refused. */
export const speakRequest = v.object({
  type: v.literal('speak'),
  requestId,
  sessionId,
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAXIMUM_SPOKEN_UNITS)),
});

/** Answered when the person has answered, or nobody has in time. It ends with its connection. */
export const questionRequest = v.object({
  type: v.literal('question'),
  requestId,
  sessionId,
  question: v.pipe(v.string(), v.minLength(1), v.maxLength(MAXIMUM_QUESTION_UNITS)),
  timeoutMs: v.pipe(v.number(), v.minValue(1), v.maxValue(MAXIMUM_QUESTION_MS)),
});
export type QuestionRequest = v.InferOutput<typeof questionRequest>;

/** Answered by the prompts that wait. */
export const waitingRequest = v.object({ type: v.literal('waiting'), requestId, sessionId });

export type TalkbackRequest =
  | v.InferOutput<typeof speakRequest>
  | QuestionRequest
  | v.InferOutput<typeof waitingRequest>;

export const answeredAnswer = v.object({
  kind: v.literal('answered'),
  /** What was said, or `yes` and `no`, by key or as the words for both. */
  text: v.string(),
  by: v.picklist(['voice', 'key', 'command-line']),
});

export const unansweredAnswer = v.object({
  kind: v.literal('unanswered'),
  why: v.picklist(['timed-out', 'withdrawn', 'agent-ended']),
});

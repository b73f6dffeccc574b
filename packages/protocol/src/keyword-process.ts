// The messages between the voice process and a process that looks for wake phrases with a keyword model:
// structured values on a pipe, as with a recogniser's process.
import * as v from 'valibot';
import { type Parsed, parseWith } from './parsed.ts';
import { COMPUTE_PROVIDERS } from './recognizer-spec.ts';
import { spokenPhrase } from './spoken-phrase.ts';

/** Bumped when a message changes meaning. */
export const KEYWORD_PROTOCOL_VERSION = 1;

/** Roles of the files of a keyword model: a streaming transducer. `vocabulary` may stand beside them. */
export const KEYWORD_FILE_ROLES = ['encoder', 'decoder', 'joiner', 'tokens'] as const;

/** A keyword model on disk. */
export const keywordModelSchema = v.object({
  /** Name in the catalogue, or the folder's. */
  id: v.string(),
  /** Role → absolute path. `vocabulary`: SentencePiece's model, or its pieces and scores as text. */
  files: v.record(v.string(), v.string()),
  provider: v.picklist(COMPUTE_PROVIDERS),
  /** Absent: chosen from the machine. */
  threads: v.exactOptional(v.number()),
  /** Probability from which on a phrase counts, 0 to 1; absent: the library's own. */
  threshold: v.exactOptional(v.number()),
});
export type KeywordModelSpec = v.InferOutput<typeof keywordModelSchema>;

const samples = v.custom<Float32Array>((value) => value instanceof Float32Array);

const load = v.object({
  type: v.literal('load-keywords'),
  version: v.number(),
  model: keywordModelSchema,
  phrases: v.array(spokenPhrase),
});
export type KeywordLoad = v.InferOutput<typeof load>;

const keywordRequestSchema = v.variant('type', [
  /** The first one. The answer is `loaded` or `not-loaded`. */
  load,
  /** Sound, from sample `at` on; `begins`: what came before has nothing to do with it. The answer is `heard`. */
  v.object({
    type: v.literal('sound'),
    at: v.number(),
    place: v.picklist(['begins', 'goes-on']),
    samples,
  }),
]);
export type KeywordRequest = v.InferOutput<typeof keywordRequestSchema>;

const found = v.object({
  phrase: v.string(),
  /** Its first sample and the one after its last, counted as `at`. */
  from: v.number(),
  to: v.number(),
});
export type FoundKeyword = v.InferOutput<typeof found>;

const keywordAnswerSchema = v.variant('type', [
  v.object({ type: v.literal('loaded'), version: v.number() }),
  /** The process ends after this. */
  v.object({ type: v.literal('not-loaded'), message: v.string() }),
  /** The oldest `sound` without an answer was listened to. */
  v.object({ type: v.literal('heard'), found: v.exactOptional(found) }),
]);
export type KeywordAnswer = v.InferOutput<typeof keywordAnswerSchema>;

/** Parses a request where it enters a model's process. Never throws. */
export function parseKeywordRequest(value: unknown): Parsed<KeywordRequest> {
  return parseWith(keywordRequestSchema, value);
}

/** Parses an answer where it enters the voice process. Never throws. */
export function parseKeywordAnswer(value: unknown): Parsed<KeywordAnswer> {
  return parseWith(keywordAnswerSchema, value);
}

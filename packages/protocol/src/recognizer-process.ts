// The messages between the voice process and a process that runs one recogniser for it. Samples go as
// they are, so a message is a structured value and no text; putting it into bytes is left to both ends.
import * as v from 'valibot';
import { type Parsed, parseWith } from './parsed.ts';
import { recognizerSpecSchema } from './recognizer-spec.ts';
import { spokenPhrase } from './spoken-phrase.ts';
import { recognitionFailureCode, recognizedWord, vocabularyTerm } from './voice.ts';

/** Bumped when a message changes meaning: an upgrade may leave an old voice process with new files on disk. */
export const RECOGNIZER_PROTOCOL_VERSION = 1;

const utterance = v.number();

const samples = v.custom<Float32Array>((value) => value instanceof Float32Array);

const load = v.object({
  type: v.literal('load'),
  version: v.number(),
  spec: recognizerSpecSchema,
  /** For the recogniser of phrases. */
  phrases: v.array(spokenPhrase),
  language: v.picklist(['en', 'fr']),
});
export type RecognizerLoad = v.InferOutput<typeof load>;

const context = v.object({
  language: v.exactOptional(v.string()),
  terms: v.exactOptional(v.array(vocabularyTerm)),
  speechAtMs: v.exactOptional(v.number()),
});

const recognizerRequestSchema = v.variant('type', [
  /** The first one. The answer is `loaded` or `not-loaded`. */
  load,
  v.object({ type: v.literal('begin'), utterance, context: v.exactOptional(context) }),
  /** Each is answered by `heard`. */
  v.object({ type: v.literal('audio'), utterance, samples }),
  /** The answer is `recognition`. */
  v.object({ type: v.literal('finish'), utterance }),
  v.object({ type: v.literal('abandon'), utterance }),
]);
export type RecognizerRequest = v.InferOutput<typeof recognizerRequestSchema>;

const confidence = v.exactOptional(v.number());

const recognition = v.variant('verdict', [
  v.object({
    verdict: v.literal('accepted'),
    text: v.string(),
    confidence,
    words: v.exactOptional(v.array(recognizedWord)),
    language: v.exactOptional(v.string()),
  }),
  v.object({ verdict: v.literal('rejected'), text: v.literal(''), confidence }),
  v.object({
    verdict: v.literal('failed'),
    text: v.literal(''),
    failure: recognitionFailureCode,
    message: v.string(),
  }),
]);

const recognizerAnswerSchema = v.variant('type', [
  v.object({
    type: v.literal('loaded'),
    version: v.number(),
    name: v.string(),
    abilities: v.object({
      dictation: v.picklist(['closed', 'free']),
      partials: v.picklist(['live', 'preview', 'none']),
      terms: v.picklist(['decoder', 'prompt', 'none']),
      languages: v.union([v.array(v.string()), v.literal('any')]),
    }),
    /** What it goes without, one line each. */
    warnings: v.array(v.string()),
  }),
  /** The process ends after this. */
  v.object({ type: v.literal('not-loaded'), message: v.string() }),
  /** So many samples of an `audio` message are through; with it the guess, where it has changed. None: the guess alone. */
  v.object({
    type: v.literal('heard'),
    utterance,
    samples: v.number(),
    partial: v.exactOptional(v.object({ text: v.string(), settledLength: v.number() })),
  }),
  v.object({ type: v.literal('recognition'), utterance, recognition }),
]);
export type RecognizerAnswer = v.InferOutput<typeof recognizerAnswerSchema>;

/** Parses a request where it enters a recogniser's process. Never throws. */
export function parseRecognizerRequest(value: unknown): Parsed<RecognizerRequest> {
  return parseWith(recognizerRequestSchema, value);
}

/** Parses an answer where it enters the voice process. Never throws. */
export function parseRecognizerAnswer(value: unknown): Parsed<RecognizerAnswer> {
  return parseWith(recognizerAnswerSchema, value);
}

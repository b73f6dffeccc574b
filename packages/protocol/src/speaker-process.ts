// The messages between the voice process and a process that runs one speaker model for it: structured
// values on a pipe, as with a recogniser's process.
import * as v from 'valibot';
import { type Parsed, parseWith } from './parsed.ts';
import { COMPUTE_PROVIDERS } from './recognizer-spec.ts';

/** Bumped when a message changes meaning. */
export const SPEAKER_PROTOCOL_VERSION = 1;

/** A speaker embedding model on disk, and beside it, for recordings, one that hears who speaks when. */
export const speakerModelSchema = v.object({
  /** Name in the catalogue, or the folder's. */
  id: v.string(),
  file: v.string(),
  /** pyannote's segmentation. */
  segmentation: v.exactOptional(v.string()),
  provider: v.picklist(COMPUTE_PROVIDERS),
  /** Absent: chosen from the machine. */
  threads: v.exactOptional(v.number()),
});
export type SpeakerModelSpec = v.InferOutput<typeof speakerModelSchema>;

const samples = v.custom<Float32Array>((value) => value instanceof Float32Array);
const id = v.number();

const speakerRequestSchema = v.variant('type', [
  /** The first one. The answer is `loaded` or `not-loaded`. */
  v.object({ type: v.literal('load-speakers'), version: v.number(), model: speakerModelSchema }),
  /** More of the stretch that the next question is about. */
  v.object({ type: v.literal('stretch'), samples }),
  /** Ends the stretch. The answer is `embedding`. */
  v.object({ type: v.literal('embed'), id }),
  /** Ends the stretch, a whole recording. The answer is `turns`. */
  v.object({ type: v.literal('diarize'), id, speakers: v.exactOptional(v.number()) }),
]);
export type SpeakerRequest = v.InferOutput<typeof speakerRequestSchema>;

const speakerAnswerSchema = v.variant('type', [
  v.object({ type: v.literal('loaded'), version: v.number(), dimension: v.number() }),
  /** The process ends after this. */
  v.object({ type: v.literal('not-loaded'), message: v.string() }),
  /** Absent: too little speech. */
  v.object({ type: v.literal('embedding'), id, vector: v.exactOptional(v.array(v.number())) }),
  v.object({
    type: v.literal('turns'),
    id,
    turns: v.array(v.object({ startMs: v.number(), endMs: v.number(), speaker: v.number() })),
  }),
]);
export type SpeakerAnswer = v.InferOutput<typeof speakerAnswerSchema>;

/** Parses a request where it enters a model's process. Never throws. */
export function parseSpeakerRequest(value: unknown): Parsed<SpeakerRequest> {
  return parseWith(speakerRequestSchema, value);
}

/** Parses an answer where it enters the voice process. Never throws. */
export function parseSpeakerAnswer(value: unknown): Parsed<SpeakerAnswer> {
  return parseWith(speakerAnswerSchema, value);
}

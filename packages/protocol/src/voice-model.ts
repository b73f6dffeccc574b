// The messages between the voice process and a process that reads texts aloud with a model. Samples go
// as they are, so a message is a structured value and no text.
import * as v from 'valibot';
import { type Parsed, parseWith } from './parsed.ts';

/** Names a text within one life of the process. */
const id = v.number();

const voiceModelRequestSchema = v.variant('type', [
  /** The first one: sherpa-onnx's configuration of the model. The answer is `loaded`, or the process's end. */
  v.object({ type: v.literal('load'), config: v.record(v.string(), v.unknown()) }),
  /** The answer is its pieces, then `said`; or `unsaid`. */
  v.object({ type: v.literal('say'), id, text: v.string() }),
  /** No piece of it is wanted any more. */
  v.object({ type: v.literal('stop'), id }),
]);
export type VoiceModelRequest = v.InferOutput<typeof voiceModelRequestSchema>;

const voiceModelAnswerSchema = v.variant('type', [
  v.object({ type: v.literal('loaded') }),
  v.object({
    type: v.literal('piece'),
    id,
    samples: v.custom<Float32Array>((value) => value instanceof Float32Array),
    sampleRateHz: v.pipe(v.number(), v.minValue(1)),
  }),
  v.object({ type: v.literal('said'), id }),
  v.object({ type: v.literal('unsaid'), id, message: v.string() }),
]);
export type VoiceModelAnswer = v.InferOutput<typeof voiceModelAnswerSchema>;

/** Parses a request where it enters the model's process. Never throws. */
export function parseVoiceModelRequest(value: unknown): Parsed<VoiceModelRequest> {
  return parseWith(voiceModelRequestSchema, value);
}

/** Parses an answer where it enters the voice process. Never throws. */
export function parseVoiceModelAnswer(value: unknown): Parsed<VoiceModelAnswer> {
  return parseWith(voiceModelAnswerSchema, value);
}

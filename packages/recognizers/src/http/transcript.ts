// What a transcription server answers, in either dialect, parsed where it enters: a text, and as much
// about it as the server tells.
import * as v from 'valibot';

const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** OpenAI's words are whole and bare; whisper.cpp's are pieces of words, each new word with a blank before it. */
const wordSchema = v.object({
  word: v.string(),
  /** In s from the start of the audio. */
  start: v.number(),
  end: v.number(),
  probability: v.exactOptional(probability),
});

const segmentSchema = v.object({
  text: v.string(),
  no_speech_prob: v.exactOptional(v.number()),
  avg_logprob: v.exactOptional(v.number()),
  words: v.exactOptional(v.array(wordSchema)),
});

const answerSchema = v.union([
  v.object({
    text: v.string(),
    language: v.exactOptional(v.string()),
    segments: v.exactOptional(v.array(segmentSchema)),
    words: v.exactOptional(v.array(wordSchema)),
  }),
  /** Said by some servers with status 200. */
  v.object({ error: v.unknown() }),
]);

export type TranscriptWord = v.InferOutput<typeof wordSchema>;

/** A text or a part of it. */
export interface TranscriptPart {
  readonly text: string;
  /** How likely it is that nobody spoke; 0–1, where it is told. */
  readonly noSpeech?: number;
  /** Mean log probability of its tokens, where it is told. */
  readonly logProbability?: number;
}

export interface Transcript {
  readonly text: string;
  /** At least one, which is the text itself where the server tells of no parts. */
  readonly parts: readonly TranscriptPart[];
  readonly words: readonly TranscriptWord[];
  /** As the server calls it: a code or an English name. */
  readonly language?: string;
}

/** `error`: the server says that it has none. */
export type ParsedTranscript =
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  | { readonly kind: 'error' | 'unreadable' };

/** Never throws. */
export function parseTranscript(body: string): ParsedTranscript {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'unreadable' };
  }
  const parsed = v.safeParse(answerSchema, value);
  if (!parsed.success) return { kind: 'unreadable' };
  if ('error' in parsed.output) return { kind: 'error' };
  const { text, language, segments = [], words } = parsed.output;
  const parts = segments.map(({ text: part, no_speech_prob, avg_logprob }) => ({
    text: part,
    ...(no_speech_prob === undefined ? {} : { noSpeech: no_speech_prob }),
    ...(avg_logprob === undefined ? {} : { logProbability: avg_logprob }),
  }));
  return {
    kind: 'transcript',
    transcript: {
      text,
      parts: parts.length === 0 ? [{ text }] : parts,
      words: words ?? segments.flatMap((segment) => segment.words ?? []),
      ...(language === undefined ? {} : { language }),
    },
  };
}

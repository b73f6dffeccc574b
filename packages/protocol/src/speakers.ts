// What the voice process is told of speakers, and what it tells of them. How voices are compared is the
// `speech` package's.
import * as v from 'valibot';
import { speakerModelSchema } from './speaker-process.ts';

export const speakerSettings = v.object({
  /** Absent: the built-in embedder. */
  model: v.exactOptional(speakerModelSchema),
  /** Whose voices are known; each vector is of the model in use, and of length 1. */
  known: v.array(v.object({ name: v.string(), vector: v.array(v.number()) })),
  /** From this likeness on it is that person; absent: the embedder's own. */
  threshold: v.exactOptional(v.number()),
  /** With less speech nothing is decided, in ms. */
  minimumSpeechMs: v.number(),
  /** Nobody else is listened to; absent: everybody is. */
  only: v.exactOptional(v.array(v.string())),
  /** `labels` on utterances; each utterance's vector; or who speaks when in a whole recording. */
  tell: v.picklist(['labels', 'vectors', 'turns']),
  /** With `turns`: how many speakers there are; absent: as many as can be told apart. */
  count: v.exactOptional(v.number()),
});

export const speakerTurn = v.object({
  /** In ms from the start of the recording. */
  startMs: v.number(),
  endMs: v.number(),
  /** From 1, in the order in which they begin. */
  speaker: v.number(),
  /** Where the voice is a known one. */
  name: v.exactOptional(v.string()),
});
export type SpeakerTurnMessage = v.InferOutput<typeof speakerTurn>;

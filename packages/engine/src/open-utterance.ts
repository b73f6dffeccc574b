// An utterance while it is spoken: who hears its sound. What is told of it at the end is `final-words.ts`'s.
import type { LoudEnd, PartialText, Recognizing } from '@codex-voice/speech';
import type { RecordingSpeakers } from './recording-speakers.ts';
import type { UtteranceEar } from './speaker-ear.ts';
import type { UtteranceAudio } from './utterance-audio.ts';

export interface OpenUtterance {
  readonly id: string;
  readonly segmentId: string;
  /** The session that was listened to when it began. */
  readonly sessionId: string | undefined;
  readonly recognizing: Recognizing;
  readonly audio: UtteranceAudio | undefined;
  /** Absent: speakers are not told apart. */
  readonly ear: UtteranceEar | undefined;
  readonly recording: RecordingSpeakers | undefined;
  readonly audioStartMs: number;
  readonly loudEnd: LoudEnd;
  partial: PartialText;
}

/** More of its sound. */
export function hear(utterance: OpenUtterance, samples: Float32Array): void {
  utterance.loudEnd.accept(samples);
  utterance.recognizing.accept(samples);
  utterance.audio?.append(samples);
  utterance.ear?.accept(samples);
  utterance.recording?.accept(samples);
}

export function ofSession({ sessionId }: OpenUtterance): { readonly sessionId?: string } {
  return sessionId === undefined ? {} : { sessionId };
}

// An utterance from its first sample to its words, and what is told of it at the end.
import type { FinalEvent } from '@codex-voice/protocol';
import type {
  LoudEnd,
  PartialText,
  Recognition,
  Recognizing,
  SegmenterEvent,
} from '@codex-voice/speech';
import type { UtteranceAudio } from './utterance-audio.ts';

export type SegmentEnd = Extract<SegmenterEvent, { type: 'segment-ended' }>;

export interface OpenUtterance {
  readonly id: string;
  readonly segmentId: string;
  /** The session that was listened to when it began. */
  readonly sessionId: string | undefined;
  readonly recognizing: Recognizing;
  readonly audio: UtteranceAudio | undefined;
  readonly audioStartMs: number;
  readonly loudEnd: LoudEnd;
  partial: PartialText;
}

/** What is told of an utterance beside its names and times. */
export type FinalWords = Omit<FinalEvent, 'type' | 'utteranceId' | 'sessionId' | 'stamps'>;

export function finalOf(
  utterance: OpenUtterance,
  segment: SegmentEnd,
  recognition: Recognition,
): FinalWords {
  const { endedBy, startMs, endMs } = segment;
  const { segmentId, audioStartMs, loudEnd } = utterance;
  const loudEndMs = audioStartMs + loudEnd.ms;
  const place = { segmentId, endedBy, startMs, endMs, audioStartMs, loudEndMs };
  switch (recognition.verdict) {
    case 'accepted': {
      const { words, ...told } = recognition;
      return { ...place, ...told, ...(words === undefined ? {} : { words: [...words] }) };
    }
    case 'rejected':
      return { ...place, ...recognition };
    case 'failed': {
      const { failure: code, message } = recognition;
      return { ...place, verdict: 'rejected', text: '', failure: { code, message } };
    }
  }
}

export function ofSession({ sessionId }: OpenUtterance): { readonly sessionId?: string } {
  return sessionId === undefined ? {} : { sessionId };
}

// What is told of a finished utterance: the recogniser's answer, where it lay, and who spoke.
import type { FinalEvent, VoiceEvent } from '@codex-voice/protocol';
import type { LoudEnd, Recognition, SegmenterEvent } from '@codex-voice/speech';
import type { Journal } from './journal.ts';
import type { HeardSpeaker } from './speaker-ear.ts';

/** What is told of an utterance beside its names and times. */
export type FinalWords = Omit<FinalEvent, 'type' | 'utteranceId' | 'sessionId' | 'stamps'>;

/** When what happened to it, before it was on disk. */
export type Stamps = Omit<FinalEvent['stamps'], 'journaledMs'>;

export type SegmentEnd = Extract<SegmenterEvent, { type: 'segment-ended' }>;

/** What is known of an utterance itself. */
export interface HeardUtterance {
  readonly segmentId: string;
  readonly audioStartMs: number;
  readonly loudEnd: LoudEnd;
}

export function finalOf(
  utterance: HeardUtterance,
  segment: Pick<SegmentEnd, 'endedBy' | 'startMs' | 'endMs'>,
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

/** With what its voice tells: somebody else's words are nobody's to obey or to type. */
export function spokenBy(final: FinalWords, heard: HeardSpeaker | undefined): FinalWords {
  if (heard === undefined) return final;
  const { speaker, score, verdict } = heard.match;
  const told = {
    ...final,
    ...(speaker === undefined ? {} : { speaker }),
    ...(score === undefined ? {} : { speakerScore: Math.round(score * 1000) / 1000 }),
  };
  if (verdict === 'heard' || final.verdict === 'rejected') return told;
  return { ...told, verdict: 'rejected', refusedBy: 'other-voice' };
}

/** The journal keeps what somebody else said; nobody else is told. */
export function withoutWords({ words: _, confidence: __, ...final }: FinalWords): FinalWords {
  return { ...final, text: '' };
}

function speakerOf({
  speaker,
  speakerScore,
  refusedBy,
}: FinalWords): Pick<FinalWords, 'speaker' | 'speakerScore' | 'refusedBy'> {
  return {
    ...(speaker === undefined ? {} : { speaker }),
    ...(speakerScore === undefined ? {} : { speakerScore }),
    ...(refusedBy === undefined ? {} : { refusedBy }),
  };
}

/** As the journal has it. */
export function recordOf(
  final: FinalWords,
  { recognizer, stamps }: { readonly recognizer: string; readonly stamps: Stamps },
): Omit<Parameters<Journal['transcript']>[0], 'id' | 'sessionId' | 'cut' | 'at'> {
  return {
    text: final.text,
    verdict: final.verdict,
    ...speakerOf(final),
    ...(final.failure === undefined ? {} : { failure: final.failure }),
    recognizer,
    durationMs: final.endMs - final.startMs,
    sourceEndMs: final.endMs,
    speechEndedMs: stamps.speechEndedMs,
    closedMs: stamps.segmentClosedMs - stamps.speechEndedMs,
    decodedMs: stamps.decodedMs - stamps.speechEndedMs,
  };
}

type Voiceprint = Extract<VoiceEvent, { type: 'voiceprint' }>;

/** What an utterance says of its speaker, for whoever enrols one. */
export function voiceprint({ embedding }: HeardSpeaker): Omit<Voiceprint, 'segmentId' | 'model'> {
  if (embedding.kind === 'failed') return { type: 'voiceprint', speechMs: 0 };
  const { speechMs } = embedding;
  const vector = embedding.kind === 'embedded' ? { vector: [...embedding.vector] } : {};
  return { type: 'voiceprint', speechMs, ...vector };
}

// What a session tells whoever embeds it, and how that follows from what the engine tells: the words of an
// utterance are read against the phrasebook here.
import type { FinalEvent, VoiceEvent } from '@codex-voice/protocol';
import { interpret, type Phrasebook, type SpokenCommand } from '@codex-voice/speech';
import type { EngineProblem } from '../engine-settings.ts';

/** An utterance and where it lay, in ms from the first sample that was pushed. */
interface Heard extends Pick<FinalEvent, 'utteranceId' | 'segmentId' | 'startMs' | 'endMs'> {
  /** `stop-key`: `stopListening`, `setMode` or `close`. `maximum-length`: it goes on in the next one. */
  readonly endedBy: FinalEvent['endedBy'];
}

export type SessionProblem =
  | Exclude<EngineProblem, 'bad-message' | 'version-mismatch' | 'bad-audio' | 'audio-dropped'>
  /** More was pushed than may wait: the rest was not taken. */
  | 'overrun';

export type VoiceSessionEvent =
  /** What sound is listened to for from here on. `phrase`: the wake phrase that was heard. */
  | {
      readonly type: 'attention';
      readonly to: 'nobody' | 'wake-phrase' | 'speech';
      readonly phrase?: string;
    }
  /** About 16 a second while speech is listened for: RMS and peak in dBFS, probability of speech in 0–1. */
  | {
      readonly type: 'level';
      readonly rmsDb: number;
      readonly peakDb: number;
      readonly speechProbability: number;
    }
  | { readonly type: 'speech-started'; readonly segmentId: string }
  /** What began as speech was none, or was cancelled: no `final` and no `rejected` follows. */
  | {
      readonly type: 'speech-dropped';
      readonly segmentId: string;
      readonly reason: 'too-short' | 'cancelled';
    }
  /** Words while they are spoken. The first `settledLength` UTF-16 units stay as they are. */
  | {
      readonly type: 'partial';
      readonly segmentId: string;
      readonly text: string;
      readonly settledLength: number;
    }
  /**
   * An utterance is over and understood. `transcript`: its words as they were recognised. `text`: what they
   * stand for, by the phrasebook and without what is obeyed; empty where all of it is a command.
   */
  | (Heard &
      Pick<FinalEvent, 'confidence' | 'words' | 'language'> & {
        readonly type: 'final';
        readonly transcript: string;
        readonly text: string;
      })
  /** A command of the phrasebook was said, alone or at the end of a text. Follows its `final`. */
  | { readonly type: 'command'; readonly utteranceId: string; readonly command: SpokenCommand }
  /** An utterance is over and not understood; `failure`: because no recogniser could do its work. */
  | (Heard & Pick<FinalEvent, 'failure'> & { readonly type: 'rejected' })
  /**
   * Of a text given to `say`. `interrupted`: hushed, talked over, left out for newer ones, or not to be said. A text
   * without a word is `ended` and was never `started`.
   */
  | {
      readonly type: 'speaking';
      readonly id: string;
      readonly state: 'started' | 'ended' | 'interrupted';
    }
  /** Something went wrong, in one line. `fatal`: the session is over. */
  | {
      readonly type: 'problem';
      readonly code: SessionProblem;
      readonly message: string;
      readonly severity: 'warning' | 'fatal';
    };

/** What is told of an engine's event; the rest is the session's own affair. */
export function sessionEvents(event: VoiceEvent, book: Phrasebook): readonly VoiceSessionEvent[] {
  switch (event.type) {
    case 'level':
      return [{ ...event, peakDb: event.peakDb ?? event.rmsDb }];
    case 'partial':
      return [{ ...event, settledLength: event.settledLength ?? 0 }];
    case 'speech-started':
      return [{ type: 'speech-started', segmentId: event.segmentId }];
    case 'speech-dropped':
      return [event];
    case 'speaking':
      return [{ type: 'speaking', id: event.id, state: event.state }];
    case 'final':
      return heardEvents(event, book);
    case 'problem':
      return [{ ...event, code: sessionProblem(event.code) }];
    case 'ready':
    case 'heard-later':
    case 'device':
    case 'attention':
    case 'microphones':
    case 'source-ended':
    case 'voiceprint':
    case 'speaker-turns':
      return [];
  }
}

function heardEvents(event: FinalEvent, book: Phrasebook): readonly VoiceSessionEvent[] {
  const { utteranceId, segmentId, startMs, endMs, endedBy, text: transcript } = event;
  const heard: Heard = { utteranceId, segmentId, startMs, endMs, endedBy };
  if (event.verdict === 'rejected') {
    const failure = event.failure === undefined ? {} : { failure: event.failure };
    return [{ type: 'rejected', ...heard, ...failure }];
  }
  const asked = interpret(transcript, book);
  const text = asked.kind === 'command' ? '' : asked.text;
  const command = asked.kind === 'command' ? asked.command : asked.afterwards;
  const final: VoiceSessionEvent = {
    type: 'final',
    ...heard,
    transcript,
    text,
    ...(event.confidence === undefined ? {} : { confidence: event.confidence }),
    ...(event.words === undefined ? {} : { words: event.words }),
    ...(event.language === undefined ? {} : { language: event.language }),
  };
  return command === undefined ? [final] : [final, { type: 'command', utteranceId, command }];
}

/** A session has no wire and reads no file: what can't be told of it is none of these. */
function sessionProblem(code: EngineProblem): SessionProblem {
  switch (code) {
    case 'bad-message':
    case 'version-mismatch':
    case 'bad-audio':
    case 'audio-dropped':
      return 'recognizer-failed';
    case 'journal-failed':
    case 'recognizer-failed':
    case 'voice-activity-failed':
    case 'speaking-failed':
    case 'clipping':
    case 'speakers-failed':
      return code;
  }
}

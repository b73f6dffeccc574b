// Hears what a voice process that was killed left of what was being said, once for each session that is listened to.
// The words go to the journal, where whoever puts words into a session finds them; nothing is obeyed here.
import type { VoiceEvent } from '@codex-voice/protocol';
import {
  DEFAULT_SEGMENTER_SETTINGS,
  FRAME_SAMPLES,
  LoudEnd,
  type Recognizer,
  SAMPLE_RATE_HZ,
  type SegmenterSettings,
  type UtteranceContext,
} from '@codex-voice/speech';
import { finalOf, recordOf, spokenBy } from './final-words.ts';
import type { Journal, UnheardSound } from './journal.ts';
import type { LoadedSpeakers } from './load-speakers.ts';

/** Sound that ended longer ago, in ms, is kept as sound: half of the time that lost words are typed for, so that
 *  what is heard is still typed however long the hearing takes. */
export const HEARD_LATER_MS = 5 * 60_000;

export interface LeftSoundParts {
  readonly journal: Pick<Journal, 'unheard' | 'transcript'>;
  readonly recognizer: Recognizer;
  readonly context: UtteranceContext;
  /** Absent: speakers are not told apart. */
  readonly speakers?: Pick<LoadedSpeakers, 'ear'>;
  readonly settings: Partial<SegmenterSettings>;
  readonly emit: (event: VoiceEvent) => void;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
}

export class LeftSound {
  readonly #parts: LeftSoundParts;
  readonly #sessions = new Set<string>();

  constructor(parts: LeftSoundParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when the recogniser has the sound, which takes one utterance at a time; the words follow. Never
   * rejects: what can't be heard or written down stays, and is found by the next process.
   */
  async hear(sessionId: string, isHearing: () => boolean): Promise<void> {
    if (this.#sessions.has(sessionId) || isHearing()) return;
    const { journal, settings, wallMs } = this.#parts;
    const sounds = await journal
      .unheard(sessionId, wallMs() - HEARD_LATER_MS)
      .catch((): readonly UnheardSound[] => []);
    if (isHearing()) return;
    this.#sessions.add(sessionId);
    const { preRollMs, minimumSpeechMs } = { ...DEFAULT_SEGMENTER_SETTINGS, ...settings };
    for (const sound of sounds) {
      // No more than a click, which nobody would have been told of.
      if (msOf(sound) < preRollMs + minimumSpeechMs) continue;
      void this.#hear(sessionId, sound).catch(() => undefined);
    }
  }

  async #hear(sessionId: string, sound: UnheardSound): Promise<void> {
    const { recognizer, context, speakers, journal, nowMs, wallMs, emit } = this.#parts;
    const { id, samples, endedWallMs } = sound;
    const segmentClosedMs = nowMs();
    const speechEndedMs = segmentClosedMs - Math.max(0, wallMs() - endedWallMs);
    const recognizing = recognizer.begin(context);
    const ear = speakers?.ear.begin();
    for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
      const piece = samples.subarray(at, at + FRAME_SAMPLES);
      recognizing.accept(piece);
      ear?.accept(piece);
    }
    const finished = recognizing.finish();
    ear?.end();
    const recognition = await finished;
    const decodedMs = nowMs();
    const loudEnd = new LoudEnd();
    loudEnd.accept(samples);
    const heard = { segmentId: id, audioStartMs: 0, loudEnd };
    const all = { endedBy: 'end-of-source', startMs: 0, endMs: msOf(sound) } as const;
    const final = spokenBy(finalOf(heard, all, recognition), await ear?.known());
    const stamps = { speechEndedMs, segmentClosedMs, decodedMs };
    await journal.transcript({
      id,
      sessionId,
      cut: true,
      at: new Date(endedWallMs).toISOString(),
      ...recordOf(final, { recognizer: recognizer.name, stamps }),
    });
    emit({ type: 'heard-later', sessionId });
  }
}

function msOf({ samples }: UnheardSound): number {
  return (samples.length * 1000) / SAMPLE_RATE_HZ;
}

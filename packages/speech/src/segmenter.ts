// Cuts a stream of frames with speech probabilities into segments: where speech starts, which audio
// belongs to it, and when it is over. It decodes nothing and knows no clock: time is samples heard.
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ } from './ports.ts';
import { PreRoll } from './pre-roll.ts';

export interface SegmenterSettings {
  /** Silence after the last frame of speech that ends a segment, in ms. */
  readonly silenceMs: number;
  /** A segment with less speech than this, in ms, is dropped as noise. */
  readonly minimumSpeechMs: number;
  /** A segment, pre-roll included, is never longer than this, in ms. */
  readonly maximumSegmentMs: number;
  /** Audio kept from before the first frame of speech, in ms. */
  readonly preRollMs: number;
  /** Probability of speech at which a segment opens, in 0–1. */
  readonly startThreshold: number;
  /** Probability below which a frame of an open segment counts as silence, in 0–1. */
  readonly stopThreshold: number;
}

export const DEFAULT_SEGMENTER_SETTINGS: SegmenterSettings = {
  // Pauses inside a phrase are mostly shorter than 250 ms, and the whole path from the end of
  // speech to text in the agent has 350 ms.
  silenceMs: 250,
  // Three frames: key clicks and lip noise are shorter, the shortest useful word is longer.
  minimumSpeechMs: 96,
  // Recognisers of whole utterances work on windows of at most 30 s.
  maximumSegmentMs: 28_000,
  // Less than 300 ms loses the first consonant, more than 500 ms reaches into what was said before.
  preRollMs: 400,
  // Silero's own recommendation: open at 0.5, stay open down to 0.15 less.
  startThreshold: 0.5,
  stopThreshold: 0.35,
};

/** In long dictation a pause is a thought, not an end; a recogniser makes more of a longer piece. */
export const DICTATION_SETTINGS = { silenceMs: 700, maximumSegmentMs: 28_000 } as const;

/** What `maximumSegmentMs` must leave beside the pre-roll, in ms: room for a word and for a cut. */
export const SHORTEST_MAXIMUM_MS = 1000;

/** The last part of a segment, as a share of its maximum, in which a place to cut is looked for. */
const CUT_WINDOW_SHARE = 0.2;

/** A frame 12 dB quieter than the mean speech of its segment lies between words: a place to cut. */
const CUT_QUIETER_FACTOR = 10 ** (-12 / 10);

export type SegmentEndedBy = 'silence' | 'stop-key' | 'maximum-length' | 'end-of-source';

/** What a caller can end a segment with. */
export type StopReason = 'stop-key' | 'end-of-source';

/** Where a segment lay, in ms from the first sample of the source. */
export interface SegmentSpan {
  /** Numbered from 1 in the order of opening. */
  readonly segment: number;
  /** Start of the first frame of speech. */
  readonly startMs: number;
  /** End of the last frame of speech. */
  readonly endMs: number;
  /** Where the source stood when the segment was closed. */
  readonly closedMs: number;
  /** Time in frames that count as speech. */
  readonly speechMs: number;
}

export type SegmenterEvent =
  | {
      readonly type: 'speech-started';
      readonly segment: number;
      readonly startMs: number;
      /** Where the first sample of its audio lay, that of the pre-roll if it has one. */
      readonly audioStartMs: number;
      /** `continuation`: the segment before was cut because it was too long; no audio between. */
      readonly opening: 'speech' | 'continuation';
      /** Audio from just before `startMs`, a copy; at most `preRollMs` of it. */
      readonly preRoll: Float32Array;
    }
  /** The next samples of the open segment: the caller's own frame, not a copy. */
  | { readonly type: 'audio'; readonly segment: number; readonly samples: Float32Array }
  | ({ readonly type: 'segment-ended'; readonly endedBy: SegmentEndedBy } & SegmentSpan)
  | ({
      readonly type: 'segment-dropped';
      readonly reason: 'too-short' | 'cancelled';
    } & SegmentSpan);

interface OpenSegment {
  readonly number: number;
  readonly opening: 'speech' | 'continuation';
  /** First sample of its audio, pre-roll included. All positions are in samples of the source. */
  readonly audioStart: number;
  readonly start: number;
  speechEnd: number;
  speechSamples: number;
  /** Sum of squares over the speech frames, for their mean level. */
  speechEnergy: number;
}

const NOTHING: readonly SegmenterEvent[] = [];

/** Segments one source. Feed it every frame in order; use a new one for another source. */
export class Segmenter {
  #settings: SegmenterSettings;
  readonly #preRoll: PreRoll;
  #heard = 0;
  #count = 0;
  #open: OpenSegment | undefined;

  /** @throws RangeError for a setting outside its range. */
  constructor(settings: Partial<SegmenterSettings> = {}) {
    this.#settings = checkedSettings({ ...DEFAULT_SEGMENTER_SETTINGS, ...settings });
    this.#preRoll = new PreRoll(this.#settings.preRollMs);
  }

  /** Number of the open segment, or undefined between segments. */
  get openSegment(): number | undefined {
    return this.#open?.number;
  }

  /** Source time heard so far, in ms. */
  get positionMs(): number {
    return toMs(this.#heard);
  }

  /**
   * Changes what may be tuned while somebody speaks; an open segment ends by the new settings.
   * @throws RangeError for a setting outside its range.
   */
  tune(settings: Partial<Omit<SegmenterSettings, 'preRollMs'>>): void {
    this.#settings = checkedSettings({ ...this.#settings, ...settings });
  }

  /**
   * The next frame of the source and its probability of speech (NaN counts as none).
   * @throws RangeError unless the frame has `FRAME_SAMPLES` samples.
   */
  accept(frame: Float32Array, probability: number): readonly SegmenterEvent[] {
    if (frame.length !== FRAME_SAMPLES) {
      throw new RangeError(`frame has ${frame.length} samples, not ${FRAME_SAMPLES}`);
    }
    const frameStart = this.#heard;
    this.#heard += frame.length;
    const open = this.#open;
    if (open !== undefined) return this.#extend(open, frame, probability);
    if (!(probability >= this.#settings.startThreshold)) {
      this.#preRoll.push(frame, probability);
      return NOTHING;
    }
    const { open: opened, event } = this.#begin('speech', frameStart, frameStart);
    return [event, ...this.#extend(opened, frame, probability)];
  }

  /**
   * Ends the open segment now. Between segments, speech too uncertain to have opened one that
   * still lies in the pre-roll becomes a segment of its own.
   */
  stop(reason: StopReason): readonly SegmenterEvent[] {
    if (this.#open !== undefined) return [this.#end(this.#open, reason)];
    const pending = this.#preRoll.pendingSpeech(this.#settings.stopThreshold);
    const remembered = this.#heard - this.#preRoll.length;
    if (pending === undefined || toMs(pending.speechSamples) < this.#settings.minimumSpeechMs) {
      return NOTHING;
    }
    const start = remembered + pending.startOffset;
    const { open, event } = this.#begin('speech', start, this.#heard);
    open.speechEnd = remembered + pending.endOffset;
    open.speechSamples = pending.speechSamples;
    return [event, this.#end(open, reason)];
  }

  /** Drops the open segment and forgets the pre-roll. */
  cancel(): readonly SegmenterEvent[] {
    const open = this.#open;
    this.#preRoll.clear();
    if (open === undefined) return NOTHING;
    this.#open = undefined;
    return [{ type: 'segment-dropped', reason: 'cancelled', ...this.#span(open) }];
  }

  /** `audioEnd`: the source position up to which the pre-roll reaches. */
  #begin(
    opening: OpenSegment['opening'],
    start: number,
    audioEnd: number,
  ): { open: OpenSegment; event: SegmenterEvent } {
    const preRoll = this.#preRoll.take();
    this.#count += 1;
    const open: OpenSegment = {
      number: this.#count,
      opening,
      audioStart: audioEnd - preRoll.length,
      start,
      speechEnd: start,
      speechSamples: 0,
      speechEnergy: 0,
    };
    this.#open = open;
    return {
      open,
      event: {
        type: 'speech-started',
        segment: open.number,
        startMs: toMs(start),
        audioStartMs: toMs(open.audioStart),
        opening,
        preRoll,
      },
    };
  }

  #extend(open: OpenSegment, frame: Float32Array, probability: number): readonly SegmenterEvent[] {
    const events: SegmenterEvent[] = [{ type: 'audio', segment: open.number, samples: frame }];
    const isSpeech = probability >= this.#settings.stopThreshold;
    const energy = frameEnergy(frame);
    const quiet = !isSpeech || this.#quieterThanSpeech(open, energy);
    if (isSpeech) {
      open.speechEnd = this.#heard;
      open.speechSamples += frame.length;
      open.speechEnergy += energy;
    }
    if (toMs(this.#heard - open.speechEnd) >= this.#settings.silenceMs) {
      events.push(this.#end(open, 'silence'));
    } else if (this.#mustCut(open, quiet)) {
      events.push(this.#end(open, 'maximum-length'));
      events.push(this.#begin('continuation', this.#heard, this.#heard).event);
    }
    return events;
  }

  /** In the last part of the maximum any quiet frame will do; where the next frame is too much, any. */
  #mustCut(open: OpenSegment, quiet: boolean): boolean {
    const lengthMs = toMs(this.#heard - open.audioStart);
    const { maximumSegmentMs } = this.#settings;
    if (lengthMs + FRAME_MS > maximumSegmentMs) return true;
    return quiet && lengthMs >= maximumSegmentMs * (1 - CUT_WINDOW_SHARE);
  }

  #quieterThanSpeech(open: OpenSegment, energy: number): boolean {
    const frames = open.speechSamples / FRAME_SAMPLES;
    return frames > 0 && energy < (open.speechEnergy / frames) * CUT_QUIETER_FACTOR;
  }

  #end(open: OpenSegment, endedBy: SegmentEndedBy): SegmenterEvent {
    this.#open = undefined;
    const span = this.#span(open);
    // What follows a cut may be the last syllable of a word: it is noise only when there is nothing.
    const needed =
      open.opening === 'continuation' ? Number.MIN_VALUE : this.#settings.minimumSpeechMs;
    if (span.speechMs < needed) return { type: 'segment-dropped', reason: 'too-short', ...span };
    return { type: 'segment-ended', endedBy, ...span };
  }

  #span(open: OpenSegment): SegmentSpan {
    return {
      segment: open.number,
      startMs: toMs(open.start),
      endMs: toMs(open.speechEnd),
      closedMs: toMs(this.#heard),
      speechMs: toMs(open.speechSamples),
    };
  }
}

function toMs(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

function frameEnergy(frame: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < frame.length; index += 1) {
    const sample = frame[index] ?? 0;
    sum += sample * sample;
  }
  return sum;
}

function checkedSettings(settings: SegmenterSettings): SegmenterSettings {
  inRange('silenceMs', settings.silenceMs, FRAME_MS, 60_000);
  inRange('minimumSpeechMs', settings.minimumSpeechMs, 0, 5_000);
  inRange('preRollMs', settings.preRollMs, 0, 5_000);
  inRange(
    'maximumSegmentMs',
    settings.maximumSegmentMs,
    settings.preRollMs + SHORTEST_MAXIMUM_MS,
    3_600_000,
  );
  inRange('startThreshold', settings.startThreshold, 0, 1);
  inRange('stopThreshold', settings.stopThreshold, 0, settings.startThreshold);
  return settings;
}

function inRange(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) {
    throw new RangeError(`${name} is ${value}, not between ${least} and ${most}`);
  }
}

// The wake listener with a keyword model: sends speech, and nothing else, to the model's process, and has
// what that finds confirmed by the phrases. Where the process is lost the phrases listen in its place, from
// the sound that was not yet listened to.
import type { FoundKeyword } from '@codex-voice/protocol';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type Wake, type WakeListener } from '@codex-voice/speech';
import type { PhraseWakeListener } from '../phrase-wake.ts';
import type { KeywordEar } from './keyword-link.ts';
import { RecentSound } from './recent-sound.ts';

/** Speech begins, and pauses, where the listener of phrases has it. */
const SPEECH_PROBABILITY = 0.5;
const PAUSE_PROBABILITY = 0.35;
const PAUSE_FRAMES = 5;

/** Sent from before the first frame of speech: 320 ms, as the phrases have it. */
const PRE_ROLL_FRAMES = 10;

/** Sent after speech, so that its end is in a piece that the model decodes: pieces are 320 ms, and look ahead. */
const TAIL_FRAMES = 22;

/** A phrase begins speech: as far from it as a model's times may be off, and a word may be drawn out, in samples. */
const EARLIEST_START = -0.4 * SAMPLE_RATE_HZ;
const LATEST_START = 0.8 * SAMPLE_RATE_HZ;

/** Speech without a pause is sent for so long: the latest start, a phrase of two seconds, and the tail. */
const LISTEN_SAMPLES = 3.5 * SAMPLE_RATE_HZ;

/** A phrase may begin at one of so many beginnings of speech: all that fit into what is kept. */
const MOST_STARTS = 8;

/** The phrases are asked again while they hear an unfinished phrase: every 160 ms, for 0.6 s. */
const ASK_AGAIN_FRAMES = 5;
const ASK_FRAMES = 20;

/** More sound unanswered than this for longer than that is a process that can't keep up, in samples and ms. */
const MOST_BEHIND = 1.5 * SAMPLE_RATE_HZ;
const PATIENCE_MS = 2000;

export interface KeywordWakeOptions {
  readonly ear: KeywordEar;
  /** Confirms, and listens in its place; absent: the words are none that the phrases know. */
  readonly phrases?: PhraseWakeListener | undefined;
  /** The phrases that must be confirmed. */
  readonly confirmed: ReadonlySet<string>;
  /** The process is lost; called once. */
  readonly onLost: (fault: string) => void;
}

interface Candidate extends FoundKeyword {
  readonly speechStart: number;
  /** Frames since it was found. */
  frames: number;
}

export class KeywordWakeListener implements WakeListener {
  readonly name: string;
  readonly #options: KeywordWakeOptions;
  readonly #recent = new RecentSound();
  #state: 'listening' | 'lost' | 'disposed' = 'listening';
  #isSending = false;
  #quietFrames = PAUSE_FRAMES;
  /** Samples where speech began, the latest last. */
  #starts: number[] = [];
  /** What was found in sound before it belongs to nobody. */
  #from = 0;
  /** Messages with sound that are not answered. */
  #unanswered = 0;
  #candidate: Candidate | undefined;
  #late: NodeJS.Timeout | undefined;
  /** Heard by the phrases in what was listened to again. */
  #caughtUp: { readonly phrase: string; readonly end: number } | undefined;

  constructor(options: KeywordWakeOptions) {
    this.#options = options;
    this.name = options.ear.name;
    options.ear.onHeard((found) => this.#heard(found));
    options.ear.onEnd((fault) => this.#lose(fault));
  }

  /** Sound that was sent and not yet answered, in samples. */
  get behindSamples(): number {
    return this.#unanswered * FRAME_SAMPLES;
  }

  accept(frame: Float32Array, probability: number): Wake | undefined {
    if (this.#state === 'disposed') throw new TypeError('accept: already disposed');
    if (frame.length !== FRAME_SAMPLES)
      throw new RangeError(`frame has ${frame.length} samples, not ${FRAME_SAMPLES}`);
    this.#recent.accept(frame, probability);
    if (this.#state === 'lost') return this.#fallBack(frame, probability);
    const wasPaused = this.#quietFrames >= PAUSE_FRAMES;
    this.#quietFrames = probability >= PAUSE_PROBABILITY ? 0 : this.#quietFrames + 1;
    if (probability >= SPEECH_PROBABILITY && wasPaused) {
      this.#starts = [...this.#starts, this.#recent.end - FRAME_SAMPLES].slice(-MOST_STARTS);
    }
    this.#send(frame);
    return this.#confirmed();
  }

  reset(): void {
    if (this.#state === 'disposed') return;
    this.#recent.forget();
    this.#from = this.#recent.end;
    this.#starts = [];
    this.#quietFrames = PAUSE_FRAMES;
    this.#isSending = false;
    this.#candidate = undefined;
    this.#caughtUp = undefined;
    this.#options.phrases?.reset();
  }

  dispose(): void {
    if (this.#state === 'disposed') return;
    this.#state = 'disposed';
    clearTimeout(this.#late);
    this.#options.ear.dispose();
    this.#options.phrases?.dispose();
  }

  /** Speech, a little before it and its tail go to the process. */
  #send(frame: Float32Array): void {
    const { end } = this.#recent;
    const start = this.#starts.at(-1);
    const isOver =
      start === undefined || this.#quietFrames > TAIL_FRAMES || end - start > LISTEN_SAMPLES;
    if (isOver) {
      this.#isSending = false;
      return;
    }
    const samples = this.#isSending ? frame : this.#recent.last(PRE_ROLL_FRAMES + 1);
    const place = this.#isSending ? 'goes-on' : 'begins';
    this.#options.ear.hear({ at: end - samples.length, place, samples });
    this.#isSending = true;
    this.#unanswered += 1;
    if (this.behindSamples > MOST_BEHIND)
      this.#late ??= setTimeout(() => this.#isLate(), PATIENCE_MS);
  }

  /** What lies unread because we stood still is read first. */
  #isLate(): void {
    setImmediate(() => {
      this.#late = undefined;
      if (this.#state === 'listening' && this.behindSamples > MOST_BEHIND)
        this.#lose(`${this.name} does not keep up`);
    });
  }

  #heard(found: FoundKeyword | undefined): void {
    if (this.#state !== 'listening') return;
    this.#unanswered -= 1;
    if (found === undefined || found.from < this.#from + EARLIEST_START) return;
    const speechStart = this.#starts.find(
      (start) => found.from >= start + EARLIEST_START && found.from <= start + LATEST_START,
    );
    if (speechStart !== undefined) this.#candidate = { ...found, speechStart, frames: 0 };
  }

  #confirmed(): Wake | undefined {
    const candidate = this.#candidate;
    if (candidate === undefined) return undefined;
    const { phrase, to, speechStart } = candidate;
    const { phrases, confirmed } = this.#options;
    if (phrases === undefined || !confirmed.has(phrase)) {
      this.#candidate = undefined;
      return { phrase, agoSamples: Math.max(0, this.#recent.end - to) };
    }
    candidate.frames += 1;
    if ((candidate.frames - 1) % ASK_AGAIN_FRAMES !== 0) return undefined;
    const isPaused = this.#quietFrames >= PAUSE_FRAMES;
    const heard = this.#recent.since(speechStart - PRE_ROLL_FRAMES * FRAME_SAMPLES);
    const look = phrases.look(heard, isPaused ? 'whole' : 'beginning');
    if (look === 'other' || (look === 'unfinished' && candidate.frames > ASK_FRAMES)) {
      this.#candidate = undefined;
    }
    if (typeof look === 'string') return undefined;
    this.#candidate = undefined;
    return look;
  }

  /** From here on the phrases listen, first to what may not have been listened to. */
  #lose(fault: string): void {
    if (this.#state !== 'listening') return;
    this.#state = 'lost';
    clearTimeout(this.#late);
    const { ear, phrases, onLost } = this.#options;
    ear.dispose();
    onLost(fault);
    phrases?.reset();
    for (const { frame, probability, end } of this.#recent.frames()) {
      const wake = phrases?.accept(frame, probability);
      if (wake !== undefined) this.#caughtUp = { phrase: wake.phrase, end: end - wake.agoSamples };
    }
  }

  #fallBack(frame: Float32Array, probability: number): Wake | undefined {
    const wake = this.#options.phrases?.accept(frame, probability);
    const caughtUp = this.#caughtUp;
    this.#caughtUp = undefined;
    if (caughtUp === undefined) return wake;
    return { phrase: caughtUp.phrase, agoSamples: this.#recent.end - caughtUp.end };
  }
}

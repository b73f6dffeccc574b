// One utterance of an offline model: it is heard whole before it is written, guessed at while it lasts, and
// decoded ahead in each pause in case that is its end.

import {
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizing,
  SAMPLE_RATE_HZ,
} from '@codex-voice/speech';
import { acceptedOrRejected, joinDecoded } from './accepted-text.ts';
import { type DecodedText, type Reading, readResult, readText } from './decoded-text.ts';
import { isInvented } from './invented-text.ts';
import type { NativeResult } from './native.ts';
import type { Stretch, StretchDecoder, StretchOutcome } from './offline-decoder.ts';
import { cleanSamples } from './samples.ts';
import { SettledWords } from './settled-words.ts';
import { UtteranceAudio } from './utterance-audio.ts';

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;

/** A guess waits for so much new audio, in ms: two or three words. */
const GUESS_STEP_MS = 700;

/** And for twice as much as the one before took to make, so that guessing takes a third of the time at most. */
const GUESS_PATIENCE = 2;

/** Guesses look back so far, in ms; then what they show is taken as it is. */
const WINDOW_MS = 8000;

/** A window ends in the quietest place of its last so many ms, a word or two. */
const WINDOW_CUT_MS = 2500;

/** An utterance that is too long for a model is cut in the quietest place of its last so many ms. */
const PART_CUT_MS = 5000;

/** Parts of one utterance that may wait for the decoder: three minutes and more of audio. */
const MOST_UNDECODED = 8;

/** How its audio is decoded and read. */
export interface Hearing extends Omit<Stretch, 'samples'> {
  readonly reading: Reading;
  /** Whether the model is known to make up text where nobody spoke. */
  readonly inventions: 'dropped' | 'unknown';
}

/** A part that is or will be decoded, for the result. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly sound: 'stands-out' | 'even';
  readonly outcome: Promise<StretchOutcome>;
}

export class OfflineUtterance implements Recognizing {
  readonly #decoder: StretchDecoder;
  readonly #hearing: Hearing;
  readonly #closed: () => void;
  readonly #onGuess: (() => void) | undefined;
  readonly #audio = new UtteranceAudio();
  readonly #words = new SettledWords();
  readonly #parts: Part[] = [];
  #state: 'open' | 'overloaded' | 'finished' | 'abandoned' = 'open';
  /** What the last part will be if the pause that lasts is the end. */
  #ahead: Part | undefined;
  #undecoded = 0;
  #windowStart = 0;
  #nextGuessAt = GUESS_STEP_MS * SAMPLES_PER_MS;
  #isGuessing = false;

  constructor(options: {
    readonly decoder: StretchDecoder;
    readonly hearing: Hearing;
    readonly closed: () => void;
    readonly onGuess?: (() => void) | undefined;
  }) {
    this.#decoder = options.decoder;
    this.#hearing = options.hearing;
    this.#closed = options.closed;
    this.#onGuess = options.onGuess;
  }

  accept(samples: Float32Array): void {
    this.#requireOpen('accept');
    let rest = cleanSamples(samples);
    while (rest.length > 0 && this.#state === 'open') {
      if (this.#audio.room === 0) this.#cut();
      rest = rest.subarray(this.#audio.append(rest, () => this.#listen()));
    }
  }

  partial(): PartialText {
    return this.#isOpen ? this.#words.partial : NO_PARTIAL;
  }

  finish(): Promise<Recognition> {
    this.#requireOpen('finish');
    const isOverloaded = this.#state === 'overloaded';
    const last = isOverloaded ? undefined : this.#lastPart();
    this.#close('finished');
    if (isOverloaded) {
      const message = 'the model is slower than speech: choose a smaller one';
      return Promise.resolve(failed('overloaded', message));
    }
    return this.#result([...this.#parts, ...(last === undefined ? [] : [last])]);
  }

  abandon(): void {
    this.#requireOpen('abandon');
    this.#close('abandoned');
  }

  get #isOpen(): boolean {
    return this.#state === 'open' || this.#state === 'overloaded';
  }

  /** The audio has grown by a block. */
  #listen(): void {
    const { pause, end, hasSound } = this.#audio;
    if (pause === 'begun') this.#ahead = this.#part(end, () => this.#ahead);
    else if (pause !== 'lasts') this.#ahead = undefined;
    if (pause === 'none' && hasSound && end >= this.#nextGuessAt) this.#guess();
  }

  /** What is left to decode at the end; nothing where there was no sound. */
  #lastPart(): Part | undefined {
    if (this.#ahead !== undefined) return this.#ahead;
    return this.#audio.hasSound ? this.#part(this.#audio.end) : undefined;
  }

  /** From the last cut to `to`; `current` tells whether it is still this part that is wanted. */
  #part(to: number, current?: () => Part | undefined): Part {
    const from = this.#audio.start;
    const isWanted = () =>
      this.#state !== 'abandoned' && (current === undefined || current() === part);
    const part: Part = {
      from,
      to,
      sound: this.#audio.sound,
      outcome: this.#decoder.decode(this.#stretch(from, to), isWanted),
    };
    return part;
  }

  #stretch(from: number, to: number): Stretch {
    const { language, hotwords } = this.#hearing;
    return { samples: this.#audio.copy(from, to), language, hotwords };
  }

  /** The model hears no more at once: what there is, up to a quiet place, becomes a part. */
  #cut(): void {
    const { end } = this.#audio;
    const cut = this.#audio.quietest(end - PART_CUT_MS * SAMPLES_PER_MS, end);
    this.#ahead = undefined;
    const part = this.#part(cut);
    this.#parts.push(part);
    this.#undecoded += 1;
    part.outcome.then(() => {
      this.#undecoded -= 1;
    });
    this.#audio.forgetBefore(cut);
    this.#words.pass();
    this.#windowStart = cut;
    if (this.#undecoded > MOST_UNDECODED) this.#state = 'overloaded';
  }

  #guess(): void {
    if (this.#isGuessing || this.#decoder.waiting > 0) return;
    const { end } = this.#audio;
    const from = this.#windowStart;
    const isFull = end - from > WINDOW_MS * SAMPLES_PER_MS;
    const to = isFull ? this.#audio.quietest(end - WINDOW_CUT_MS * SAMPLES_PER_MS, end) : end;
    const isWanted = () => this.#isOpen && this.#windowStart === from;
    this.#isGuessing = true;
    this.#nextGuessAt = end + GUESS_STEP_MS * SAMPLES_PER_MS;
    this.#decoder.decode(this.#stretch(from, to), isWanted).then((outcome) => {
      this.#isGuessing = false;
      if (outcome.kind !== 'decoded' || !isWanted()) return;
      this.#nextGuessAt = Math.max(
        this.#nextGuessAt,
        end + GUESS_PATIENCE * outcome.tookMs * SAMPLES_PER_MS,
      );
      const text = readText(outcome.result, this.#hearing.reading);
      this.#words.guess(this.#isMadeUp(text, 'stands-out') ? '' : text);
      if (isFull) {
        this.#words.pass();
        this.#windowStart = to;
      }
      this.#onGuess?.();
    });
  }

  async #result(parts: readonly Part[]): Promise<Recognition> {
    const texts: DecodedText[] = [];
    for (const part of parts) {
      const outcome = await part.outcome;
      if (outcome.kind === 'failed') {
        return failed('unreadable-answer', `the decoder gave no text: ${String(outcome.error)}`);
      }
      if (outcome.kind === 'decoded') texts.push(this.#read(part, outcome.result));
    }
    return acceptedOrRejected(joinDecoded(texts));
  }

  #read({ from, sound }: Part, result: NativeResult): DecodedText {
    const lengthMs = Math.floor(this.#audio.end / SAMPLES_PER_MS);
    const leadMs = this.#hearing.reading.leadMs - from / SAMPLES_PER_MS;
    const decoded = readResult(result, { ...this.#hearing.reading, leadMs, lengthMs });
    return this.#isMadeUp(decoded.text, sound) ? { text: '' } : decoded;
  }

  #isMadeUp(text: string, sound: Part['sound']): boolean {
    return this.#hearing.inventions === 'dropped' && isInvented(text, sound);
  }

  #close(state: 'finished' | 'abandoned'): void {
    this.#state = state;
    this.#closed();
  }

  #requireOpen(call: string): void {
    if (!this.#isOpen) throw new TypeError(`${call}: the utterance is already over`);
  }
}

function failed(failure: 'overloaded' | 'unreadable-answer', message: string): Recognition {
  return { verdict: 'failed', text: '', failure, message };
}

// One utterance on its way through a chain: who hears it while it is spoken, whose answer is taken,
// and who is asked after that one. Who is fit to be asked is told by the chain.
import {
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizing,
  type UtteranceContext,
} from '../ports.ts';
import type { ChainMember, FailedRecognition } from './chain-member.ts';
import { KeptAudio } from './kept-audio.ts';
import { SettledText } from './settled-text.ts';

/** Who hears an utterance as it is spoken, and what for. */
export interface Hearing {
  /** Its answer is the one wanted; undefined: only the preview hears the utterance. */
  readonly main: ChainMember | undefined;
  readonly preview: ChainMember | undefined;
  /** Who is asked where those fail, in this order. */
  readonly others: readonly ChainMember[];
  /** How long, in ms, the main answer is waited for while the preview has one. */
  readonly budgetMs: number;
}

export interface ChainUtteranceOptions {
  readonly hearing: Hearing;
  readonly context: UtteranceContext | undefined;
  /** What is shown may be another now, without a call of ours. */
  readonly onGuess: (() => void) | undefined;
  readonly maximumMs: number;
  readonly clock: ChainClock;
  /** Every answer of every member, also one that comes too late to be taken. */
  readonly onAnswer: (answer: MemberAnswer) => void;
  /** No more audio is taken; called exactly once. */
  readonly onClosed: () => void;
}

export interface MemberAnswer {
  readonly member: ChainMember;
  readonly recognition: Recognition;
  readonly audioMs: number;
  /** From the end of the utterance, or from being asked, to the answer. */
  readonly answerMs: number;
  readonly asked: 'main' | 'preview' | 'afterwards';
}

/** The time, as a port. */
export interface ChainClock {
  nowMs(): number;
  /** Calls once, `delayMs` from now at the earliest. What it answers ends that. */
  after(delayMs: number, call: () => void): () => void;
}

const NOTHING: Recognition = { verdict: 'rejected', text: '' };

interface Heard {
  readonly member: ChainMember;
  readonly recognizing: Recognizing;
}

export class ChainUtterance implements Recognizing {
  readonly #options: ChainUtteranceOptions;
  readonly #audio: KeptAudio;
  readonly #main: Heard | undefined;
  readonly #preview: Heard | undefined;
  readonly #shown = new SettledText();
  #closed = false;

  constructor(options: ChainUtteranceOptions) {
    this.#options = options;
    this.#audio = new KeptAudio(options.maximumMs);
    const heard = (member: ChainMember | undefined): Heard | undefined =>
      member && { member, recognizing: member.begin(options.context, options.onGuess) };
    this.#main = heard(options.hearing.main);
    this.#preview = heard(options.hearing.preview);
  }

  accept(samples: Float32Array): void {
    this.#requireOpen('accept');
    this.#audio.append(samples);
    this.#main?.recognizing.accept(samples);
    this.#preview?.recognizing.accept(samples);
  }

  partial(): PartialText {
    const source = this.#preview ?? this.#main;
    return this.#shown.next(source?.recognizing.partial() ?? NO_PARTIAL);
  }

  finish(): Promise<Recognition> {
    this.#requireOpen('finish');
    this.#close();
    const main = this.#main && this.#answerOf(this.#main, 'main');
    const preview = this.#preview && this.#answerOf(this.#preview, 'preview');
    return this.#decide(main, preview);
  }

  abandon(): void {
    this.#requireOpen('abandon');
    this.#close();
    this.#main?.recognizing.abandon();
    this.#preview?.recognizing.abandon();
  }

  async #answerOf(heard: Heard, asked: 'main' | 'preview'): Promise<Recognition> {
    const { member, recognizing } = heard;
    return await this.#timed({ member, asked, answer: recognizing.finish() });
  }

  async #timed(question: {
    readonly member: ChainMember;
    readonly asked: MemberAnswer['asked'];
    readonly answer: Promise<Recognition>;
  }): Promise<Recognition> {
    const { clock, onAnswer } = this.#options;
    const { member, asked } = question;
    const askedMs = clock.nowMs();
    const recognition = await question.answer;
    const answerMs = clock.nowMs() - askedMs;
    onAnswer({ member, recognition, asked, answerMs, audioMs: this.#audio.lengthMs });
    return recognition;
  }

  async #decide(
    main: Promise<Recognition> | undefined,
    preview: Promise<Recognition> | undefined,
  ): Promise<Recognition> {
    const first = await this.#firstWord(main, preview);
    if (first.verdict !== 'failed') return first;
    // What the fast one made of it is there already; that it heard nothing is not the last word.
    const second = main === undefined ? undefined : await preview;
    return second?.verdict === 'accepted' ? second : await this.#askOthers(first);
  }

  /** The main answer, or the preview's words where that one takes too long. */
  async #firstWord(
    main: Promise<Recognition> | undefined,
    preview: Promise<Recognition> | undefined,
  ): Promise<Recognition> {
    if (main === undefined || preview === undefined) return (await (main ?? preview)) ?? NOTHING;
    const { clock, hearing } = this.#options;
    let cancel = (): void => undefined;
    const late = new Promise<'late'>((resolve) => {
      cancel = clock.after(hearing.budgetMs, () => resolve('late'));
    });
    const inTime = await Promise.race([main, late]);
    cancel();
    if (inTime !== 'late') return inTime;
    // Without words of the fast one there is nothing to take instead.
    const words = preview.then((each) => (each.verdict === 'accepted' ? each : main));
    return await Promise.race([main, words]);
  }

  /** The same audio, to one after the other. */
  async #askOthers(failure: FailedRecognition): Promise<Recognition> {
    const { hearing } = this.#options;
    const heardBy = [hearing.main, hearing.preview].filter((each) => each !== undefined);
    const died: ChainMember[] = failure.failure === 'died' ? heardBy.slice(0, 1) : [];
    const isFree = heardBy.some((each) => !each.isClosed);
    for (const member of hearing.others) {
      const recognition = await this.#ask(member);
      // A list of phrases has no word on free speech that nobody else could hear.
      if (recognition?.verdict === 'rejected' && member.isClosed && isFree) continue;
      if (recognition?.verdict === 'accepted' || recognition?.verdict === 'rejected')
        return recognition;
      if (recognition?.failure === 'died') died.push(member);
    }
    const [again] = died;
    const recognition = again === undefined ? undefined : await this.#ask(again);
    return recognition === undefined || recognition.verdict === 'failed' ? failure : recognition;
  }

  async #ask(member: ChainMember): Promise<Recognition | undefined> {
    const { pieces } = this.#audio;
    if (pieces === undefined) return undefined;
    const answer = member.recognize(pieces, this.#options.context);
    return await this.#timed({ member, asked: 'afterwards', answer });
  }

  #close(): void {
    this.#closed = true;
    this.#options.onClosed();
  }

  #requireOpen(call: string): void {
    if (this.#closed) throw new TypeError(`${call}: the utterance is already over`);
  }
}

// Several recognisers as one: the first that works is listened with, the next takes over the same
// audio where it fails, and a faster one may show words meanwhile. What they are is told by the port
// alone; time is passed in.
import type { Recognizer, Recognizing, UtteranceContext } from '../ports.ts';
import { ChainMember } from './chain-member.ts';
import type { ChainNotice } from './chain-notice.ts';
import {
  type ChainClock,
  ChainUtterance,
  type Hearing,
  type MemberAnswer,
} from './chain-utterance.ts';
import { TwoPass } from './two-pass.ts';

export interface RecognizerChainOptions {
  /** The first one is listened with; each next one takes over where those before it fail. */
  readonly recognizers: readonly Recognizer[];
  /** A faster one beside it, for words while they are spoken. */
  readonly preview?: Recognizer;
  readonly onNotice: (notice: ChainNotice) => void;
  readonly clock: ChainClock;
  /** No longer utterance is handed to another recogniser, in ms: the segmenter's maximum. */
  readonly maximumUtteranceMs: number;
}

/** Owns its recognisers: `dispose` disposes of them. Throws a `RangeError` without any. */
export function createRecognizerChain(options: RecognizerChainOptions): Recognizer {
  return new RecognizerChain(options);
}

class RecognizerChain implements Recognizer {
  readonly #options: RecognizerChainOptions;
  readonly #members: readonly ChainMember[];
  readonly #preview: ChainMember | undefined;
  readonly #twoPass = new TwoPass();
  #state: 'idle' | 'busy' | 'disposed' = 'idle';

  constructor(options: RecognizerChainOptions) {
    if (options.recognizers.length === 0) throw new RangeError('recognizers: there is none');
    this.#options = options;
    this.#members = options.recognizers.map((recognizer) => new ChainMember(recognizer));
    this.#preview = options.preview && new ChainMember(options.preview);
  }

  get name(): string {
    const { main, preview } = this.#hearing();
    return [main, preview]
      .flatMap((member) => (member === undefined ? [] : [member.name]))
      .join('+');
  }

  get abilities(): Recognizer['abilities'] {
    const { main, preview } = this.#hearing();
    const { abilities } = (main ?? preview ?? this.#first()).recognizer;
    const { partials } = (preview ?? main ?? this.#first()).recognizer.abilities;
    return { ...abilities, partials };
  }

  begin(context?: UtteranceContext, onGuess?: () => void): Recognizing {
    if (this.#state === 'disposed') throw new TypeError('begin: already disposed');
    if (this.#state === 'busy') throw new TypeError('begin: another utterance is still open');
    const utterance = new ChainUtterance({
      hearing: this.#hearing(),
      context,
      onGuess,
      maximumMs: this.#options.maximumUtteranceMs,
      clock: this.#options.clock,
      onAnswer: (answer) => this.#judge(answer),
      onClosed: () => {
        if (this.#state === 'busy') this.#state = 'idle';
      },
    });
    this.#state = 'busy';
    return utterance;
  }

  dispose(): void {
    if (this.#state === 'disposed') return;
    this.#state = 'disposed';
    for (const { recognizer } of this.#members) recognizer.dispose();
    this.#preview?.recognizer.dispose();
  }

  /** Who would hear an utterance that began now. */
  #hearing(): Hearing {
    const nowMs = this.#options.clock.nowMs();
    const rested = this.#members.filter((member) => !member.rests(nowMs));
    const tired = this.#members.filter((member) => member.rests(nowMs));
    const [main = this.#first(), ...others] = [...rested, ...tired];
    const preview = this.#preview?.rests(nowMs) === false ? this.#preview : undefined;
    // The second pass is a matter of the first choice; who stands in for it is taken as it is.
    if (preview === undefined || main !== this.#first()) {
      const { budgetMs } = this.#twoPass;
      const hearsLess = preview !== undefined && main.isClosed && !preview.isClosed;
      if (hearsLess) return { main: undefined, preview, others: [main, ...others], budgetMs };
      return { main, preview, others, budgetMs };
    }
    switch (this.#twoPass.plan(nowMs)) {
      case 'both':
        return { main, preview, others, budgetMs: this.#twoPass.budgetMs };
      case 'trial':
        return { main, preview, others, budgetMs: 0 };
      case 'preview':
        return { main: undefined, preview, others: [main, ...others], budgetMs: 0 };
    }
  }

  #first(): ChainMember {
    const [first] = this.#members;
    if (first === undefined) throw new RangeError('recognizers: there is none');
    return first;
  }

  #judge(answer: MemberAnswer): void {
    const { member, recognition } = answer;
    if (this.#state === 'disposed') return;
    if (recognition.verdict === 'failed') {
      const isNews = member.failed(this.#options.clock.nowMs());
      if (isNews) this.#tell('failed', member, `${this.#standIn(member)}${recognition.message}`);
      return;
    }
    if (member.worked()) this.#tell('returned', member, `${member.name} works again`);
    if (member === this.#preview) return;
    if (answer.asked === 'main' && this.#preview !== undefined && member === this.#first())
      this.#judgeSecondPass(member, answer.answerMs);
    else this.#judgeSpeed(answer);
  }

  #judgeSecondPass(member: ChainMember, answerMs: number): void {
    const usualMs = Math.round(Math.max(answerMs, this.#twoPass.usualMs));
    const change = this.#twoPass.took(answerMs, this.#options.clock.nowMs());
    if (change === undefined) return;
    const preview = this.#preview?.name ?? '';
    if (change === 'off')
      this.#tell(
        'second-pass-off',
        member,
        `${member.name} takes ${usualMs} ms after speech: the words of ${preview} are taken instead`,
      );
    else this.#tell('second-pass-on', member, `${member.name} is fast enough again`);
  }

  #judgeSpeed({ member, audioMs, answerMs }: MemberAnswer): void {
    const { realTimeFactor, recovered } = member.took({ audioMs, answerMs });
    if (recovered) this.#tell('returned', member, `${member.name} is fast enough again`);
    if (realTimeFactor === undefined) return;
    const standIn = this.#equalOf(member);
    const nowMs = this.#options.clock.nowMs();
    if (!member.tooSlow(nowMs, standIn === undefined ? 'none' : 'exists')) return;
    const [took, spoken] = [answerMs, audioMs].map((ms) => (ms / 1000).toFixed(1));
    const instead = standIn === undefined ? '' : `: ${standIn.name} listens instead`;
    this.#tell('slow', member, `${member.name} took ${took} s for ${spoken} s of speech${instead}`);
  }

  /** Another one that hears as much: being slow is better than hearing phrases only. */
  #equalOf(member: ChainMember): ChainMember | undefined {
    return this.#members.find((other) => other !== member && (member.isClosed || !other.isClosed));
  }

  /** What comes of its failure stands first: a row has no room for all of it. */
  #standIn(member: ChainMember): string {
    if (member === this.#preview) return 'words are shown at the end only: ';
    const nowMs = this.#options.clock.nowMs();
    const next = this.#members.find((other) => other !== member && !other.rests(nowMs));
    return next === undefined ? '' : `${next.name} listens instead: `;
  }

  #tell(kind: ChainNotice['kind'], { name }: ChainMember, text: string): void {
    this.#options.onNotice({ kind, recognizer: name, text });
  }
}

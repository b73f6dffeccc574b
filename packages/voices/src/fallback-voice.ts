// A voice with another one behind it: where the first fails, the other reads from then on, and why is told once.
import type { SpeakOptions, SpeechSynthesizer, SpokenPiece } from '@codex-voice/speech';
import { VoiceError } from './voice-error.ts';

export interface FallbackVoiceOptions {
  readonly first: SpeechSynthesizer;
  /** Looked for only where the first has failed. Throws where there is none. */
  readonly findOther: () => SpeechSynthesizer;
  /** The first has failed; one line for a person. */
  readonly onProblem: (message: string) => void;
}

export class FallbackVoice implements SpeechSynthesizer {
  readonly #options: FallbackVoiceOptions;
  #other: SpeechSynthesizer | undefined;
  #reads: 'first' | 'other' = 'first';

  constructor(options: FallbackVoiceOptions) {
    this.#options = options;
  }

  get name(): string {
    return (this.#reads === 'first' ? this.#options.first : this.#found()).name;
  }

  /** What the first had begun is not said again. */
  async *speak(text: string, options: SpeakOptions): AsyncGenerator<SpokenPiece, void, undefined> {
    let begun: 'begun' | 'silent' = 'silent';
    if (this.#reads === 'first') {
      try {
        for await (const piece of this.#options.first.speak(text, options)) {
          begun = 'begun';
          yield piece;
        }
        return;
      } catch (error) {
        this.#failed(error);
      }
    }
    if (begun === 'silent') yield* this.#found().speak(text, options);
  }

  dispose(): void {
    this.#options.first.dispose();
    this.#other?.dispose();
  }

  #found(): SpeechSynthesizer {
    this.#other ??= this.#options.findOther();
    return this.#other;
  }

  /** One text that it can't say is no failure. Two sentences may be on their way, and both fail. */
  #failed(error: unknown): void {
    if (error instanceof VoiceError && error.code === 'text-refused') return;
    if (this.#reads === 'other') return;
    const { first, onProblem } = this.#options;
    first.dispose();
    this.#reads = 'other';
    const why = error instanceof Error ? error.message : String(error);
    onProblem(`${why}: ${this.#found().name} reads instead`);
  }
}

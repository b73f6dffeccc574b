// The process of a keyword model, from the side that listens: loads the model, carries sound to it and what
// it found back. What is made of that, and of its end, is `keyword-wake.ts`'s.
import {
  type FoundKeyword,
  KEYWORD_PROTOCOL_VERSION,
  type KeywordModelSpec,
  parseKeywordAnswer,
} from '@codex-voice/protocol';
import type { SpokenPhrase } from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import { LoadingLink } from '../process/loading-link.ts';
import type { ProcessCommand } from '../process/process-link.ts';

/** Loading, in ms: a small model from a slow disk. */
const LOAD_MS = 30_000;

/** Where keywords are looked for. */
export interface KeywordEar {
  readonly name: string;
  /** The samples are copied before this returns. */
  hear(sound: {
    readonly at: number;
    readonly place: 'begins' | 'goes-on';
    readonly samples: Float32Array;
  }): void;
  /** From now on: the oldest sound without an answer was listened to, and what was found in it. */
  onHeard(told: (found: FoundKeyword | undefined) => void): void;
  /** From now on: it is over, and why. Not called after `dispose`. */
  onEnd(told: (fault: string) => void): void;
  dispose(): void;
}

export interface KeywordProcessOptions {
  readonly model: KeywordModelSpec;
  readonly phrases: readonly SpokenPhrase[];
  /** How a process for it is started. */
  readonly command: ProcessCommand;
}

/** @throws RecognizerError `engine-failed` where it can't be loaded. */
export async function startKeywordProcess(options: KeywordProcessOptions): Promise<KeywordProcess> {
  const link = new KeywordProcess(options);
  const fault = await link.loaded;
  if (fault !== undefined) throw new RecognizerError('engine-failed', fault);
  return link;
}

export class KeywordProcess implements KeywordEar {
  readonly name: string;
  readonly #link: LoadingLink;
  #onHeard: ((found: FoundKeyword | undefined) => void) | undefined;
  #onEnd: ((fault: string) => void) | undefined;

  constructor({ model, phrases, command }: KeywordProcessOptions) {
    this.name = model.id;
    const version = KEYWORD_PROTOCOL_VERSION;
    this.#link = new LoadingLink({
      command,
      label: this.name,
      load: { type: 'load-keywords', version, model, phrases },
      loadMs: LOAD_MS,
      onMessage: (value) => this.#received(value),
      onOver: (fault) => this.#onEnd?.(fault),
    });
  }

  /** Resolves with why it can't be used; undefined once it is loaded. */
  get loaded(): Promise<string | undefined> {
    return this.#link.loaded;
  }

  get pid(): number | undefined {
    return this.#link.fault === undefined ? this.#link.pid : undefined;
  }

  hear(sound: Parameters<KeywordEar['hear']>[0]): void {
    if (this.#link.fault === undefined) this.#link.send({ type: 'sound', ...sound });
  }

  onHeard(told: (found: FoundKeyword | undefined) => void): void {
    this.#onHeard = told;
  }

  onEnd(told: (fault: string) => void): void {
    this.#onEnd = told;
    // It may have died between its loading and this call.
    if (this.#link.fault !== undefined) told(this.#link.fault);
  }

  dispose(): void {
    this.#onEnd = undefined;
    this.#link.end(`${this.name} was disposed of`);
  }

  #received(value: unknown): void {
    const parsed = parseKeywordAnswer(value);
    if (parsed.kind === 'refused') {
      this.#link.unreadable(parsed.reason);
      return;
    }
    const answer = parsed.message;
    switch (answer.type) {
      case 'loaded':
        this.#link.settleLoaded();
        return;
      case 'not-loaded':
        this.#link.end(answer.message);
        return;
      case 'heard':
        this.#onHeard?.(answer.found);
    }
  }
}

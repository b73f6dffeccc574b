// One life of a voice model's process: carries texts to it and what it says of them back, each to whoever
// asked. Another life after it is left to `ModelVoice`.
import { parseVoiceModelAnswer, type VoiceModelRequest } from '@codex-voice/protocol';
import { type ProcessCommand, ProcessLink } from '@codex-voice/recognizers';
import type { SpokenPiece } from '@codex-voice/speech';
import { VoiceError, type VoiceErrorCode } from '../voice-error.ts';
import type { VoiceConfig } from './voice-files.ts';

export interface ModelRunOptions {
  readonly name: string;
  readonly command: ProcessCommand;
  readonly config: VoiceConfig;
}

export class ModelRun {
  readonly #name: string;
  readonly #link: ProcessLink;
  readonly #sayings = new Map<number, Saying>();
  #last = 0;
  #over = false;

  constructor({ name, command, config }: ModelRunOptions) {
    this.#name = name;
    this.#link = new ProcessLink({
      command,
      onMessage: (value) => this.#received(value),
      onFault: (fault) => this.#fail(`its process said ${fault}`),
      onEnd: (how) => this.#fail(`its process ${how}`),
    });
    this.#send({ type: 'load', config });
  }

  get pid(): number | undefined {
    return this.#link.pid;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** What is said before the model is loaded waits in the pipe. */
  say(text: string, patienceMs: number): Saying {
    this.#last += 1;
    const id = this.#last;
    const timer = setTimeout(() => this.#fail('it does not answer'), patienceMs);
    const saying = new Saying(() => {
      clearTimeout(timer);
      if (this.#sayings.delete(id)) this.#send({ type: 'stop', id });
    });
    this.#sayings.set(id, saying);
    this.#send({ type: 'say', id, text });
    return saying;
  }

  /** Ends the process; what it had not said is not said. */
  dispose(): void {
    if (this.#over) return;
    this.#over = true;
    this.#link.kill();
    for (const saying of [...this.#sayings.values()]) saying.stop();
  }

  #send(request: VoiceModelRequest): void {
    this.#link.send(request);
  }

  #received(value: unknown): void {
    const parsed = parseVoiceModelAnswer(value);
    if (parsed.kind === 'refused') {
      this.#fail(`its process said ${parsed.reason}`);
      return;
    }
    const answer = parsed.message;
    if (answer.type === 'loaded') return;
    const saying = this.#sayings.get(answer.id);
    switch (answer.type) {
      case 'piece':
        saying?.piece({ samples: answer.samples, sampleRateHz: answer.sampleRateHz });
        return;
      case 'said':
        this.#sayings.delete(answer.id);
        saying?.stop();
        return;
      case 'unsaid':
        this.#sayings.delete(answer.id);
        saying?.fail(this.#error(answer.message, 'text-refused'));
    }
  }

  #fail(why: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#link.kill();
    const sayings = [...this.#sayings.values()];
    this.#sayings.clear();
    for (const saying of sayings) saying.fail(this.#error(why));
  }

  #error(why: string, code: VoiceErrorCode = 'voice-failed'): VoiceError {
    return new VoiceError(code, `${this.#name} can't speak (${why})`);
  }
}

/** One text on its way: its pieces, in order, until it ends or fails. */
export class Saying {
  readonly #onOver: () => void;
  readonly #pieces: SpokenPiece[] = [];
  #state: 'going' | 'stopped' | VoiceError = 'going';
  #wake: () => void = () => undefined;

  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  async *pieces(): AsyncGenerator<SpokenPiece, void, undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) yield piece;
      else if (this.#state === 'stopped') return;
      else if (this.#state !== 'going') throw this.#state;
      else await this.#news();
    }
  }

  piece(piece: SpokenPiece): void {
    if (this.#state === 'going') this.#pieces.push(piece);
    this.#wake();
  }

  fail(error: VoiceError): void {
    this.#end(error);
  }

  /** What has come is still given; after an abort its reader has gone. */
  stop(): void {
    this.#end('stopped');
  }

  #end(state: 'stopped' | VoiceError): void {
    if (this.#state !== 'going') return;
    this.#state = state;
    this.#onOver();
    this.#wake();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

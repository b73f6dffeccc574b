// A voice that is a model: reads texts aloud through a process of its own, which is started with the first
// text, kept warm, and may die without us.
import { basename } from 'node:path';
import type { ProcessCommand } from '@codex-voice/recognizers';
import type { SpeakOptions, SpeechSynthesizer, SpokenPiece } from '@codex-voice/speech';
import { hasWords } from '../voice-error.ts';
import { ModelRun } from './model-run.ts';
import { voiceConfig } from './voice-files.ts';

export interface ModelVoiceOptions {
  readonly folder: string;
  /** Starts a process that serves a voice's model. */
  readonly command: ProcessCommand;
  /** For a text, its model's loading included, in ms. Absent: as long as a large model on a slow disk takes. */
  readonly patienceMs?: number;
}

/** A sentence takes a small model less than a second; a large one is loaded within half a minute. */
const PATIENCE_MS = 45_000;

export class ModelVoice implements SpeechSynthesizer {
  readonly name: string;
  readonly #options: ModelVoiceOptions;
  #run: ModelRun | undefined;

  constructor(options: ModelVoiceOptions) {
    this.name = `the voice ${basename(options.folder)}`;
    this.#options = options;
  }

  /** Of its process, while there is one. */
  get pid(): number | undefined {
    return this.#run?.pid;
  }

  async *speak(
    text: string,
    { signal }: SpeakOptions,
  ): AsyncGenerator<SpokenPiece, void, undefined> {
    if (signal.aborted || !hasWords(text)) return;
    const { folder, command, patienceMs = PATIENCE_MS } = this.#options;
    if (this.#run?.isOver !== false)
      this.#run = new ModelRun({ name: this.name, command, config: voiceConfig(folder) });
    const saying = this.#run.say(text, patienceMs);
    const stop = (): void => saying.stop();
    signal.addEventListener('abort', stop);
    try {
      for await (const piece of saying.pieces()) {
        if (signal.aborted) return;
        yield piece;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  dispose(): void {
    this.#run?.dispose();
  }
}

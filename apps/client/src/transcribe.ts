// `transcribe` and `listen`: speech to lines of text on standard output, without any agent.
import { VOICE_STDIO, VoiceLink } from '@codex-voice/control';
import type { FinalEvent, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import { EXIT_FAILURE, visible } from './user-error.ts';

export interface TranscriptionOptions {
  readonly start: VoiceStart;
  readonly command: { readonly file: string; readonly args: readonly string[] };
  readonly format: 'text' | 'json';
  readonly writeOutput: (line: string) => void;
  readonly writeNote: (line: string) => void;
  /** Resolves when the person wants to end (Ctrl-C). */
  readonly interrupted: Promise<void>;
}

/** Runs to the end of the recordings, or until interrupted. Resolves with the exit status. */
export async function runTranscription(options: TranscriptionOptions): Promise<number> {
  const paths = options.start.source.kind === 'files' ? options.start.source.paths : [];
  const transcription = new Transcription(options, paths);
  const ended = new Promise<void>((resolve) => {
    transcription.onFinished = resolve;
  });
  const link = new VoiceLink({
    command: options.command,
    stdio: VOICE_STDIO,
    onEvent: (event) => transcription.accept(event, link),
    onEnd: ({ how }) => transcription.fail(`the voice process ended (${how}): try again`),
  });
  link.send(options.start);
  await Promise.race([ended, options.interrupted]);
  await link.close();
  return transcription.exitStatus;
}

class Transcription {
  exitStatus = 0;
  onFinished: () => void = () => undefined;
  readonly #options: TranscriptionOptions;
  readonly #paths: readonly string[];
  #current = 0;
  /** Something was told about the recording that plays now. */
  #told = false;

  constructor(options: TranscriptionOptions, paths: readonly string[]) {
    this.#options = options;
    this.#paths = paths;
  }

  accept(event: VoiceEvent, link: VoiceLink): void {
    switch (event.type) {
      case 'ready':
        link.send({ type: 'open' });
        return;
      case 'final':
        this.#print(event);
        return;
      case 'source-ended':
        this.#noteSilence();
        this.#current += 1;
        if (this.#current === this.#paths.length) this.onFinished();
        return;
      case 'device':
        this.#device(event);
        return;
      case 'problem':
        this.#problem(event.message, event.severity === 'fatal' || event.code === 'bad-audio');
        if (event.severity === 'fatal') this.onFinished();
        return;
      case 'level':
      case 'partial':
      case 'speech-started':
      case 'speech-dropped':
    }
  }

  fail(message: string): void {
    this.#problem(message, true);
    this.onFinished();
  }

  #noteSilence(): void {
    const path = this.#paths[this.#current];
    if (path !== undefined && !this.#told) {
      this.#options.writeNote(`${visible(path)}: no speech is in it`);
    }
    this.#told = false;
  }

  #print(event: FinalEvent): void {
    this.#told = true;
    const path = this.#paths[this.#current];
    const seconds = { start: event.startMs / 1000, end: event.endMs / 1000 };
    if (this.#options.format === 'json') {
      const { text, verdict, confidence, failure } = event;
      const file = path === undefined ? {} : { file: path };
      this.#options.writeOutput(
        JSON.stringify({ ...file, ...seconds, text, verdict, confidence, failure }),
      );
      return;
    }
    const named = path !== undefined && this.#paths.length > 1 ? `${visible(path)}: ` : '';
    const where = `${seconds.start.toFixed(1)}–${seconds.end.toFixed(1)} s`;
    if (event.verdict === 'accepted') this.#options.writeOutput(named + event.text);
    else if (event.failure !== undefined)
      this.#problem(`${named}${where}: not transcribed (${event.failure.message})`, true);
    else this.#options.writeNote(`${named}${where}: speech, but none of the phrases`);
  }

  #device(event: Extract<VoiceEvent, { type: 'device' }>): void {
    if (event.state === 'open' && this.#paths.length === 0) {
      this.#options.writeNote(`listening on ${event.name ?? 'the microphone'}; Ctrl-C ends`);
    }
    if (event.state !== 'unavailable') return;
    this.fail(event.detail ?? 'the microphone is not available');
  }

  #problem(message: string, isFailure: boolean): void {
    this.#told = true;
    if (isFailure) this.exitStatus = EXIT_FAILURE;
    this.#options.writeNote(message);
  }
}

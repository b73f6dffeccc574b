// `transcribe` and `listen`: speech to text, without any agent. Tells what could not be heard, and makes
// the exit status of it.
import type { FinalEvent, SpeakerTurnMessage, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import { EXIT_FAILURE, EXIT_INTERRUPTED, visible } from '../user-error.ts';
import { type HearingOptions, hear } from './hearing.ts';
import { labelled } from './labelled.ts';
import type { RecordingsProgress } from './recordings-progress.ts';
import { type TranscriptFormat, transcriptText } from './transcript-format.ts';
import type { TranscriptOutput } from './transcript-output.ts';

export interface TranscriptionOptions {
  readonly start: VoiceStart;
  readonly manner: HearingOptions['manner'];
  readonly command: HearingOptions['command'];
  readonly interrupted: HearingOptions['interrupted'];
  /** Before the end of recordings, or what ends a microphone. */
  readonly interruptedIs: 'too-early' | 'the-end';
  readonly format: TranscriptFormat;
  /** In a text, whether what is said has its speaker before it; a program reads that from any other format. */
  readonly textSpeakers: 'told' | 'left-out';
  /** What each recording is called; empty with a microphone. */
  readonly names: readonly string[];
  /** Each utterance that was understood; absent: it is only written. */
  readonly onUnderstood?: (utterance: FinalEvent) => void;
  readonly output: TranscriptOutput;
  /** Each recording has a transcript of its own, or all of them have one. */
  readonly transcripts: 'each' | 'one';
  readonly progress: RecordingsProgress;
  readonly writeNote: (line: string) => void;
}

/** Runs to the end of the recordings, or until interrupted. Resolves with the exit status. */
export async function transcribe(options: TranscriptionOptions): Promise<number> {
  const transcription = new Transcription(options);
  const { start, manner, command, interrupted, output, progress } = options;
  try {
    const how = await hear({
      start,
      manner,
      command,
      interrupted,
      onEvent: (event, recording) => transcription.accept(event, recording),
      onBroken: (message) => transcription.problem(message, 'failure'),
    });
    // Half a transcript does not take the place of a whole one.
    if (how === 'interrupted' && options.interruptedIs === 'too-early') return EXIT_INTERRUPTED;
    output.end();
  } finally {
    progress.end();
  }
  return transcription.finish();
}

class Transcription {
  #exitStatus = 0;
  #failure: unknown;
  readonly #options: TranscriptionOptions;
  #text: ReturnType<typeof transcriptText>;
  #isBegun = false;
  /** Utterances that wait until it is known who speaks when. */
  #unlabelled: FinalEvent[] = [];
  /** Something was told about the recording that plays now. */
  #told = false;

  constructor(options: TranscriptionOptions) {
    this.#options = options;
    this.#text = transcriptText(options.format);
  }

  accept(event: VoiceEvent, recording: number): void {
    switch (event.type) {
      case 'ready':
        this.#options.progress.show(0);
        this.#begin();
        return;
      case 'final':
        if (event.verdict === 'accepted') this.#options.onUnderstood?.(event);
        if (this.#options.start.speakers?.tell === 'turns') this.#unlabelled.push(event);
        else this.#print(event, recording);
        this.#options.progress.show(recording, event.endMs);
        return;
      case 'speaker-turns':
        this.#printLabelled(event.turns, recording);
        return;
      case 'source-ended':
        this.#printLabelled([], recording);
        this.#endRecording(recording);
        return;
      case 'device':
        this.#device(event);
        return;
      case 'problem':
        this.problem(
          event.message,
          event.severity === 'fatal' || event.code === 'bad-audio' ? 'failure' : 'note',
        );
        return;
      case 'attention':
      case 'level':
      case 'microphones':
      case 'partial':
      case 'speech-started':
      case 'speech-dropped':
    }
  }

  problem(message: string, kind: 'failure' | 'note'): void {
    this.#told = true;
    if (kind === 'failure') this.#exitStatus = EXIT_FAILURE;
    const { progress, writeNote, start, names } = this.#options;
    const paths = start.source.kind === 'files' ? start.source.paths : [];
    // A recording from standard input lies where nobody has put it.
    const told = paths.reduce(
      (text, path, index) =>
        names[index] === '-' ? text.replaceAll(path, 'standard input') : text,
      message,
    );
    progress.aside(() => writeNote(told));
  }

  /** The exit status. Throws what kept a transcript from being written. */
  finish(): number {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#exitStatus;
  }

  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    this.#write(this.#text.header);
  }

  #write(text: string): void {
    if (text !== '') this.#options.progress.aside(() => this.#options.output.write(text));
  }

  #endRecording(recording: number): void {
    const { names, output, transcripts, format, progress } = this.#options;
    const name = names[recording];
    if (name !== undefined && !this.#told) {
      const named = name === '-' ? 'standard input' : visible(name);
      this.problem(`${named}: no speech is in it`, 'note');
    }
    this.#told = false;
    try {
      output.endRecording(recording);
    } catch (error) {
      this.#failure ??= error;
    }
    progress.show(recording + 1);
    if (transcripts === 'one' || recording + 1 >= names.length) return;
    this.#text = transcriptText(format);
    this.#write(this.#text.header);
  }

  #printLabelled(turns: readonly SpeakerTurnMessage[], recording: number): void {
    for (const final of labelled(this.#unlabelled.splice(0), turns)) this.#print(final, recording);
  }

  #print(event: FinalEvent, recording: number): void {
    this.#told = true;
    const { names, transcripts } = this.#options;
    const name = names[recording];
    const label = name !== undefined && names.length > 1 ? name : undefined;
    const isShared = transcripts === 'one';
    this.#write(
      this.#text.utterance(this.#asTold(event), {
        ...(name === undefined ? {} : { file: name }),
        ...(label === undefined || !isShared ? {} : { label }),
      }),
    );
    this.#tellUnheard(event, label === undefined ? '' : `${visible(label)}: `);
  }

  #asTold(final: FinalEvent): FinalEvent {
    const { format, textSpeakers } = this.#options;
    if (format !== 'text' || textSpeakers === 'told') return final;
    const { speaker: _, ...unnamed } = final;
    return unnamed;
  }

  #tellUnheard(event: FinalEvent, named: string): void {
    if (event.failure !== undefined) this.#exitStatus = EXIT_FAILURE;
    if (event.verdict === 'accepted' || this.#options.format === 'json') return;
    if (event.refusedBy !== undefined) return;
    const seconds = [event.startMs, event.endMs].map((ms) => (ms / 1_000).toFixed(1));
    const where = `${named}${seconds.join('–')} s`;
    if (event.failure === undefined) {
      this.problem(`${where}: speech, but none of the phrases`, 'note');
    } else this.problem(`${where}: not transcribed (${event.failure.message})`, 'failure');
  }

  #device(event: Extract<VoiceEvent, { type: 'device' }>): void {
    if (event.state === 'open' && this.#options.names.length === 0) {
      const name = event.name ?? 'the microphone';
      this.problem(`listening on ${name}; Ctrl-C ends`, 'note');
    }
    if (event.state === 'unavailable') {
      this.problem(event.detail ?? 'the microphone is not available', 'failure');
    } else if (event.state === 'opening' && event.detail !== undefined) {
      this.problem(event.detail, 'note');
    }
  }
}

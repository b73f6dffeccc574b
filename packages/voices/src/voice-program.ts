// A voice that is a program on this machine, one child process for each text. The text goes in by a pipe
// or a private file, never by the command line, which everybody on the machine may read.
import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPipedWave } from '@codex-voice/audio';
import type { SpeakOptions, SpeechSynthesizer, SpokenPiece } from '@codex-voice/speech';
import { hasWords, VoiceError } from './voice-error.ts';

/** How a program is asked to speak. */
export interface VoiceProgram {
  readonly name: string;
  readonly file: string;
  /** `pipe`: text to its standard input, WAV from its output. `files`: both by names of files. */
  readonly by: 'pipe' | 'files';
  readonly args: (given: {
    readonly language: string | undefined;
    readonly textFile: string;
    readonly waveFile: string;
  }) => readonly string[];
}

/** The end of what it wrote to standard error, in bytes. */
const KEPT_STDERR_BYTES = 1_024;

export class ProgramVoice implements SpeechSynthesizer {
  readonly name: string;
  readonly #program: VoiceProgram;
  readonly #children = new Set<ChildProcess>();

  constructor(program: VoiceProgram) {
    this.name = program.name;
    this.#program = program;
  }

  async *speak(text: string, options: SpeakOptions): AsyncGenerator<SpokenPiece, void, undefined> {
    if (options.signal.aborted || !hasWords(text)) return;
    if (this.#program.by === 'pipe') yield* this.#speakByPipe(text, options);
    else yield* this.#speakByFiles(text, options);
  }

  dispose(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async *#speakByPipe(text: string, options: SpeakOptions): AsyncGenerator<SpokenPiece> {
    const child = this.#start(options, { textFile: '', waveFile: '' });
    child.input.end(`${text}\n`);
    try {
      yield* piecesOf(child.output, this.name, options);
      await child.ended;
    } catch (error) {
      child.output.destroy();
      // What the program itself says of its end tells more than the missing sound.
      await child.ended;
      if (!options.signal.aborted) throw error;
    } finally {
      child.release();
    }
  }

  async *#speakByFiles(text: string, options: SpeakOptions): AsyncGenerator<SpokenPiece> {
    const folder = await mkdtemp(join(tmpdir(), 'codex-voice-said-'));
    try {
      const files = { textFile: join(folder, 'text.txt'), waveFile: join(folder, 'sound.wav') };
      await writeFile(files.textFile, `${text}\n`, { mode: 0o600 });
      const child = this.#start(options, files);
      child.input.end();
      child.output.resume();
      try {
        await child.ended;
      } finally {
        child.release();
      }
      if (options.signal.aborted) return;
      yield* piecesOf(createReadStream(files.waveFile), this.name, options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #start(
    { language, signal }: SpeakOptions,
    files: { readonly textFile: string; readonly waveFile: string },
  ) {
    const { file, args } = this.#program;
    const child = spawn(file, args({ language, ...files }), { stdio: ['pipe', 'pipe', 'pipe'] });
    const stop = (): void => {
      child.kill('SIGKILL');
      // What it had said and nobody read would keep its end from being told.
      child.stdout.destroy();
    };
    this.#children.add(child);
    signal.addEventListener('abort', stop);
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-KEPT_STDERR_BYTES);
    });
    child.stdin.on('error', () => undefined);
    const ended = new Promise<void>((resolve, reject) => {
      const fail = (how: string): void => {
        const line = complaint.trim().split('\n').at(-1) ?? '';
        const why = line === '' ? how : `${how}: ${line}`;
        reject(new VoiceError('voice-failed', `${this.name} can't speak (${why})`));
      };
      child.once('error', (error) => fail(error.message));
      child.once('close', (status, killedBy) => {
        this.#children.delete(child);
        if (status === 0 || killedBy === 'SIGKILL') resolve();
        else fail(killedBy ?? `exit status ${status}`);
      });
    });
    // It may fail before anybody waits for it.
    ended.catch(() => undefined);
    const release = (): void => {
      signal.removeEventListener('abort', stop);
      stop();
    };
    return { input: child.stdin, output: child.stdout, ended, release };
  }
}

async function* piecesOf(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  { signal }: SpeakOptions,
): AsyncGenerator<SpokenPiece> {
  const wave = await readPipedWave(bytes, name);
  for await (const samples of wave.samples) {
    if (signal.aborted) return;
    if (samples.length > 0) yield { samples, sampleRateHz: wave.sampleRateHz };
  }
}

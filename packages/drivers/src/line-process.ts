// A program that takes and gives a line of JSON for each message. Who owns it asks and is told; what the
// messages mean is left to others.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { JsonLines } from './json-lines.ts';

/** What it gets to end by itself before it is killed, in ms. */
const END_GRACE_MS = 2_000;
/** What it has still to say is waited for this long after its end, in ms: others may hold its output open. */
const LAST_OUTPUT_MS = 500;
/** Of what it says to its terminal, so much is kept, in characters. */
const LAST_WORDS_CHARACTERS = 1_000;
/** What it has not read yet, in bytes: many prompts of 1 MB. Beyond it, it reads nothing any more. */
const UNREAD_BYTES = 67_108_864;

export interface LineProcessStart {
  readonly file: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface ProcessEnd {
  /** Its last words, or how it ended. */
  readonly why: string;
  /** Undefined: it was never there, or a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

export interface LineProcessListener {
  /** A line that is JSON. */
  readonly said: (message: unknown) => void;
  /** A line that is none. */
  readonly garbled: (line: string) => void;
  readonly ended: (end: ProcessEnd) => void;
}

/** Dispose it: its input is closed, and it is killed if it does not end by that. */
export class LineProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #listener: LineProcessListener;
  readonly #gone: Promise<void>;
  #lastWords = '';
  #killedFor: string | undefined;
  #ended = false;

  constructor({ file, args = [], cwd, env }: LineProcessStart, listener: LineProcessListener) {
    this.#listener = listener;
    this.#child = spawn(file, args, { cwd, env });
    const { stdin, stdout, stderr } = this.#child;
    stdin.on('error', () => undefined);
    const lines = new JsonLines(listener);
    stdout.setEncoding('utf8').on('data', (piece: string) => lines.read(piece));
    stderr.setEncoding('utf8').on('data', (words: string) => {
      this.#lastWords = (this.#lastWords + words).slice(-LAST_WORDS_CHARACTERS);
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        // One that is there and can't be killed has not ended.
        if (this.#child.pid !== undefined) return;
        this.#end({ why: error.message, exitCode: undefined, signal: undefined });
        resolve();
      });
      const gone = (status: number | null, signal: NodeJS.Signals | null): void => {
        const how = `it ended with ${signal ?? `status ${status}`}`;
        const why = this.#killedFor ?? (this.#lastWords.trim() || how);
        this.#end({ why, exitCode: status ?? undefined, signal: signal ?? undefined });
        resolve();
      };
      this.#child.on('close', gone);
      this.#child.on('exit', (status, signal) => {
        setTimeout(() => gone(status, signal), LAST_OUTPUT_MS).unref();
      });
    });
  }

  /** Whether it can still be spoken to. */
  get isThere(): boolean {
    return !this.#ended;
  }

  /** What it has said to its terminal last. */
  get lastWords(): string {
    return this.#lastWords.trim();
  }

  say(message: object): void {
    const { stdin } = this.#child;
    stdin.write(`${JSON.stringify(message)}\n`);
    if (stdin.writableLength <= UNREAD_BYTES || this.#killedFor !== undefined) return;
    this.#killedFor = 'it reads nothing of what it is told';
    this.kill();
  }

  /** Ends it at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    const killer = setTimeout(() => this.kill(), END_GRACE_MS);
    await this.#gone;
    clearTimeout(killer);
  }

  #end(end: ProcessEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.ended(end);
  }
}

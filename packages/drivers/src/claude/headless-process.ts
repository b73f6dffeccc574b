// Claude Code without a screen: a process that takes and gives a line of JSON for each message. Who owns
// it asks and is told; what the messages mean is left to others.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import * as v from 'valibot';

/** What it gets to end by itself before it is killed, in ms. */
const END_GRACE_MS = 2_000;
/** Longest line, in characters; a longer one is passed over. */
const LINE_CHARACTERS = 16_777_216;
/** Of what it says to its terminal, so much is kept, in characters. */
const LAST_WORDS_CHARACTERS = 1_000;

const messageSchema = v.looseObject({ type: v.string() });
export type HeadlessMessage = v.InferOutput<typeof messageSchema>;

export interface HeadlessStart {
  /** The Claude Code program. */
  readonly file: string;
  /** Options besides those of the protocol, such as `--model`. */
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface HeadlessListener {
  readonly said: (message: HeadlessMessage) => void;
  readonly garbled: (line: string) => void;
  readonly ended: (why: string) => void;
}

const PROTOCOL_ARGS = [
  ...['--print', '--verbose', '--input-format', 'stream-json', '--output-format', 'stream-json'],
  ...['--permission-prompt-tool', 'stdio', '--replay-user-messages'],
];

/** Dispose it: its input is closed, and it is killed if it does not end by that. */
export class HeadlessProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #listener: HeadlessListener;
  readonly #gone: Promise<void>;
  #rest = '';
  #lastWords = '';
  #ended = false;

  constructor({ file, args = [], cwd, env }: HeadlessStart, listener: HeadlessListener) {
    this.#listener = listener;
    this.#child = spawn(file, [...PROTOCOL_ARGS, ...args], { cwd, env });
    const { stdin, stdout, stderr } = this.#child;
    stdin.on('error', () => undefined);
    stdout.setEncoding('utf8').on('data', (piece: string) => this.#read(piece));
    stderr.setEncoding('utf8').on('data', (words: string) => {
      this.#lastWords = (this.#lastWords + words).slice(-LAST_WORDS_CHARACTERS);
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on('error', (error) => this.#end(error.message, resolve));
      this.#child.on('close', (status, signal) => {
        const how = `it ended with ${signal ?? `status ${status}`}`;
        this.#end(this.#lastWords.trim() || how, resolve);
      });
    });
  }

  /** Whether it can still be spoken to. */
  get isThere(): boolean {
    return !this.#ended;
  }

  say(message: object): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), END_GRACE_MS);
    await this.#gone;
    clearTimeout(killer);
  }

  #end(why: string, resolve: () => void): void {
    resolve();
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.ended(why);
  }

  #read(piece: string): void {
    const lines = (this.#rest + piece).split('\n');
    const rest = lines.pop() ?? '';
    this.#rest = rest.length > LINE_CHARACTERS ? '' : rest;
    for (const line of lines) {
      const message = v.safeParse(messageSchema, parseJson(line));
      if (message.success) this.#listener.said(message.output);
      else this.#listener.garbled(line);
    }
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

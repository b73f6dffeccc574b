// One child process and the pipe to it: starts it, reads what it says, keeps its complaints, tells its
// end once and sees to it that it does not outlive us. What is said on the pipe is left to others.
import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { encodeStructured, StructuredReader } from './structured-pipe.ts';

/** How to start a process: executable and arguments. */
export interface ProcessCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** The child's end of the pipe. */
export const PIPE_DESCRIPTOR = 3;

/** The end of what it wrote to standard error, in bytes: enough for the last line of a library's complaint. */
const KEPT_STDERR_BYTES = 4096;

/** A line of diagnosis that fits a notice, in characters. */
const LONGEST_LINE = 200;

/** What a child has said is read to its end, but no longer than this after it died: others may hold its streams. */
const LAST_WORDS_MS = 200;

export interface ProcessLinkOptions {
  readonly command: ProcessCommand;
  readonly onMessage: (value: unknown) => void;
  /** What came can't be read; the process is still there. */
  readonly onFault: (fault: string) => void;
  /** It ended, or could not be started. `how` goes on from "its process". Not called after `kill`. */
  readonly onEnd: (how: string) => void;
}

export class ProcessLink {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex | undefined;
  readonly #options: ProcessLinkOptions;
  readonly #kill = (): void => {
    this.#child.kill('SIGKILL');
  };
  #stderr = '';
  #ended = false;

  constructor(options: ProcessLinkOptions) {
    this.#options = options;
    const { file, args } = options.command;
    this.#child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_BYTES);
    });
    const pipe = this.#child.stdio[PIPE_DESCRIPTOR];
    this.#pipe = pipe instanceof Duplex ? pipe : undefined;
    this.#read();
    this.#watch();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Samples in it are copied before this returns. */
  send(message: object): void {
    if (this.#pipe?.writable) this.#pipe.write(encodeStructured(message));
  }

  /** Ends it now; there is nothing it would have to save. */
  kill(): void {
    this.#settle();
    this.#kill();
    this.#pipe?.destroy();
  }

  #read(): void {
    const reader = new StructuredReader();
    this.#pipe?.on('data', (chunk: Buffer) => {
      const { values, fault } = reader.accept(chunk);
      for (const value of values) if (!this.#ended) this.#options.onMessage(value);
      if (fault !== undefined && !this.#ended) this.#options.onFault(fault);
    });
    // Its end is told by the process's own.
    this.#pipe?.on('error', () => undefined);
  }

  #watch(): void {
    // A child that hangs does not see its pipe close.
    process.once('exit', this.#kill);
    const child = this.#child;
    const end = (how: string): void => {
      if (this.#ended) return;
      this.#settle();
      this.#options.onEnd(how);
    };
    child.once('error', (error) => end(`can't be started (${error.message})`));
    child.once('exit', (code, signal) => {
      const how = signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
      const tell = (): void => end(how + lastWords(this.#stderr));
      const timer = setTimeout(tell, LAST_WORDS_MS);
      child.once('close', () => {
        clearTimeout(timer);
        tell();
      });
    });
  }

  #settle(): void {
    this.#ended = true;
    process.off('exit', this.#kill);
  }
}

function lastWords(stderr: string): string {
  const line = stderr.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? '' : ` (${line.slice(0, LONGEST_LINE)})`;
}

// Our end of the wire to a voice process: starts it, speaks the protocol with it, keeps what it writes
// to standard error away from everybody, and ends it. Restarting is the caller's decision.
import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import {
  encodeLine,
  LineDecoder,
  parseVoiceEvent,
  type VoiceCommand,
  type VoiceEvent,
} from '@codex-voice/protocol';

/** What every voice process is started with: nothing to read, its words kept, the wire at 3. */
export const VOICE_STDIO: readonly ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe', 'pipe'];
/** What the voice process last wrote to standard error is kept for diagnosis, in bytes. */
const KEPT_STDERR_BYTES = 8_192;
/** A voice process that has not ended this long after `shutdown` is killed, in ms. */
const SHUTDOWN_GRACE_MS = 1_000;

export interface VoiceLinkHandlers {
  readonly onEvent: (event: VoiceEvent) => void;
  /** The process ended by itself; `stderr` is the end of what it wrote. */
  readonly onEnd: (end: { readonly how: string; readonly stderr: string }) => void;
}

/** A running voice process, however it is reached. */
export interface VoiceLinkPort {
  readonly pid: number | undefined;
  send(command: VoiceCommand): void;
  /** Asks the process to end, and sees to it. `onEnd` is not called then. */
  close(): Promise<void>;
  /** Ends a process that no longer listens; its end is told as any other. */
  kill(): void;
}

export type OpenVoiceLink = (handlers: VoiceLinkHandlers) => VoiceLinkPort;

export interface VoiceLinkOptions extends VoiceLinkHandlers {
  /** How to start the voice process: executable and arguments. */
  readonly command: { readonly file: string; readonly args: readonly string[] };
  /** Standard streams 0–2 and the wire at 3, and whatever covers descriptors not to be inherited. */
  readonly stdio: readonly ('pipe' | 'ignore' | 'inherit' | 'ipc' | number)[];
}

export class VoiceLink implements VoiceLinkPort {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex | undefined;
  readonly #ended: Promise<void>;
  #stderr = '';
  #closing = false;

  constructor(options: VoiceLinkOptions) {
    const { file, args } = options.command;
    this.#child = spawn(file, args, { stdio: [...options.stdio] });
    const keep = (chunk: Buffer): void => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_BYTES);
    };
    this.#child.stderr?.on('data', keep);
    this.#child.stdout?.on('data', keep);
    const pipe = this.#child.stdio[3];
    this.#pipe = pipe instanceof Duplex ? pipe : undefined;
    const decoder = new LineDecoder();
    this.#pipe?.on('data', (chunk: Buffer) => {
      for (const line of decoder.accept(chunk)) {
        const parsed = line.kind === 'value' ? parseVoiceEvent(line.value) : line;
        if (parsed.kind === 'message') options.onEvent(parsed.message);
      }
    });
    this.#pipe?.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      const end = (how: string): void => {
        resolve();
        if (!this.#closing) options.onEnd({ how, stderr: this.#stderr });
        this.#closing = true;
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', (code, signal) => end(signal ?? `exit status ${code}`));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(command: VoiceCommand): void {
    if (this.#pipe?.writable) this.#pipe.write(encodeLine(command));
  }

  /** Speech in progress is kept by the journal. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.send({ type: 'shutdown' });
    }
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), SHUTDOWN_GRACE_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Closes the wire only, as our own death would: the process ends by itself. */
  hangUp(): void {
    this.#pipe?.destroy();
  }
}

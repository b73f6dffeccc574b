// Our end of the wire to a voice process: starts it, speaks the protocol with it, keeps what it writes
// to standard error away from everybody, and ends it. Restarting is the caller's decision.
import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import {
  type LineWire,
  openLineWire,
  parseVoiceEvent,
  type VoiceCommand,
  type VoiceEvent,
} from '@codex-voice/protocol';
import { startWired, type WiredStart } from './wired-process.ts';

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

export interface VoiceLinkOptions extends VoiceLinkHandlers, WiredStart {}

export class VoiceLink implements VoiceLinkPort {
  readonly #child: ChildProcess;
  readonly #stream: Duplex | undefined;
  readonly #wire: LineWire<VoiceCommand> | undefined;
  readonly #ended: Promise<void>;
  #stderr = '';
  #closing = false;

  constructor(options: VoiceLinkOptions) {
    const { child, stream } = startWired(options);
    this.#child = child;
    this.#stream = stream;
    const keep = (chunk: Buffer): void => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_BYTES);
    };
    this.#child.stderr?.on('data', keep);
    this.#child.stdout?.on('data', keep);
    if (stream !== undefined)
      this.#wire = openLineWire({ stream, parse: parseVoiceEvent, onMessage: options.onEvent });
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
    this.#wire?.send(command);
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
    this.#stream?.destroy();
  }
}

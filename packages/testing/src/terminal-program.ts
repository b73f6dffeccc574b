// A program running in a PTY whose terminal is a VirtualTerminal: it sees a live terminal that
// answers its questions, the suite sees the screen.
import { setTimeout as sleep } from 'node:timers/promises';
import { type PtyExit, type PtyProcess, spawnPty } from '@codex-voice/pty';
import { openWait, toldWhenStuck } from './open-waits.ts';
import { VirtualTerminal } from './virtual-terminal.ts';

/** How to start a {@link TerminalProgram}. */
export interface TerminalProgramOptions {
  file: string;
  args?: readonly string[];
  cwd: string;
  /** The program's whole environment. */
  env: Readonly<Record<string, string | undefined>>;
  columns: number;
  rows: number;
  /** Sees every chunk of output before the terminal does; the chunk is the receiver's own. */
  onOutput?: (chunk: Uint8Array) => void;
}

/** How often a waiting suite looks at the screen. */
const LOOK_EVERY_MS = 10;
/** What a program gets to end by itself after SIGHUP before it is killed. */
const END_GRACE_MS = 1_500;
/** What a program that was told to end gets on a heavily loaded machine. */
const END_PATIENCE_MS = 30_000;
/** Between interrupts in a row: each is a press of its own, and the second is soon enough to count as one. */
const PRESS_PAUSE_MS = 400;
/** After interrupts in a row the program is left alone for this long: it may be ending. */
const PRESS_AGAIN_MS = 3_000;

/** A running program and its screen. Dispose it: the program is ended by its pid. */
export class TerminalProgram {
  readonly terminal: VirtualTerminal;
  /** Resolves when the program is dead and all its output is on the screen. */
  readonly exited: Promise<PtyExit>;
  readonly #pty: PtyProcess;
  #lastOutputMs = performance.now();
  /** How often the screen may have changed. */
  #changes = 0;
  #ended = false;
  readonly #told: Disposable;

  constructor(options: TerminalProgramOptions) {
    const { file, args = [], cwd, env, columns, rows } = options;
    const result = spawnPty({ file, args, cwd, env, columns, rows });
    if (result.kind === 'failed') throw new Error(`${file} did not start: ${result.message}`);
    this.#pty = result.pty;
    this.terminal = new VirtualTerminal({ columns, rows });
    this.#pty.onData((chunk) => {
      const own = chunk.slice();
      this.#lastOutputMs = performance.now();
      options.onOutput?.(own);
      this.terminal.feed(own);
      this.#changes += 1;
      const replies = this.terminal.takeReplies();
      if (replies !== '') this.send(Buffer.from(replies, 'latin1'));
    });
    this.exited = this.#pty.exited.then((exit) => {
      this.#ended = true;
      return exit;
    });
    this.#told = toldWhenStuck(() => this.#tell());
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Types text, or writes bytes as they are. */
  send(input: string | Uint8Array): void {
    this.#pty.write(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  }

  /** Changes the size of terminal and PTY, as a person resizing the window does. */
  resize(size: { columns: number; rows: number }): void {
    this.terminal.resize(size);
    this.#changes += 1;
    this.#pty.resize(size);
  }

  /** Waits until the screen holds the text; rejects with the screen after `timeoutMs`. */
  async waitForText(text: string | RegExp, timeoutMs: number): Promise<void> {
    let seen = -1;
    const found = () => {
      // What has not changed since it was read need not be read again.
      if (seen === this.#changes) return false;
      seen = this.#changes;
      const screen = this.terminal.screenText();
      return typeof text === 'string' ? screen.includes(text) : text.test(screen);
    };
    await this.#waitUntil(found, { what: `${text} on the screen`, timeoutMs });
  }

  /** Waits until nothing was drawn for `quietMs`. */
  async waitForQuiet(quietMs: number, timeoutMs: number): Promise<void> {
    const quiet = () => performance.now() - this.#lastOutputMs >= quietMs;
    await this.#waitUntil(quiet, { what: `${quietMs} ms of quiet`, timeoutMs });
  }

  /** Waits until the program is dead and all its output is on the screen; rejects with the screen after `timeoutMs`. */
  async untilExited(timeoutMs = END_PATIENCE_MS): Promise<PtyExit> {
    await this.#waitUntil(() => this.#ended, { what: 'end of the program', timeoutMs });
    return await this.exited;
  }

  /**
   * Presses Ctrl-C, as many in a row as the program wants for its end, until it has ended: one that meets work
   * which is still ending stops that work and nothing else.
   */
  async interruptUntilExited(pressesInARow: number): Promise<PtyExit> {
    const deadlineMs = performance.now() + END_PATIENCE_MS;
    for (;;) {
      for (let presses = 0; presses < pressesInARow && !this.#ended; presses += 1) {
        if (presses > 0) await sleep(PRESS_PAUSE_MS);
        this.send('\x03');
      }
      try {
        return await this.untilExited(PRESS_AGAIN_MS);
      } catch (error) {
        if (performance.now() > deadlineMs) throw error;
      }
    }
  }

  #tell(): string {
    const state = this.#ended ? 'has ended' : `runs as ${this.pid}`;
    return `a program in a terminal ${state}; the screen:\n${this.terminal.screenText()}`;
  }

  async #waitUntil(
    holds: () => boolean,
    { what, timeoutMs }: { what: string; timeoutMs: number },
  ): Promise<void> {
    using _wait = openWait(what);
    const deadlineMs = performance.now() + timeoutMs;
    while (!holds()) {
      const over = performance.now() > deadlineMs;
      if (over || this.#ended) {
        const why = over ? `after ${timeoutMs} ms` : 'before the program ended';
        throw new Error(`no ${what} ${why}; the screen:\n${this.terminal.screenText()}`);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Ends the program: SIGHUP, then SIGKILL. */
  async stop(): Promise<void> {
    if (!this.#ended) {
      this.#pty.kill('SIGHUP');
      const killer = setTimeout(() => this.#pty.kill('SIGKILL'), END_GRACE_MS);
      await this.untilExited().finally(() => clearTimeout(killer));
    }
    this.#told[Symbol.dispose]();
    this.terminal.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

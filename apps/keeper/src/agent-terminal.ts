// The agent's place in its session: one process on a terminal of its own, perhaps not yet there, perhaps
// another one later. Who talks to the agent talks to the place. Whether another one comes, its owner decides.
import { type PtyExit, type PtyProcess, spawnPty } from '@codex-voice/pty';
import type { AgentSignal, KeeperAgent } from '@codex-voice/session';

/** What is started. */
export interface AgentCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Cells {
  readonly columns: number;
  readonly rows: number;
}

export interface AgentListener {
  /** Output; valid until the call returns. */
  readonly onData: (chunk: Uint8Array) => void;
  /** The process is dead, all it wrote was told, and the place is free. */
  readonly onExit: (exit: PtyExit) => void;
}

/** Signals that ask for an end: an agent that ends after one of them has not crashed. */
const ENDING: ReadonlySet<AgentSignal> = new Set<AgentSignal>([
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGKILL',
]);

/** After such a signal an agent has this long, in ms, to end by it. */
const ENDS_WITHIN_MS = 10_000;

/** Begins what only a program draws: the system echoes keys that nobody has read yet, but this one as `^[`. */
const ESCAPE = 0x1b;

/** As if the place had been hung up on. */
const HUNG_UP: PtyExit = { exitCode: 0, signal: 1 };

export class AgentTerminal implements KeeperAgent {
  #listener: AgentListener | undefined;
  #size: Cells;
  #pty: PtyProcess | undefined;
  #pid = 0;
  #starts = 0;
  #paused = false;
  /**
   * The process that is there has written something: where another one was there before, something that
   * can be no echo, since what that one drew may still be on the screen.
   */
  #hasWritten = false;
  #endAskedMs = Number.NEGATIVE_INFINITY;
  /** What was written while nobody was there: the person's keys; nothing else is let through then. */
  #early: Uint8Array[] = [];

  constructor(size: Cells) {
    this.#size = size;
  }

  /** Of the process that is or was there last; 0: none was yet. */
  get pid(): number {
    return this.#pid;
  }

  /** The master's descriptor, which every process that we start would inherit; undefined: there is none. */
  get masterFd(): number | undefined {
    return this.#pty?.masterFd;
  }

  /** Somebody wanted the agent to end a moment ago. */
  get endAsked(): boolean {
    return performance.now() - this.#endAskedMs < ENDS_WITHIN_MS;
  }

  get pendingInputBytes(): number {
    const early = this.#early.reduce((sum, { length }) => sum + length, 0);
    return early + (this.#pty?.pendingInputBytes ?? 0);
  }

  get present(): boolean {
    return this.#pty !== undefined && this.#hasWritten;
  }

  get stopped(): boolean {
    return this.#pty?.stopped ?? false;
  }

  /** Sets the one who is told; output is read from then on. */
  listen(listener: AgentListener): void {
    this.#listener = listener;
    if (this.#pty !== undefined) this.#follow(this.#pty, listener);
  }

  /** Starts a process in the free place; why not, in the form of a shell. */
  start(command: AgentCommand): { readonly status: number; readonly message: string } | undefined {
    const { file, args, cwd, env } = command;
    const spawned = spawnPty({ file, args, cwd, env, ...this.#size });
    if (spawned.kind === 'failed') return spawned;
    const { pty } = spawned;
    this.#pty = pty;
    this.#hasWritten = false;
    this.#starts += 1;
    this.#pid = pty.pid;
    if (this.#listener !== undefined) this.#follow(pty, this.#listener);
    for (const bytes of this.#early.splice(0)) pty.write(bytes);
    return undefined;
  }

  write(bytes: Uint8Array): void {
    if (this.#pty === undefined) this.#early.push(bytes.slice());
    else this.#pty.write(bytes);
  }

  resize({ columns, rows }: Cells): void {
    this.#size = { columns, rows };
    this.#pty?.resize(this.#size);
  }

  pause(): void {
    this.#paused = true;
    this.#pty?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#pty?.resume();
  }

  kill(signal: AgentSignal, to: 'process' | 'group'): void {
    if (ENDING.has(signal)) this.#endAskedMs = performance.now();
    if (this.#pty !== undefined) this.#pty.kill(signal, to);
    else if (ENDING.has(signal)) queueMicrotask(() => this.#listener?.onExit(HUNG_UP));
  }

  /** Ends the process, for another one to take its place. */
  replace(): void {
    this.#pty?.kill('SIGKILL', 'group');
  }

  #follow(pty: PtyProcess, listener: AgentListener): void {
    pty.onData((chunk) => {
      this.#hasWritten ||= this.#starts === 1 || chunk.includes(ESCAPE);
      listener.onData(chunk);
    });
    if (this.#paused) pty.pause();
    void pty.exited.then((exit) => {
      this.#pty = undefined;
      listener.onExit(exit);
    });
  }
}

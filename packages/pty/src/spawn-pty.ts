// Starts a command on a new pseudo-terminal and owns both until the command is dead and all it
// wrote has been delivered. What the bytes mean, and our own terminal, are left to others.
import { closeSync, constants, openSync, readFileSync, statSync } from 'node:fs';
import { attemptOn, clockWaiter } from './descriptor.ts';
import type { PtyExit } from './exit-status.ts';
import { COMMAND_NOT_EXECUTABLE_STATUS, findExecutable } from './find-executable.ts';
import { loadBinding } from './native-binding.ts';
import { OrderedWriter } from './ordered-writer.ts';
import { OutputReader } from './output-reader.ts';

export interface SpawnOptions {
  /** A command name or path; it becomes the child's argv[0] as it is. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The child's whole environment, passed on unchanged. Undefined values are left out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Cells, both at least 1. */
  readonly columns: number;
  readonly rows: number;
}

export type SpawnResult =
  | { readonly kind: 'spawned'; readonly pty: PtyProcess }
  /** Nothing was started. `status` is what a shell would exit with; `message` is one line. */
  | { readonly kind: 'failed'; readonly status: number; readonly message: string };

export interface PtyProcess {
  readonly pid: number;
  /** The path of the child's terminal, such as /dev/pts/3. */
  readonly terminalPath: string;
  /** The master descriptor. The binding leaves it inheritable: see `withoutInheriting`. */
  readonly masterFd: number;
  /** Resolves once the child is dead and every byte it wrote has been delivered to `onData`. */
  readonly exited: Promise<PtyExit>;
  /** Sets the one receiver of output and starts reading. A chunk is valid until the receiver returns. */
  onData(receive: (chunk: Uint8Array) => void): void;
  /** Bytes to the child, in order, however long they take. False: pause until `onDrain`. */
  write(bytes: Uint8Array): boolean;
  /** Sets the one listener for "everything written has reached the kernel". */
  onDrain(listener: () => void): void;
  /** Bytes accepted by `write` that the child's terminal has not taken yet. */
  readonly pendingInputBytes: number;
  resize(size: { readonly columns: number; readonly rows: number }): void;
  /** Stops delivering output: the child then waits when its terminal is full. */
  pause(): void;
  resume(): void;
  /** True while the child is stopped by a signal. Always false where there is no /proc. */
  readonly stopped: boolean;
  /** Sends a signal to the child, or to all in its process group as well; false when it is gone. */
  kill(signal: NodeJS.Signals, to?: 'process' | 'group'): boolean;
}

/** Starts the command, or says in one line why it cannot be started. */
export function spawnPty(options: SpawnOptions): SpawnResult {
  requireSize(options);
  const refusal = refusalOf(options);
  if (refusal !== undefined) return refusal;
  try {
    return { kind: 'spawned', pty: start(options) };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return {
      kind: 'failed',
      status: COMMAND_NOT_EXECUTABLE_STATUS,
      message: `no pseudo-terminal could be opened (${reason}): close some terminals or reinstall`,
    };
  }
}

function refusalOf({ file, cwd, env }: SpawnOptions): SpawnResult | undefined {
  if (!isFolder(cwd)) {
    return {
      kind: 'failed',
      status: COMMAND_NOT_EXECUTABLE_STATUS,
      message: `${cwd} is not a folder: start from one that exists`,
    };
  }
  const search = findExecutable({ name: file, env, cwd });
  switch (search.kind) {
    case 'found':
      return undefined;
    case 'not-found':
    case 'not-executable':
      return { kind: 'failed', status: search.status, message: search.message };
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function requireSize({ columns, rows }: { readonly columns: number; readonly rows: number }): void {
  for (const [name, value] of Object.entries({ columns, rows })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} must be >= 1: ${value}`);
  }
}

/** No change of user. */
const SAME_USER_ID = -1;

function start({ file, args, cwd, env, columns, rows }: SpawnOptions): PtyProcess {
  const { binding, helperPath } = loadBinding();
  const pairs = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  let died: (exit: PtyExit) => void = () => {};
  const death = new Promise<PtyExit>((resolve) => {
    died = resolve;
  });
  const forked = binding.fork(
    file,
    args,
    pairs,
    cwd,
    columns,
    rows,
    SAME_USER_ID,
    SAME_USER_ID,
    true,
    helperPath,
    (exitCode, signal) => died({ exitCode, signal }),
  );
  return new NativePty(forked, death, binding.resize);
}

class NativePty implements PtyProcess {
  readonly pid: number;
  readonly terminalPath: string;
  readonly masterFd: number;
  readonly exited: Promise<PtyExit>;
  readonly #reader: OutputReader;
  readonly #writer: OrderedWriter;
  readonly #resizeNative: (fd: number, columns: number, rows: number) => void;
  #heldSlaveFd: number | undefined;
  #receive: (chunk: Uint8Array) => void = () => {};
  #drained: () => void = () => {};
  #wanted: 'nothing' | 'output' | 'pause' = 'nothing';
  #alive = true;
  #open = true;

  constructor(
    forked: { readonly fd: number; readonly pid: number; readonly pty: string },
    death: Promise<PtyExit>,
    resizeNative: (fd: number, columns: number, rows: number) => void,
  ) {
    this.pid = forked.pid;
    this.terminalPath = forked.pty;
    this.masterFd = forked.fd;
    this.#resizeNative = resizeNative;
    this.#heldSlaveFd = holdOpen(forked.pty);
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#reader = new OutputReader({
      fd: forked.fd,
      onChunk: (chunk) => this.#receive(chunk),
      onFinished: () => finish(),
      onClosed: () => {
        this.#open = false;
        this.#writer.close();
      },
    });
    this.#writer = new OrderedWriter({
      attempt: attemptOn(forked.fd),
      room: clockWaiter,
      onDrain: () => this.#drained(),
    });
    this.exited = death.then(async (exit) => {
      this.#alive = false;
      this.#writer.close();
      this.#reader.finish();
      // A caller that never asked for output must not wait for it for ever.
      if (this.#wanted === 'nothing') this.#reader.resume();
      await finished;
      this.#open = false;
      if (this.#heldSlaveFd !== undefined) closeSync(this.#heldSlaveFd);
      this.#heldSlaveFd = undefined;
      return exit;
    });
  }

  get pendingInputBytes(): number {
    return this.#writer.pendingBytes;
  }

  onData(receive: (chunk: Uint8Array) => void): void {
    this.#receive = receive;
    if (this.#wanted === 'nothing') this.resume();
  }

  onDrain(listener: () => void): void {
    this.#drained = listener;
  }

  write(bytes: Uint8Array): boolean {
    return this.#writer.write(bytes);
  }

  resize({ columns, rows }: { readonly columns: number; readonly rows: number }): void {
    requireSize({ columns, rows });
    if (this.#open) this.#resizeNative(this.masterFd, columns, rows);
  }

  pause(): void {
    this.#wanted = 'pause';
    this.#reader.pause();
  }

  resume(): void {
    this.#wanted = 'output';
    this.#reader.resume();
  }

  get stopped(): boolean {
    return this.#alive && isStopped(this.pid);
  }

  kill(signal: NodeJS.Signals, to: 'process' | 'group' = 'process'): boolean {
    // The number may be another process's once the child has been waited for.
    if (!this.#alive) return false;
    try {
      // The child leads a session, and a group, of its own.
      return process.kill(to === 'group' ? -this.pid : this.pid, signal);
    } catch {
      return false;
    }
  }
}

/**
 * Opens the slave side once more. While it is open the master never hangs up, so the event loop
 * cannot take the child's death for the end of its output and drop what the kernel still holds.
 */
function holdOpen(slavePath: string): number | undefined {
  try {
    return openSync(slavePath, constants.O_RDWR | constants.O_NOCTTY);
  } catch {
    // The path can be out of reach in a container without /dev/pts; the reader then drains at the end.
    return undefined;
  }
}

function isStopped(pid: number): boolean {
  try {
    // "PID (NAME) STATE …"; the name may hold anything, so the state is after the last bracket.
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return status.charAt(status.lastIndexOf(')') + 2) === 'T';
  } catch {
    return false;
  }
}

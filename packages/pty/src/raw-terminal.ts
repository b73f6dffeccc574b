// Takes the person's terminal (raw mode, input, output, size) and gives it back as it was on every
// way out: normal end, error, signal, suspension. What is shown on it is left to the callers.
import { spawnSync } from 'node:child_process';
import { ReadStream, type WriteStream } from 'node:tty';
import { type TerminalOutput, terminalOutput } from './terminal-output.ts';

/** Why the terminal is being given back: for a while, or for good. */
export type RestoreReason = 'suspend' | 'end';

/** Signals that ask us to end. They are the agent's to answer: see `forwardSignals`. */
export type EndSignal = 'SIGTERM' | 'SIGHUP' | 'SIGINT' | 'SIGQUIT';
const END_SIGNALS: readonly EndSignal[] = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'];

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** `process.stdin` and `process.stdout`, whose types leave out that other descriptors work as well. */
export interface TakeTerminalOptions {
  readonly stdin: ReadStream & { readonly fd: number };
  readonly stdout: WriteStream & { readonly fd: number };
  /** The bytes that put the screen back (modes, scroll region, cursor). Called once a restore. */
  readonly restoreBytes: (reason: RestoreReason) => Uint8Array;
}

export type TakenTerminal =
  | { readonly kind: 'taken'; readonly terminal: RawTerminal }
  | { readonly kind: 'not-a-terminal'; readonly stream: 'stdin' | 'stdout' };

export interface RawTerminal {
  readonly output: TerminalOutput;
  /** Cells; the usual 80 by 24 when the terminal does not know its size. */
  size(): TerminalSize;
  /** Each change of size, uncoalesced. */
  onResize(listener: (size: TerminalSize) => void): void;
  /** Sets the one receiver of what is typed and starts reading. The bytes are the receiver's to keep. */
  onInput(receive: (bytes: Uint8Array) => void): void;
  /** The terminal's end of input: it was closed. */
  onInputEnd(listener: () => void): void;
  pauseInput(): void;
  resumeInput(): void;
  /** Adds a listener for the end of a suspension: modes are ours again, the screen is to be painted. */
  onContinue(listener: () => void): void;
  /**
   * As Ctrl-Z in a plain program: gives the terminal back and stops us with all that the shell
   * started together with us. Returns when the shell has continued us.
   */
  suspend(): void;
  /** From now on a signal that asks us to end goes to `deliver` (the child), and we live on. */
  forwardSignals(deliver: (signal: EndSignal) => void): void;
  /** Gives the terminal back, once; later calls do nothing. */
  restore(): void;
}

/** kill(2): process 0 is every process of our own group. */
const OWN_PROCESS_GROUP = 0;

/** What the kernel keeps of unread input is 4 KiB; the rest of a paste follows in further reads. */
const INPUT_BUFFER_BYTES = 16 * 1024;

const FALLBACK_SIZE: TerminalSize = { columns: 80, rows: 24 };

/** The size of a terminal, before or after it is taken; 80 by 24 when it does not know its own. */
export function terminalSize({ columns, rows }: TerminalSize): TerminalSize {
  return columns > 0 && rows > 0 ? { columns, rows } : FALLBACK_SIZE;
}

/** Takes the terminal, or says which of the two streams is not one. Takes nothing then. */
export function takeTerminal(options: TakeTerminalOptions): TakenTerminal {
  // The types promise terminals; a redirected stream lacks the property all the same.
  if (options.stdin.isTTY !== true) return { kind: 'not-a-terminal', stream: 'stdin' };
  if (options.stdout.isTTY !== true) return { kind: 'not-a-terminal', stream: 'stdout' };
  return { kind: 'taken', terminal: new TakenRawTerminal(options) };
}

class TakenRawTerminal implements RawTerminal {
  readonly output: TerminalOutput;
  readonly #stdin: ReadStream;
  readonly #stdinFd: number;
  readonly #stdout: TakeTerminalOptions['stdout'];
  readonly #restoreBytes: (reason: RestoreReason) => Uint8Array;
  readonly #undo: (() => void)[] = [];
  #receive: (bytes: Uint8Array) => void = () => {};
  #inputPaused = true;
  readonly #continued: (() => void)[] = [];
  #deliver: ((signal: EndSignal) => void) | undefined;
  #state: 'taken' | 'suspended' | 'restored' = 'taken';

  constructor({ stdin, stdout, restoreBytes }: TakeTerminalOptions) {
    this.#stdinFd = stdin.fd;
    // A stream of our own over the same descriptor: bytes go from the read straight to the receiver,
    // without the queue and the copy of a general stream. Half of a key's way through us is that.
    const buffer = Buffer.allocUnsafeSlow(INPUT_BUFFER_BYTES);
    this.#stdin = new ReadStream(stdin.fd, {
      onread: {
        buffer,
        callback: (length) => {
          if (length > 0) this.#receive(new Uint8Array(buffer.subarray(0, length)));
          return !this.#inputPaused;
        },
      },
    });
    this.#stdin.pause();
    this.#stdout = stdout;
    this.#restoreBytes = restoreBytes;
    this.output = terminalOutput(stdout.fd);
    this.#guard();
    this.#enterRawMode();
  }

  size(): TerminalSize {
    return terminalSize(this.#stdout);
  }

  onResize(listener: (size: TerminalSize) => void): void {
    this.#listen(this.#stdout, 'resize', () => listener(this.size()));
  }

  onInput(receive: (bytes: Uint8Array) => void): void {
    this.#receive = receive;
    this.resumeInput();
  }

  onInputEnd(listener: () => void): void {
    this.#listen(this.#stdin, 'end', listener);
    // A closed terminal is EIO on reading; without a listener it would end us as a crash.
    this.#listen(this.#stdin, 'error', listener);
  }

  pauseInput(): void {
    this.#inputPaused = true;
    this.#stdin.pause();
  }

  resumeInput(): void {
    this.#inputPaused = false;
    this.#stdin.resume();
  }

  onContinue(listener: () => void): void {
    this.#continued.push(listener);
  }

  suspend(): void {
    this.#stop(OWN_PROCESS_GROUP);
  }

  forwardSignals(deliver: (signal: EndSignal) => void): void {
    this.#deliver = deliver;
  }

  restore(): void {
    if (this.#state === 'restored') return;
    const wasTaken = this.#state === 'taken';
    this.#state = 'restored';
    for (const undo of this.#undo.splice(0).reverse()) undo();
    if (wasTaken) this.#giveBack('end');
    this.output.close();
    this.#stdin.destroy();
  }

  #guard(): void {
    const restore = () => this.restore();
    this.#listen(process, 'exit', restore);
    // Sees uncaught exceptions and unhandled rejections before they are printed.
    this.#listen(process, 'uncaughtExceptionMonitor', restore);
    for (const signal of END_SIGNALS) {
      this.#listen(process, signal, () => this.#onEndSignal(signal));
    }
    this.#listen(process, 'SIGTSTP', () => this.#stop(process.pid));
    this.#listen(process, 'SIGCONT', () => this.#resumeAfterStop());
    this.#stdin.on('error', ignore);
    this.#undo.push(() => this.#stdin.off('error', ignore));
    this.#stdout.on('error', ignore);
    this.#undo.push(() => this.#stdout.off('error', ignore));
  }

  #onEndSignal(signal: EndSignal): void {
    if (this.#deliver !== undefined) {
      this.#deliver(signal);
      return;
    }
    this.restore();
    // Our listeners are gone by now, so the signal does what it does to any program.
    process.kill(process.pid, signal);
  }

  #stop(target: number): void {
    if (this.#state !== 'taken') return;
    this.#state = 'suspended';
    this.#giveBack('suspend');
    process.kill(target, 'SIGSTOP');
  }

  #resumeAfterStop(): void {
    if (this.#state === 'restored') return;
    // After a stop that could not be caught the shell has changed the modes behind our back: leaving
    // raw mode first makes the runtime read them anew.
    if (this.#state === 'taken') quietly(() => this.#stdin.setRawMode(false));
    const wasGivenBack = this.#state === 'suspended';
    this.#state = 'taken';
    this.#enterRawMode();
    if (wasGivenBack) this.output.goOn();
    for (const listener of this.#continued) listener();
  }

  #enterRawMode(): void {
    quietly(() => this.#stdin.setRawMode(true));
    leaveOutputAlone(this.#stdinFd);
  }

  #giveBack(reason: RestoreReason): void {
    this.output.writeFinal(this.#restoreBytes(reason));
    quietly(() => this.#stdin.setRawMode(false));
  }

  #listen(emitter: NodeJS.EventEmitter, event: string, listener: () => void): void {
    emitter.on(event, listener);
    this.#undo.push(() => emitter.off(event, listener));
  }
}

function ignore(): void {}

/**
 * The runtime's raw mode keeps the terminal driver's output processing, which turns a line feed into
 * carriage return and line feed: the agent's screen would not be its own. `stty` is the one way to
 * switch it off without a native module. Leaving raw mode restores what was there before.
 */
function leaveOutputAlone(fd: number): void {
  spawnSync('stty', ['raw', '-echo'], { stdio: [fd, 'ignore', 'ignore'] });
}

// A terminal that has been closed refuses mode changes; there is nothing left to put right then.
function quietly(call: () => void): void {
  try {
    call();
  } catch {}
}

// The file, pipe or terminal that announced lines are appended to. A reader that is slow or absent
// costs lines, never the session.
import { closeSync, constants, openSync, writeSync } from 'node:fs';

/** Only for the person: what they say is theirs. */
const FILE_MODE = 0o600;

const { O_APPEND, O_CREAT, O_NOCTTY, O_NONBLOCK, O_WRONLY } = constants;

export class AnnounceFile {
  readonly #path: string;
  readonly #onProblem: (message: string) => void;
  #descriptor: number | undefined;
  #told = false;

  /** `onProblem` is called once at most, with one line; lines are tried again after it. */
  constructor(path: string, onProblem: (message: string) => void) {
    this.#path = path;
    this.#onProblem = onProblem;
  }

  /** Appends a line. Never throws, never waits: what can't be written now is lost. */
  write(line: string): void {
    try {
      // Without waiting: a pipe nobody reads from would hold the session up.
      this.#descriptor ??= openSync(
        this.#path,
        O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY,
        FILE_MODE,
      );
      writeSync(this.#descriptor, `${line}\n`);
    } catch (error) {
      this.#problem(error);
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #problem(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // A full pipe stays open for its reader; anything else is opened anew.
    if (code !== 'EAGAIN') this.close();
    if (this.#told || code === 'EAGAIN' || code === 'ENXIO') return;
    this.#told = true;
    this.#onProblem(`nothing can be announced in ${this.#path}: ${code}`);
  }
}

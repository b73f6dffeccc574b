// The host's log: what it did and what went wrong, a line each, in a file of bounded size. It never
// holds what was said or typed.
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@codex-voice/folders';

/** A log longer than this, in bytes, becomes `host.log.1`, and the one before that goes. */
const MAXIMUM_BYTES = 1_048_576;
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

export class HostLog {
  readonly path: string;
  #bytes: number;

  constructor(path: string) {
    this.path = path;
    this.#bytes = sizeOf(path);
  }

  /** A line with the time. A disk that refuses costs the line, nothing else. */
  note(text: string): void {
    const line = `${new Date().toISOString()} ${process.pid} ${text}\n`;
    try {
      if (this.#bytes > MAXIMUM_BYTES) {
        renameSync(this.path, `${this.path}.1`);
        this.#bytes = 0;
      }
      makeFolder(dirname(this.path), DIRECTORY_MODE);
      appendFileSync(this.path, line, { mode: FILE_MODE });
      this.#bytes += Buffer.byteLength(line);
    } catch {
      // There is nowhere left to say it.
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

// A small disk of a home's own that can be filled up and emptied: a file system in memory, mounted where only this
// soak sees it.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE = '96m';
const PIECE = Buffer.alloc(64 << 10, 'x');

export class SmallDisk implements Disposable {
  readonly path: string;
  readonly #filler: string;

  private constructor(path: string) {
    this.path = path;
    this.#filler = join(path, 'filler');
  }

  /** Undefined where nothing may be mounted. */
  static mounted(): SmallDisk | undefined {
    const path = mkdtempSync(join(tmpdir(), 'codex-voice-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'none', path], {
        stdio: 'ignore',
      });
      return new SmallDisk(path);
    } catch {
      rmSync(path, { recursive: true });
      return undefined;
    }
  }

  /** Not a byte is left. */
  fill(): void {
    const fd = openSync(this.#filler, 'a');
    try {
      for (let length = PIECE.length; length > 0; ) {
        try {
          writeSync(fd, PIECE, 0, length);
        } catch {
          length >>= 1;
        }
      }
    } finally {
      closeSync(fd);
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  [Symbol.dispose](): void {
    this.free();
    execFileSync('umount', ['--lazy', this.path], { stdio: 'ignore' });
    rmSync(this.path, { recursive: true, force: true });
  }
}

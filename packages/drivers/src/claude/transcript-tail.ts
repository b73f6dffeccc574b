// Follows the file into which Claude Code writes its conversation: whole lines, each once, also when
// the file is made late, is rewritten, or ends in a torn line. What a line means, others know.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Read at a time, in bytes. */
const PIECE_BYTES = 65_536;
/** A line longer than this, in bytes, is passed over: pictures are kept in lines. */
const LINE_BYTES = 16_777_216;
/** Of a file that is found long, only this much at its end is read, in bytes: the rest is long past. */
const PAST_BYTES = 4_194_304;
/** What was read last, in bytes, still stands there unless the file was rewritten. */
const MARK_BYTES = 64;
const LINE_FEED = 0x0a;

export class TranscriptTail {
  readonly path: string;
  #inode: number | undefined;
  #offset = 0;
  #mark = Buffer.alloc(0);
  #rest: Buffer[] = [];
  #restBytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The lines that have become whole since the last time; after the file was rewritten, all of its end
   * again. `undefined` where there is no file.
   */
  read(): readonly string[] | undefined {
    let fd: number | undefined;
    try {
      fd = openSync(this.path, 'r');
      const { ino, size } = fstatSync(fd);
      if (ino !== this.#inode || !this.#isContinued(fd, size)) this.#restart(ino, size);
      return this.#readOn(fd);
    } catch {
      return undefined;
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  }

  #isContinued(fd: number, size: number): boolean {
    if (size < this.#offset) return false;
    const now = Buffer.alloc(this.#mark.length);
    readSync(fd, now, 0, now.length, this.#offset - now.length);
    return now.equals(this.#mark);
  }

  #restart(inode: number, size: number): void {
    this.#inode = inode;
    this.#offset = Math.max(0, size - PAST_BYTES);
    this.#mark = Buffer.alloc(0);
    this.#rest = [];
    // The line in whose middle the reading begins is none.
    this.#restBytes = this.#offset === 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  #readOn(fd: number): string[] {
    const lines: string[] = [];
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const bytes = readSync(fd, piece, 0, PIECE_BYTES, this.#offset);
      if (bytes === 0) return lines;
      this.#offset += bytes;
      const read = piece.subarray(0, bytes);
      this.#mark = Buffer.concat([this.#mark, read]).subarray(-MARK_BYTES);
      this.#take(read, lines);
    }
  }

  #take(piece: Buffer, lines: string[]): void {
    let start = 0;
    for (;;) {
      const end = piece.indexOf(LINE_FEED, start);
      if (end < 0) break;
      this.#keep(piece.subarray(start, end));
      const line = Buffer.concat(this.#rest).toString('utf8');
      if (line !== '') lines.push(line);
      this.#rest = [];
      this.#restBytes = 0;
      start = end + 1;
    }
    this.#keep(piece.subarray(start));
  }

  /** Beyond the bound only the length is kept. */
  #keep(more: Buffer): void {
    this.#restBytes += more.length;
    if (this.#restBytes > LINE_BYTES) this.#rest = [];
    else if (more.length > 0) this.#rest.push(more);
  }
}

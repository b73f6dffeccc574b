// Writes a recording, a line at a time, and knows its bound: at the first mark output is left out, at the
// second nothing is taken any more. Where the lines go is left to others.
import type { CastEvent, CastHeader } from './format.ts';

const US_PER_MS = 1_000;
const US_PER_S = 1_000_000;

/** Output beyond this size of the file, in bytes, is left out; the rest, which is small, goes on: an agent has shown a flood. */
export const OUTPUT_BOUND_BYTES = 192 * 1024 * 1024;
/** At this size of the file, in bytes, the recording ends: some days of a session without floods. */
export const FILE_BOUND_BYTES = 256 * 1024 * 1024;

export interface CastBounds {
  readonly outputBytes: number;
  readonly fileBytes: number;
}

const BOUNDS: CastBounds = { outputBytes: OUTPUT_BOUND_BYTES, fileBytes: FILE_BOUND_BYTES };

/** `open`: all is taken. `without-output`: all but output. `full`: nothing. */
export type CastRoom = 'open' | 'without-output' | 'full';

export class CastWriter {
  readonly #bounds: CastBounds;
  #atUs = 0;
  #bytes = 0;
  #room: CastRoom = 'open';

  /**
   * @param given `written`: what the file has already, header included, and when its last event was. Throws `RangeError`
   * for bounds that leave nothing.
   */
  constructor(
    given: {
      readonly bounds?: CastBounds;
      readonly written?: { readonly bytes: number; readonly atMs: number };
    } = {},
  ) {
    const { bounds = BOUNDS, written = { bytes: 0, atMs: 0 } } = given;
    if (bounds.outputBytes < 1 || bounds.fileBytes < bounds.outputBytes) {
      throw new RangeError(
        `bounds must be 1 <= outputBytes <= fileBytes: ${JSON.stringify(bounds)}`,
      );
    }
    this.#bounds = bounds;
    this.#bytes = written.bytes;
    this.#atUs = Math.round(written.atMs * US_PER_MS);
  }

  get room(): CastRoom {
    return this.#room;
  }

  /** Written so far, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The first line. */
  header({ size, startedWallS, title, idleLimitS, session }: Omit<CastHeader, 'version'>): string {
    return this.#line({
      version: 3,
      term: { cols: size.columns, rows: size.rows },
      timestamp: startedWallS,
      idle_time_limit: idleLimitS,
      title,
      codex_voice: session,
    });
  }

  /**
   * The line of an event, or several where a bound is reached; empty where there is no room for it. One that is
   * earlier than the last is as late as that.
   */
  event({ atMs, code, data }: CastEvent): string {
    if (this.#room === 'full') return '';
    const isOutput = code === 'o';
    if (this.#room === 'without-output' && isOutput) return '';
    const us = Math.max(0, Math.round(atMs * US_PER_MS) - this.#atUs);
    this.#atUs += us;
    const line = this.#line([us / US_PER_S, code, data]);
    if (this.#bytes >= this.#bounds.fileBytes) {
      this.#room = 'full';
      return `${line}${this.#line([0, 'm', FULL_MARK])}`;
    }
    if (isOutput && this.#bytes >= this.#bounds.outputBytes) {
      this.#room = 'without-output';
      return `${line}${this.#line([0, 'm', NO_OUTPUT_MARK])}`;
    }
    return line;
  }

  #line(value: unknown): string {
    const line = `${JSON.stringify(value)}\n`;
    this.#bytes += utf8Bytes(line);
    return line;
  }
}

/** Marks that tell of a bound. */
export const NO_OUTPUT_MARK = 'from here on without output: the file has become too large for it';
export const FULL_MARK = 'the recording ends here: the file is full';

/** As UTF-8, in bytes. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    // Each half of a surrogate pair counts two of its four bytes.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

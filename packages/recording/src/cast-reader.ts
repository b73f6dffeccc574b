// Reads a recording as its text comes in, whoever wrote it: what is no event is passed over and counted, and
// a line that was cut off at the end is told. Where the text comes from is left to others.
import { parseEvent, parseHeader } from './cast-line.ts';
import { type CastEvent, type CastHeader, LONGEST_LINE_UNITS, RecordingError } from './format.ts';

const US_PER_S = 1_000_000;
const US_PER_MS = 1_000;

/** What became of the lines that are no events. */
export interface ReadFaults {
  /** Lines that are neither event nor comment, the last one not counted. */
  readonly passedOver: number;
  /** The last line was cut off: the writer was ended in the middle of it. */
  readonly torn: boolean;
}

export class CastReader {
  #header: CastHeader | undefined;
  /** Parts of the line that is not over yet. */
  #line: string[] = [];
  #lineUnits = 0;
  /** In whole µs, so that nothing is lost over a million events. */
  #atUs = 0;
  #passedOver = 0;

  /** Undefined before the first line is over. */
  get header(): CastHeader | undefined {
    return this.#header;
  }

  /** The events that are over with this text. Throws `RecordingError` where its first line is no header. */
  push(text: string): readonly CastEvent[] {
    const events: CastEvent[] = [];
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      this.#part(text.slice(from, at));
      from = at + 1;
      this.#lineOver(events);
    }
    this.#part(text.slice(from));
    return events;
  }

  /** Nothing follows: a last line without its end counts where it is whole. Throws as `push` does. */
  end(): ReadFaults & { readonly events: readonly CastEvent[] } {
    const events: CastEvent[] = [];
    const before = this.#passedOver;
    if (this.#lineUnits > 0) this.#lineOver(events);
    if (this.#header === undefined) throw new RecordingError('not-a-recording', 'it is empty');
    const torn = this.#passedOver > before;
    return { events, passedOver: before, torn };
  }

  #part(text: string): void {
    if (text === '') return;
    this.#lineUnits += text.length;
    if (this.#lineUnits <= LONGEST_LINE_UNITS) this.#line.push(text);
    // No longer line is an event: it is not kept either.
    else this.#line = [];
  }

  #lineOver(events: CastEvent[]): void {
    const isTooLong = this.#lineUnits > LONGEST_LINE_UNITS;
    const line = this.#line.join('').trim();
    this.#line = [];
    this.#lineUnits = 0;
    if (this.#header === undefined) {
      this.#header = parseHeader(line);
      return;
    }
    if (isTooLong) this.#passedOver += 1;
    if (line === '' || line.startsWith('#')) return;
    const event = parseEvent(line);
    if (event === undefined) {
      this.#passedOver += 1;
      return;
    }
    const { timeS, code, data } = event;
    const us = Math.round(timeS * US_PER_S);
    // Version 2 tells the time from the start; one that goes back is as if none had passed.
    this.#atUs = this.#header.version === 3 ? this.#atUs + us : Math.max(this.#atUs, us);
    events.push({ atMs: this.#atUs / US_PER_MS, code, data });
  }
}

export interface ReadCast extends ReadFaults {
  readonly header: CastHeader;
  readonly events: readonly CastEvent[];
}

/** A recording whose whole text is there. Throws `RecordingError` where it is none. */
export function readCast(text: string): ReadCast {
  const reader = new CastReader();
  const events = [...reader.push(text)];
  const { events: last, passedOver, torn } = reader.end();
  const { header } = reader;
  if (header === undefined) throw new RecordingError('not-a-recording', 'it is empty');
  return { header, events: [...events, ...last], passedOver, torn };
}

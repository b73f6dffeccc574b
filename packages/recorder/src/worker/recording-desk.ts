// Deals with what a recording is given: each picture and each line waits a moment, in which the secrets of what
// follows are learnt, is looked at for them, and is written. In the order it came.
import {
  CastWriter,
  PictureRows,
  PictureWriter,
  type Redactor,
  redactedJson,
  type ShownScreen,
  type StoodIn,
  textsIn,
  withStandIns,
} from '@codex-voice/recording';
import { KeptSounds } from './kept-sounds.ts';
import { type Order, type Told, unitsOf, type WorkerStart } from './messages.ts';
import type { RecordingFile } from './recording-file.ts';

/**
 * How long everything waits, in ms: a secret that an agent writes letter by letter is known only when enough of it is
 * there, and what was shown before is then not yet written.
 */
export const LOOK_AHEAD_MS = 2_000;

/** What is dealt with is told in so large parts, in bytes, while more waits: a small part of what may wait. */
const TOLD_UNITS = 64 * 1024;

/** Marks keep so much of a text, in units: it stands in full beside them. */
const LABEL_UNITS = 120;

export interface DeskParts {
  readonly start: WorkerStart;
  readonly file: Pick<RecordingFile, 'write' | 'bytes'>;
  readonly redactor: Redactor;
  /** Of the last event that the file has already, in ms from its start. */
  readonly lastMs: number;
  readonly tell: (told: Told) => void;
  readonly nowMs: () => number;
}

/** What waits to be written, and its texts. */
type Line =
  | { readonly do: 'picture'; readonly atMs: number; readonly shown: ShownScreen }
  | Exclude<Order, { readonly do: 'picture' }>;

interface Waiting {
  readonly line: Line | undefined;
  readonly texts: readonly string[];
  readonly units: number;
  readonly sinceMs: number;
}

export class RecordingDesk {
  readonly #parts: DeskParts;
  readonly #writer: CastWriter;
  readonly #rows: PictureRows;
  readonly #pictures = new PictureWriter();
  readonly #decoder = new TextDecoder();
  readonly #sounds: KeptSounds | undefined;
  readonly #waiting: Waiting[] = [];
  #fresh: string[] = [];
  /** Written, and not told yet. */
  #doneUnits = 0;
  #isOver = false;

  /** Throws what the file throws. */
  constructor(parts: DeskParts) {
    this.#parts = parts;
    const { how, header, journalDirectory } = parts.start;
    const { columns } = header.size;
    if (journalDirectory !== undefined) this.#sounds = new KeptSounds(journalDirectory);
    this.#rows = new PictureRows(columns);
    this.#writer = new CastWriter({ written: { bytes: parts.file.bytes, atMs: parts.lastMs } });
    if (how === 'new') parts.file.write(this.#writer.header(header));
  }

  /** Something waits to be written. */
  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  take(order: Order): void {
    const line = this.#lineOf(order);
    const texts = line === undefined ? [] : textsOf(line);
    this.#fresh.push(...texts);
    const sinceMs = this.#parts.nowMs();
    this.#waiting.push({ line, texts, units: unitsOf(order), sinceMs });
  }

  /** Writes what has waited long enough; `all`: whatever waits. Rejects where it can't be written. */
  async work(all: 'due' | 'all'): Promise<void> {
    // What has come since is learnt first, so that it is known in what is written now.
    await this.#parts.redactor.look(this.#fresh.splice(0));
    const due = this.#takeDue(all);
    const lines = await this.#written(due);
    // Of what was said before: they stand behind it.
    if (all === 'all') await this.#sounds?.settle();
    for (const order of this.#sounds?.take() ?? []) {
      lines.push(...(await this.#written([{ line: order, texts: textsOf(order) }])));
    }
    if (lines.length > 0) this.#parts.file.write(lines.join(''));
    this.#tellDone(due);
    if (this.#writer.room === 'full' && !this.#isOver) {
      this.#isOver = true;
      this.#parts.tell({ type: 'full' });
    }
  }

  /** Who is told is woken by it. */
  #tellDone(written: readonly Waiting[]): void {
    for (const { units } of written) this.#doneUnits += units;
    if (this.#doneUnits === 0 || (this.#doneUnits < TOLD_UNITS && this.waits)) return;
    this.#parts.tell({ type: 'done', units: this.#doneUnits });
    this.#doneUnits = 0;
  }

  #takeDue(all: 'due' | 'all'): readonly Waiting[] {
    const nowMs = this.#parts.nowMs();
    const isDue = ({ sinceMs }: Waiting): boolean =>
      all === 'all' || nowMs - sinceMs >= LOOK_AHEAD_MS;
    const first = this.#waiting.findIndex((waiting) => !isDue(waiting));
    return this.#waiting.splice(0, first < 0 ? this.#waiting.length : first);
  }

  async #written(due: readonly Pick<Waiting, 'line' | 'texts'>[]): Promise<string[]> {
    const placed = await this.#parts.redactor.look(due.flatMap(({ texts }) => texts));
    let next = 0;
    return due.flatMap(({ line, texts }) => {
      const here = placed.slice(next, next + texts.length);
      next += texts.length;
      return line === undefined ? [] : [this.#write(line, here)];
    });
  }

  /** Undefined: nothing of it is written by itself. */
  #lineOf(order: Order): Line | undefined {
    switch (order.do) {
      case 'picture': {
        const piece = this.#decoder.decode(order.bytes, { stream: true });
        if (this.#rows.accept(piece) === 0) return undefined;
        return { do: 'picture', atMs: order.atMs, shown: this.#rows.takeShown() };
      }
      case 'size':
        this.#rows.columns = order.columns;
        return order;
      case 'heard':
      case 'mark':
      case 'exit':
      case 'end':
        return order;
    }
  }

  #write(line: Line, placed: readonly (readonly StoodIn[])[]): string {
    const [first = []] = placed;
    switch (line.do) {
      case 'picture': {
        const data = this.#pictures.write(line.shown, first);
        return data === '' ? '' : this.#writer.event({ atMs: line.atMs, code: 'o', data });
      }
      case 'heard': {
        this.#sounds?.look(line);
        const data = redactedJson(line.json, placed);
        return this.#writer.event({ atMs: line.atMs, code: line.code, data });
      }
      case 'mark': {
        const data = withStandIns(line.label, first).slice(0, LABEL_UNITS);
        return this.#writer.event({ atMs: line.atMs, code: 'm', data });
      }
      case 'size': {
        const data = `${line.columns}x${line.rows}`;
        return this.#writer.event({ atMs: line.atMs, code: 'r', data });
      }
      case 'exit':
        return this.#writer.event({ atMs: line.atMs, code: 'x', data: line.status });
      case 'end':
        return '';
    }
  }
}

function textsOf(line: Line): readonly string[] {
  switch (line.do) {
    case 'picture':
      return [line.shown.text];
    case 'heard':
      return textsIn(JSON.parse(line.json));
    case 'mark':
      return [line.label];
    case 'size':
    case 'exit':
    case 'end':
      return [];
  }
}

// Deals with what a recording is given: each picture and each line waits a moment, in which the secrets of what
// follows are learnt, is looked at for them, and is written. In the order it came.
import {
  CastWriter,
  PictureRows,
  type Redactor,
  redacted,
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

interface Waiting {
  readonly order: Order;
  readonly sinceMs: number;
}

export class RecordingDesk {
  readonly #parts: DeskParts;
  readonly #writer: CastWriter;
  /** The screen as it was heard of, and as it is written, which is later. */
  readonly #heard: PictureRows;
  readonly #written: PictureRows;
  readonly #decoders = { heard: new TextDecoder(), written: new TextDecoder() };
  readonly #sounds: KeptSounds | undefined;
  readonly #waiting: Waiting[] = [];
  #fresh: string[] = [];
  #isOver = false;

  /** Throws what the file throws. */
  constructor(parts: DeskParts) {
    this.#parts = parts;
    const { how, header, journalDirectory } = parts.start;
    const { columns } = header.size;
    if (journalDirectory !== undefined) this.#sounds = new KeptSounds(journalDirectory);
    this.#heard = new PictureRows(columns);
    this.#written = new PictureRows(columns);
    this.#writer = new CastWriter({ written: { bytes: parts.file.bytes, atMs: parts.lastMs } });
    if (how === 'new') parts.file.write(this.#writer.header(header));
  }

  take(order: Order): void {
    if (order.do === 'picture') {
      const text = this.#decoders.heard.decode(order.bytes, { stream: true });
      if (this.#heard.accept(text) > 0) this.#fresh.push(this.#heard.text);
    } else if (order.do === 'size') this.#heard.columns = order.columns;
    else if (order.do === 'heard') this.#fresh.push(...textsIn(JSON.parse(order.json)));
    this.#waiting.push({ order, sinceMs: this.#parts.nowMs() });
  }

  /** Writes what has waited long enough; `all`: whatever waits. Rejects where it can't be written. */
  async work(all: 'due' | 'all'): Promise<void> {
    // What has come since is learnt first, so that it is known in what is written now.
    await this.#parts.redactor.look(this.#fresh.splice(0));
    const nowMs = this.#parts.nowMs();
    const due: Order[] = [];
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (all === 'due' && nowMs - next.sinceMs < LOOK_AHEAD_MS) break;
      due.push(next.order);
      this.#waiting.shift();
    }
    const lines: string[] = [];
    for (const order of due) lines.push(await this.#lineOf(order));
    // Of what was said before: they stand behind it.
    if (all === 'all') await this.#sounds?.settle();
    for (const sound of this.#sounds?.take() ?? []) lines.push(await this.#lineOf(sound));
    if (lines.length === 0) return;
    this.#parts.file.write(lines.join(''));
    this.#parts.tell({ type: 'done', units: due.reduce((sum, order) => sum + unitsOf(order), 0) });
    if (this.#writer.room === 'full' && !this.#isOver) {
      this.#isOver = true;
      this.#parts.tell({ type: 'full' });
    }
  }

  async #lineOf(order: Order): Promise<string> {
    const { redactor } = this.#parts;
    switch (order.do) {
      case 'picture': {
        const text = this.#decoders.written.decode(order.bytes, { stream: true });
        if (this.#written.accept(text) === 0) return '';
        const [placed = []] = await redactor.look([this.#written.text]);
        const data = this.#written.write(placed);
        return data === '' ? '' : this.#writer.event({ atMs: order.atMs, code: 'o', data });
      }
      case 'heard': {
        const value: unknown = JSON.parse(order.json);
        const clean = redacted(value, await redactor.look(textsIn(value)));
        const data = JSON.stringify(clean);
        this.#sounds?.look(order, value);
        return this.#writer.event({ atMs: order.atMs, code: order.code, data });
      }
      case 'mark': {
        const [placed = []] = await redactor.look([order.label]);
        const data = withStandIns(order.label, placed).slice(0, LABEL_UNITS);
        return this.#writer.event({ atMs: order.atMs, code: 'm', data });
      }
      case 'size': {
        this.#written.columns = order.columns;
        const data = `${order.columns}x${order.rows}`;
        return this.#writer.event({ atMs: order.atMs, code: 'r', data });
      }
      case 'exit':
        return this.#writer.event({ atMs: order.atMs, code: 'x', data: order.status });
      case 'end':
        return '';
    }
  }
}

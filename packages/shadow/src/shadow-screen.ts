// A copy of the child's screen, kept by a headless terminal: assessed by the readers, written down,
// pictured. It outlives any failure of that terminal. When, and on which thread, is left to others.
import {
  type AgentKind,
  EMPTY_ROW,
  readScreen,
  type ScreenRow,
  type ScreenView,
} from '@codex-voice/agents';
import type {
  ScreenState,
  ShadowAssessment,
  ShadowSize,
  ShadowSnapshot,
} from '@codex-voice/session';
import { AgentModes } from './agent-modes.ts';
import { ByteWriter } from './byte-writer.ts';
import {
  coreOf,
  cutAlternate,
  type HeadlessTerminal,
  openHeadlessTerminal,
} from './headless-core.ts';
import { Loss } from './loss.ts';
import type { Picture } from './picture.ts';
import { ProgramSigns } from './program-signs.ts';
import { RowWriter } from './row-writer.ts';
import { LineReader, Scrollback } from './scrollback.ts';
import { SequenceScanner } from './sequence-scanner.ts';
import { writeViewport, writeWhole } from './snapshot.ts';
import { answerQueries, sizeReport } from './terminal-answers.ts';
import { readXtermRow } from './xterm-row.ts';

/** Lines kept above the screen where none is asked for: a few let a program scroll back into what it drew. */
const FEW_LINES = 20;

/** Cancels a sequence that a cut has left open (CAN). */
const CANCEL = 0x18;
const NO_BYTES = new Uint8Array();

export type ScreenSize = ShadowSize;
export type Assessment = ShadowAssessment;

export interface ShadowScreenOptions extends ScreenSize {
  readonly kind: AgentKind;
  /** Lines kept that have scrolled off. */
  readonly scrollbackLines?: number;
  /** What a terminal would answer to a question that ended at this offset of the output. */
  readonly onReply?: (atOffset: number, bytes: Uint8Array) => void;
}

/** A snapshot whose second part is written when it is asked for. */
export interface ScreenSnapshot extends Omit<ShadowSnapshot, 'viewport' | 'whole'> {
  readonly viewport: Uint8Array<ArrayBuffer>;
  /** As `ShadowSnapshot.whole`; to be asked for before the next `feed`, `skip` or `resize`. */
  readonly whole: () => Uint8Array<ArrayBuffer> | undefined;
}

type OpenTerminal = (size: ScreenSize & { readonly scrollbackLines: number }) => HeadlessTerminal;

/** Feeds bytes into a headless terminal and says what it shows. */
export class ShadowScreen {
  readonly #options: ShadowScreenOptions;
  readonly #openTerminal: OpenTerminal;
  readonly #loss: Loss;
  readonly #signs = new ProgramSigns();
  #terminal: HeadlessTerminal;
  #modes: AgentModes;
  #scanner: SequenceScanner;
  #scrollback: Scrollback;
  #consumedBytes = 0;
  /** The end of the last whole sequence. */
  #restOffset = 0;
  /** Where the piece ends that is being taken in. */
  #pieceOffset = 0;
  /** The beginning of a character whose end is still to come. */
  #unfinished: Uint8Array = NO_BYTES;
  #failures = 0;

  constructor(options: ShadowScreenOptions, openTerminal: OpenTerminal = openHeadlessTerminal) {
    this.#options = options;
    this.#openTerminal = openTerminal;
    this.#loss = new Loss(options.scrollbackLines ?? FEW_LINES);
    ({
      terminal: this.#terminal,
      modes: this.#modes,
      scanner: this.#scanner,
      scrollback: this.#scrollback,
    } = this.#open(options));
  }

  /** Bytes taken in or let go so far. */
  get consumedBytes(): number {
    return this.#consumedBytes;
  }

  /** How often the headless terminal has failed and was rebuilt. */
  get failures(): number {
    return this.#failures;
  }

  /** Takes in output, at once: when this returns, `assess` covers it. Never throws. */
  feed(bytes: Uint8Array): void {
    const begun = this.#unfinished.length;
    const base = this.#consumedBytes - begun;
    this.#consumedBytes += bytes.length;
    // A character is fed whole: the headless terminal loses some that come in two pieces.
    const all = begun === 0 ? bytes : joined(this.#unfinished, bytes);
    this.#unfinished = NO_BYTES;
    try {
      for (let from = 0, at = begun; at < all.length; ) {
        const { end, rest } = this.#scanner.scan(all, at);
        const cut = end === all.length ? end - this.#scanner.unfinishedCharacterBytes : end;
        if (rest >= 0) this.#restOffset = base + rest;
        this.#pieceOffset = base + end;
        if (cut > from) coreOf(this.#terminal).writeSync(all.subarray(from, cut));
        if (cut < end) this.#unfinished = all.slice(cut);
        from = cut;
        at = end;
      }
      this.#scrollback.pack();
    } catch {
      this.#rebuild();
    }
  }

  /** Counts output that was let go unread: what the screen shows is a guess from here on. */
  skip(byteCount: number, why: string): void {
    this.#consumedBytes += byteCount;
    this.#restOffset = this.#consumedBytes;
    this.#unfinished = NO_BYTES;
    this.#loss.lost(why);
    this.#signs.lost();
    this.#scanner.reset();
    try {
      coreOf(this.#terminal).writeSync(Uint8Array.of(CANCEL));
    } catch {
      this.#rebuild();
    }
  }

  /** Follows the child's window. */
  resize(size: ScreenSize): void {
    const { cols, rows } = this.#terminal;
    if (size.columns === cols && size.rows === rows) return;
    try {
      this.#scrollback.unpackFor(size);
      this.#terminal.resize(size.columns, size.rows);
      cutAlternate(this.#terminal);
    } catch {
      this.#replace(size);
    }
    if (this.#modes.reportsSize) this.#answer(sizeReport(this.#terminal));
  }

  /** In the middle of a synchronised update. */
  get midUpdate(): boolean {
    return this.#terminal.modes.synchronizedOutputMode;
  }

  assess(): Assessment {
    const { modes, buffer } = this.#terminal;
    const torn = this.#loss.screen !== undefined;
    const signs = this.#signs.told;
    return {
      screen: torn ? { kind: 'unknown' } : this.#read(),
      bracketedPaste: modes.bracketedPasteMode,
      alternate: buffer.active.type === 'alternate',
      consumedBytes: this.#consumedBytes,
      torn,
      midUpdate: this.midUpdate,
      ...(signs === undefined ? {} : { signs }),
    };
  }

  /** The screen as the readers see it; valid until the next `feed`, `skip` or `resize`. */
  view(): ScreenView {
    const terminal = this.#terminal;
    const buffer = terminal.buffer.active;
    const cell = buffer.getNullCell();
    const rows = new Map<number, ScreenRow>();
    const { shell } = this.#signs;
    return {
      columns: terminal.cols,
      rows: terminal.rows,
      cursor: { column: buffer.cursorX, row: buffer.cursorY },
      alternate: buffer.type === 'alternate',
      bracketedPaste: terminal.modes.bracketedPasteMode,
      title: coreOf(terminal)._inputHandler._windowTitle,
      ...(shell === undefined ? {} : { shell }),
      row: (index) => {
        const known = rows.get(index);
        if (known !== undefined) return known;
        const line = index < 0 ? undefined : buffer.getLine(buffer.baseY + index);
        const row = line === undefined ? EMPTY_ROW : readXtermRow(line, cell);
        rows.set(index, row);
        return row;
      },
    };
  }

  /** The screen and its state in bytes; of a part only where some of it was lost. */
  snapshot(): ScreenSnapshot {
    const { cols: columns, rows } = this.#terminal;
    let viewport: Uint8Array<ArrayBuffer>;
    try {
      viewport = writeViewport(this.#terminal, this.#modes);
    } catch {
      this.#rebuild();
      viewport = writeViewport(this.#terminal, this.#modes);
    }
    const whole = () => this.#writeWhole();
    const base = { at: this.#restOffset, size: { columns, rows }, viewport, whole };
    const reason = this.#loss.screen ?? this.#loss.scrollback;
    return reason === undefined ? { ...base, basis: 'fresh' } : { ...base, basis: 'gap', reason };
  }

  /** The screen's rows alone; see `ScreenShadow.rows`. */
  rows(): {
    readonly at: number;
    readonly torn: boolean;
    readonly cursorRow: number;
    readonly rows: Uint8Array<ArrayBuffer>;
  } {
    const out = new ByteWriter();
    const writer = new RowWriter(out);
    const { active } = coreOf(this.#terminal).buffers;
    const lines = new LineReader(active.lines);
    for (let row = 0; row < this.#terminal.rows; row += 1) {
      const line = lines.get(active.ybase + row);
      if (row > 0) out.ascii(line?.isWrapped === true ? '\v' : '\n');
      if (line !== undefined) writer.padded(line, this.#terminal.cols);
    }
    const torn = this.#loss.screen !== undefined;
    return { at: this.#restOffset, torn, cursorRow: active.y, rows: out.take() };
  }

  /** What a picture of this screen lacks; undefined when nothing has changed. */
  update(picture: Picture): Uint8Array<ArrayBuffer> | undefined {
    try {
      return picture.update(this.#terminal);
    } catch {
      this.#rebuild();
      return undefined;
    }
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  #writeWhole(): Uint8Array<ArrayBuffer> | undefined {
    try {
      return writeWhole(this.#terminal, this.#modes);
    } catch {
      this.#rebuild();
      return undefined;
    }
  }

  #read(): ScreenState {
    try {
      return readScreen(this.#options.kind, this.view());
    } catch {
      // A buffer left inconsistent by a failure inside the terminal: don't know.
      return { kind: 'unknown' };
    }
  }

  #answer(text: string): void {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    this.#options.onReply?.(this.#pieceOffset, bytes);
  }

  #open({ columns, rows }: ScreenSize) {
    const { scrollbackLines = FEW_LINES, onReply } = this.#options;
    const terminal = this.#openTerminal({ columns, rows, scrollbackLines });
    const modes = new AgentModes(() => {
      return terminal.buffer.active.type === 'alternate' ? 'alternate' : 'main';
    });
    modes.follow(terminal);
    if (onReply !== undefined) answerQueries(terminal, modes, (text) => this.#answer(text));
    this.#loss.follow(terminal);
    this.#signs.follow(terminal);
    const scanner = new SequenceScanner(coreOf(terminal)._inputHandler._parser._transitions.table);
    return { terminal, modes, scanner, scrollback: new Scrollback(terminal) };
  }

  /** A new terminal that shows what the failed one still tells. */
  #rebuild(): void {
    const old = this.#terminal;
    let screen: Uint8Array = NO_BYTES;
    try {
      screen = writeViewport(old, this.#modes);
    } catch {
      // Nothing can be told of it any more: the new one starts empty.
    }
    this.#replace({ columns: old.cols, rows: old.rows });
    try {
      coreOf(this.#terminal).writeSync(screen);
    } catch {
      this.#replace({ columns: old.cols, rows: old.rows });
    }
    this.#loss.lost(FAILED);
  }

  #replace(size: ScreenSize): void {
    this.#terminal.dispose();
    this.#failures += 1;
    this.#loss.lost(FAILED);
    this.#signs.lost();
    ({
      terminal: this.#terminal,
      modes: this.#modes,
      scanner: this.#scanner,
      scrollback: this.#scrollback,
    } = this.#open(size));
    this.#unfinished = NO_BYTES;
    this.#restOffset = this.#consumedBytes;
  }
}

const FAILED = 'the copy of the screen failed and was begun anew';

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

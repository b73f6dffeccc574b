// Writes down a headless terminal as bytes that bring another terminal, in its initial state and of
// the same size, into the same state: first the screen alone, then all of it with its scrollback.
import type { AgentModes } from './agent-modes.ts';
import { ByteWriter } from './byte-writer.ts';
import {
  type CoreBuffer,
  type CoreLine,
  charsetName,
  coreOf,
  type HeadlessCore,
  type HeadlessTerminal,
} from './headless-core.ts';
import { HAS_EXTENDED } from './rendition.ts';
import { leavesLast, RowWriter, wrapsByItself } from './row-writer.ts';
import { LineReader } from './scrollback.ts';

const TAB_COLUMNS = 8;
const WIDTH_SHIFT = 22;
const WIDTH_AND_CONTENT = 0xffffff;
/** What drawing rows needs: default pen, no link, ASCII, no margins, wrapping, replacing, absolute rows. */
const DRAWING_STATE =
  '\u001b[m\u001b]8;;\u001b\\\u001b(B\u000f\u001b[r\u001b[?6l\u001b[4l\u001b[20l\u001b[?7h';

/** Writes down the screen alone. May throw where a failure has left the terminal inconsistent. */
export function writeViewport(
  terminal: HeadlessTerminal,
  modes: AgentModes,
): Uint8Array<ArrayBuffer> {
  return new SnapshotWriter(coreOf(terminal), modes).viewport();
}

/** Writes down scrollback and screen, to be drawn over the viewport. May throw as that does. */
export function writeWhole(terminal: HeadlessTerminal, modes: AgentModes): Uint8Array<ArrayBuffer> {
  return new SnapshotWriter(coreOf(terminal), modes).whole();
}

class SnapshotWriter {
  readonly #core: HeadlessCore;
  readonly #modes: AgentModes;
  readonly #out = new ByteWriter();

  constructor(core: HeadlessCore, modes: AgentModes) {
    this.#core = core;
    this.#modes = modes;
  }

  viewport(): Uint8Array<ArrayBuffer> {
    const { normal, alt, active } = this.#core.buffers;
    this.#out.ascii('\u001b[?2026h');
    this.#title();
    if (active !== alt) this.#visitAlternate(alt);
    this.#out.ascii('\u001b[H');
    this.#rows(normal, { first: normal.ybase, over: 0 });
    this.#out.ascii(this.#modes.keyboardBytes('main'));
    this.#screenState('everything');
    return this.#out.take();
  }

  whole(): Uint8Array<ArrayBuffer> {
    const { normal, alt, active } = this.#core.buffers;
    this.#out.ascii(
      `\u001b[?2026h${active === alt ? '\u001b[?1049l' : ''}${DRAWING_STATE}\u001b[H`,
    );
    this.#rows(normal, { first: 0, over: this.#core.rows });
    this.#screenState('screen');
    return this.#out.take();
  }

  /** From the main screen's rows on: the other screen where it is shown, and all state. */
  #screenState(extent: 'everything' | 'screen'): void {
    const { normal, alt, active } = this.#core.buffers;
    this.#tabs(normal);
    if (active === alt) {
      this.#margins(normal);
      this.#save(normal, '\u001b[?1049h');
      this.#out.ascii('\u001b[r\u001b[H\u001b[J');
      // What has no room on a lowered alternate screen is kept above it, and never seen.
      this.#rows(alt, { first: alt.ybase, over: 0 });
      this.#tabs(alt);
      if (extent === 'everything') this.#out.ascii(this.#modes.keyboardBytes('alternate'));
    }
    if (hasSaved(active)) this.#save(active, '\u001b7');
    this.#margins(active);
    this.#cursor(active);
    this.#charsets();
    this.#drawingModes();
    if (extent === 'everything') this.#out.ascii(this.#inputModes() + this.#modes.modeBytes());
    const { synchronizedOutput } = this.#core.coreService.decPrivateModes;
    this.#out.ascii(`\u001b[?2026${synchronizedOutput ? 'h' : 'l'}`);
    this.#lastCharacter(active);
  }

  /** Rows `first` to the last. `over`: so many rows of the terminal may hold something already. */
  #rows(buffer: CoreBuffer, { first, over }: { first: number; over: number }): void {
    const { cols, rows } = this.#core;
    const writer = new RowWriter(this.#out, (id) => this.#core._oscLinkService.getLinkData(id));
    const end = buffer.ybase + rows;
    const lines = new LineReader(buffer.lines);
    let line = lines.get(first);
    if (line?.isWrapped === true && (first === 0 || over > 0) && rows > 1)
      this.#goOnFromNothing(writer);
    else if (over > 0) this.#out.ascii('\u001b[2K');
    for (let index = first; index < end && line !== undefined; index += 1) {
      const next: CoreLine | undefined = index + 1 < end ? lines.get(index + 1) : undefined;
      const blank = index + 1 - first >= over;
      const byItself = next?.isWrapped === true && blank && wrapsByItself(next);
      const leaves = byItself && next !== undefined && leavesLast(line, next);
      const ending = leaves ? 'leaves-last' : next?.isWrapped === true ? 'goes-on' : 'ends';
      writer.row(line, { end: ending, columns: cols });
      if (next?.isWrapped === true) {
        if (!byItself) writer.wrap();
      } else if (next !== undefined) {
        writer.clearBackground();
        this.#out.ascii(blank ? '\r\n' : '\r\n\u001b[2K');
      }
      line = next;
    }
    writer.plain();
  }

  /** The first line goes on from one that was let go: it wraps from a line that is then deleted. */
  #goOnFromNothing(writer: RowWriter): void {
    this.#out.ascii(' '.repeat(this.#core.cols));
    writer.wrap();
    this.#out.ascii('\u001b[A\u001b[M');
  }

  /** The alternate screen keeps a saved cursor and a keyboard while it isn't shown. */
  #visitAlternate(alt: CoreBuffer): void {
    const keyboard = this.#modes.keyboardBytes('alternate');
    if (!hasSaved(alt) && keyboard === '') return;
    this.#out.ascii('\u001b[?1049h');
    this.#save(alt, '\u001b7');
    this.#out.ascii(`${keyboard}\u001b[?1049l`);
  }

  /** Puts cursor, pen and character set as they were saved, saves them, and goes back to the default. */
  #save(buffer: CoreBuffer, saving: string): void {
    const { savedX, savedY, savedCurAttrData: pen } = buffer;
    const row = Math.min(Math.max(savedY - buffer.ybase, 0), this.#core.rows - 1);
    this.#place(row, Math.min(savedX, this.#core.cols - 1));
    const writer = this.#penWriter();
    // That there is a link or an underline is saved, which one is not: those of the pen stay.
    const { extended } = this.#core._inputHandler._curAttrData;
    writer.pen(pen.fg >>> 0, pen.bg >>> 0, (pen.bg & HAS_EXTENDED) === 0 ? undefined : extended);
    this.#out.ascii(`\u001b(${charsetName(buffer.savedCharset)}${saving}`);
    writer.plain();
    this.#out.ascii('\u001b(B');
  }

  #margins(buffer: CoreBuffer): void {
    const { scrollTop, scrollBottom } = buffer;
    if (scrollTop === 0 && scrollBottom === this.#core.rows - 1) return;
    this.#out.ascii(`\u001b[${scrollTop + 1};${scrollBottom + 1}r`);
  }

  #tabs(buffer: CoreBuffer): void {
    const columns = Array.from({ length: this.#core.cols }, (_, column) => column);
    const stops = columns.filter((column) => buffer.tabs[column] === true);
    const usual = columns.filter((column) => column % TAB_COLUMNS === 0);
    if (`${stops}` === `${usual}` && buffer === this.#core.buffers.normal) return;
    if (`${stops}` === `${usual}` && !this.#tabsDiffer()) return;
    this.#out.ascii('\u001b[3g');
    for (const column of stops) this.#out.ascii(`\u001b[${column + 1}G\u001bH`);
  }

  /** Whether the main screen's tab stops are other than usual: some terminals have one set for both. */
  #tabsDiffer(): boolean {
    const { normal } = this.#core.buffers;
    return Array.from({ length: this.#core.cols }).some(
      (_, column) => (normal.tabs[column] === true) !== (column % TAB_COLUMNS === 0),
    );
  }

  #cursor(buffer: CoreBuffer): void {
    const { cols, coreService } = this.#core;
    const { origin } = coreService.decPrivateModes;
    if (origin) this.#out.ascii('\u001b[?6h');
    const row = origin ? buffer.y - buffer.scrollTop : buffer.y;
    const pen = this.#core._inputHandler._curAttrData;
    const writer = this.#penWriter();
    if (buffer.x < cols) this.#place(row, buffer.x);
    else {
      // Past the last column stands only who has just written there.
      const line = new LineReader(buffer.lines).get(buffer.ybase + buffer.y);
      const column = cols - (line !== undefined && isSecondHalf(line, cols - 1) ? 2 : 1);
      this.#place(row, column);
      if (line !== undefined) writer.again(line, column);
    }
    writer.pen(pen.fg >>> 0, pen.bg >>> 0, pen.extended);
  }

  #penWriter(): RowWriter {
    this.#out.ascii('\u001b[m\u001b(B');
    return new RowWriter(this.#out, (id) => this.#core._oscLinkService.getLinkData(id));
  }

  #place(row: number, column: number): void {
    this.#out.ascii(`\u001b[${row + 1};${column + 1}H`);
  }

  #charsets(): void {
    const { _charsets, charset, glevel } = this.#core._charsetService;
    for (const [level, sign] of ['(', ')', '*', '+'].entries()) {
      // A restored cursor brings the set in use, whatever its level held here.
      const name = charsetName(level === glevel ? charset : _charsets[level]);
      if (name !== 'B' || level === 0) this.#out.ascii(`\u001b${sign}${name}`);
    }
    this.#out.ascii(['\u000f', '\u000e', '\u001bn', '\u001bo'][glevel] ?? '');
  }

  /** Modes that act on what is drawn. */
  #drawingModes(): void {
    const { modes, decPrivateModes } = this.#core.coreService;
    if (modes.insertMode) this.#out.ascii('\u001b[4h');
    if (this.#core.optionsService.rawOptions.convertEol) this.#out.ascii('\u001b[20h');
    if (!decPrivateModes.wraparound) this.#out.ascii('\u001b[?7l');
  }

  /** Modes of keyboard, cursor and reports. */
  #inputModes(): string {
    const { isCursorHidden, decPrivateModes: modes } = this.#core.coreService;
    const shape = { block: 2, underline: 4, bar: 6 } as const;
    const style =
      modes.cursorStyle === undefined
        ? ''
        : `\u001b[${shape[modes.cursorStyle] - (modes.cursorBlink === true ? 1 : 0)} q`;
    return [
      isCursorHidden ? '\u001b[?25l' : '',
      style,
      modes.applicationCursorKeys ? '\u001b[?1h' : '',
      modes.applicationKeypad ? '\u001b=' : '',
      modes.reverseWraparound ? '\u001b[?45h' : '',
      modes.bracketedPasteMode ? '\u001b[?2004h' : '',
      modes.sendFocus ? '\u001b[?1004h' : '',
    ].join('');
  }

  #title(): void {
    const { _windowTitle: title, _iconName: icon } = this.#core._inputHandler;
    if (title !== '' && title === icon) this.#out.text(`\u001b]0;${title}\u001b\\`);
    else {
      if (icon !== '') this.#out.text(`\u001b]1;${icon}\u001b\\`);
      if (title !== '') this.#out.text(`\u001b]2;${title}\u001b\\`);
    }
  }

  /** A character printed last is printed again: the next byte may be a mark on it, or repeat it. */
  #lastCharacter(buffer: CoreBuffer): void {
    const { _parser } = this.#core._inputHandler;
    const { modes, decPrivateModes } = this.#core.coreService;
    if (_parser.precedingJoinState === 0 || buffer.x === 0) return;
    const line = new LineReader(buffer.lines).get(buffer.ybase + buffer.y);
    if (line === undefined) return;
    const column = buffer.x - (isSecondHalf(line, buffer.x - 1) && buffer.x > 1 ? 2 : 1);
    if ((line._data[column * 3] ?? 0) >>> WIDTH_SHIFT === 0) return;
    const row = decPrivateModes.origin ? buffer.y - buffer.scrollTop : buffer.y;
    this.#place(row, column);
    // Where characters are inserted, its place is made free first.
    if (modes.insertMode) this.#out.ascii(`\u001b[${buffer.x - column}P`);
    new RowWriter(this.#out).character(line, column);
  }
}

/** Whether the saved cursor is other than the one that nobody has saved. */
function hasSaved({ savedX, savedY, savedCurAttrData: pen, savedCharset }: CoreBuffer): boolean {
  const placed = savedX !== 0 || savedY !== 0;
  return placed || pen.fg !== 0 || pen.bg !== 0 || savedCharset !== undefined;
}

/** Whether this is the right half of a wide character. */
function isSecondHalf(line: CoreLine, column: number): boolean {
  return column > 0 && ((line._data[column * 3] ?? 0) & WIDTH_AND_CONTENT) === 0;
}

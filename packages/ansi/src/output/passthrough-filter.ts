// The child's output on its way to the terminal: the last rows stay ours, everything else arrives as
// the child wrote it. Bytes in, bytes out; no clock, no terminal, no reply is waited for here.
import type { ReplyLedger } from '../reply-ledger.ts';
import {
  type AmbiguousWidth,
  type CellPosition,
  ChildState,
  type FilterGeometry,
  type FocusReports,
} from './child-state.ts';
import { coverSequence, uncoverSequence } from './covering.ts';
import { focusChange, focusEnd, focusStart } from './focus-reports.ts';
import { changeGeometry, finishSequence, settleSequence, startSequence } from './lifecycle.ts';
import { type LineBlock, lineBlock, linesSequence } from './line-insertion.ts';
import type { ChildModes } from './mode-tracker.ts';
import { type PaintBlock, paintSequence, returnBlock } from './reserved-rows.ts';
import type { ScreenRow } from './screen-rows.ts';
import { StreamReader } from './stream-reader.ts';

export interface PassthroughFilterOptions extends FilterGeometry {
  /** Where the order of position and size queries is kept, for whoever reads the replies. */
  readonly ledger?: ReplyLedger;
  /** How the person's terminal draws ambiguous characters; narrow unless they say otherwise. */
  readonly ambiguousWidth?: AmbiguousWidth;
  /** Whether the terminal is to tell its focus also where the child does not ask for it. */
  readonly focusReports?: FocusReports;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const CURSOR_QUERY = '\x1b[6n';
/** Questions kept for answers that never come, as in the ledger. */
const MAX_UNANSWERED = 64;

/** A question of ours where the cursor is. */
interface Question {
  /** When it was put; undefined: of a screen that is no more. */
  readonly moment: number | undefined;
  /** What was taken for its answer when none had come after a resize. */
  guess: CellPosition | undefined;
}
const SHOW_CURSOR = '\x1b[?25h';

function checkGeometry(geometry: FilterGeometry): void {
  for (const name of ['columns', 'rows', 'reservedRows'] as const) {
    const value = geometry[name];
    const least = name === 'reservedRows' ? 0 : 1;
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}`);
    }
  }
}

/** The outgoing filter; one for each terminal shown to, living as long as its child. */
export class PassthroughFilter {
  readonly #state: ChildState;
  readonly #reader: StreamReader;
  #geometry: FilterGeometry;
  /** A resize left the cursor's place open; the next report, or the child's next byte, settles it. */
  #unsettled: { readonly ghostTop: number } | undefined;
  /** Counted on with all that may move the cursor: an answer counts in the moment of its question only. */
  #moment = 0;
  /** The questions that are not answered yet, oldest first. */
  #asked: Question[] = [];
  #misplaced = false;

  /** Throws RangeError where a size is not a positive whole number. */
  constructor(options: PassthroughFilterOptions) {
    checkGeometry(options);
    this.#geometry = options;
    this.#state = new ChildState({
      geometry: options,
      ledger: options.ledger,
      ambiguousWidth: options.ambiguousWidth ?? 'narrow',
      focusReports: options.focusReports,
    });
    this.#reader = new StreamReader(this.#state);
  }

  /** The terminal's size as the child is to be told it. */
  get childSize(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#state.cursor.columns, rows: this.#state.cursor.rows };
  }

  /** Rows that are ours just now: fewer than asked for, namely none, on a very low terminal. */
  get reservedRows(): number {
    return this.#state.reserved;
  }

  /** Modes the child has on, to the best of what its stream says. */
  get modes(): ChildModes {
    const { cursor, modes } = this.#state;
    return {
      alternateScreen: cursor.onAlternate,
      bracketedPaste: modes.isOn(2004),
      focusEvents: modes.isOn(1004),
      mouseTracking: modes.mouseTracking,
      mouseEncoding: modes.mouseEncoding,
      synchronizedUpdate: modes.isOn(2026),
      inBandResize: modes.isOn(2048),
      applicationCursorKeys: modes.isOn(1),
      applicationKeypad: modes.applicationKeypad,
      kittyKeyboardFlags: modes.kittyFlags(cursor.onAlternate),
      modifyOtherKeys: modes.modifyOtherKeys,
      cursorVisible: cursor.visible,
    };
  }

  /** The encoding the child wants mouse reports in; of {@link modes}, at the cost of one. */
  get mouseEncoding(): ChildModes['mouseEncoding'] {
    return this.#state.modes.mouseEncoding;
  }

  /** Whether the child has asked to be told the focus; of {@link modes}, at the cost of one. */
  get focusEvents(): boolean {
    return this.#state.modes.isOn(1004);
  }

  /** The child's cursor as far as known, counted from 0; `column` equals the width in a pending wrap. */
  get cursor(): CellPosition & { readonly certain: boolean } {
    const { row, column, positionCertain } = this.#state.cursor;
    return { row, column, certain: positionCertain };
  }

  /** The row of {@link cursor}, which may be certain where the column is not; undefined: it is a guess. */
  get cursorRow(): number | undefined {
    const { row, rowCertain } = this.#state.cursor;
    return rowCertain ? row : undefined;
  }

  /** How often a reset region made us put the cursor back to a place we were not certain of. */
  get guessedPositions(): number {
    return this.#state.guesses;
  }

  /**
   * Makes room and sets the region, before the child writes anything. `at` is where the cursor is;
   * without it nothing on screen is lost either, but nothing can be painted until the child, or a
   * position report, says where it is.
   */
  start(at?: CellPosition): Uint8Array {
    // What is still to be answered was asked of a screen that is no more, perhaps by the filter before this one.
    const open = this.#state.ledger?.openOwn('cursor-position') ?? 0;
    this.#asked = Array.from({ length: open }, () => ({ moment: undefined, guess: undefined }));
    this.#misplaced = false;
    return encoder.encode(startSequence(this.#state, at) + focusStart(this.#state));
  }

  /** Takes the child's next bytes; what goes to the terminal, in order. */
  write(bytes: Uint8Array): Uint8Array[] {
    if (this.#unsettled === undefined && !this.#state.covered) {
      this.#moment += 1;
      return this.#reader.read(bytes);
    }
    // A guess answers the question of this moment.
    const before = this.#state.covered ? this.uncover([]) : this.assumePosition();
    this.#moment += 1;
    return [before, ...this.#reader.read(bytes)];
  }

  /** The end of the child's output: gives out what was held back. */
  flush(): Uint8Array[] {
    const before = this.#state.covered ? [this.uncover([])] : [];
    return [...before, ...this.#reader.flush()];
  }

  /** Why {@link paint} can't be called just now; undefined when it can. */
  get paintBlock(): PaintBlock | undefined {
    return this.#state.reserved === 0 ? 'no-rows' : this.coverBlock;
  }

  /** Why {@link cover} can't be called just now; undefined when it can. */
  get coverBlock(): Exclude<PaintBlock, 'no-rows'> | undefined {
    if (this.#state.modes.isOn(2026)) return 'synchronized-update';
    if (this.#reader.unfinished) return 'unfinished-sequence';
    return this.#unsettled === undefined ? returnBlock(this.#state) : 'position';
  }

  canPaint(): boolean {
    return this.paintBlock === undefined;
  }

  /** Whether a resize has left open where the cursor is. */
  get awaitsPosition(): boolean {
    return this.#unsettled !== undefined;
  }

  /** Whether our rows were wiped, moved or never painted since the last paint. */
  get repaintNeeded(): boolean {
    return this.#state.repaintNeeded;
  }

  /**
   * Fills our rows, first to last: each content is SGR and text of at most the terminal's width, a
   * missing one leaves its row empty. Throws RangeError when {@link paintBlock} gives a reason.
   */
  paint(rowContents: readonly Uint8Array[]): Uint8Array {
    const block = this.paintBlock;
    if (block !== undefined) throw new RangeError(`nothing can be painted now: ${block}`);
    const bytes = encoder.encode(paintSequence(this.#state, rowContents));
    this.#state.repaintNeeded = false;
    return bytes;
  }

  /** Whether something of ours stands on the child's rows. */
  get covered(): boolean {
    return this.#state.covered;
  }

  /**
   * Draws on the child's rows and hides its cursor; again and again while it is covered. Hold the
   * child's output back from before the first call until {@link uncover}: its next byte ends it as
   * `uncover([])` does. Throws RangeError when {@link coverBlock} gives a reason, or for a row that
   * is not the child's.
   */
  cover(rows: readonly ScreenRow[]): Uint8Array {
    const block = this.coverBlock;
    if (block !== undefined) throw new RangeError(`nothing can be covered now: ${block}`);
    this.#moment += 1;
    return encoder.encode(coverSequence(this.#state, rows));
  }

  /**
   * Draws what the child had on the covered rows, and the row above them where its line goes on into
   * them; everything else is as it was before {@link cover}. Nothing where nothing is covered.
   */
  uncover(rows: readonly ScreenRow[]): Uint8Array {
    return encoder.encode(this.#state.covered ? uncoverSequence(this.#state, rows) : '');
  }

  /** Why {@link insertLines} can't be called just now; undefined when it can. */
  get lineBlock(): LineBlock | undefined {
    const { modes, covered } = this.#state;
    const isOpen = this.#reader.unfinished || this.#unsettled !== undefined;
    if (covered || isOpen || modes.isOn(2026)) return 'unfinished-sequence';
    return lineBlock(this.#state);
  }

  /**
   * Puts lines of ours between the child's: printable texts narrower than the screen. Where the child
   * is `inside-line` they begin on the next, and the child goes on below them, in its column or at the
   * start. Throws RangeError when {@link lineBlock} gives another reason.
   */
  insertLines(
    texts: readonly string[],
    returns: 'to-column' | 'to-start' = 'to-start',
  ): Uint8Array {
    const block = this.lineBlock;
    if (block !== undefined && block !== 'inside-line') {
      throw new RangeError(`no line can be inserted now: ${block}`);
    }
    this.#moment += 1;
    return encoder.encode(linesSequence(this.#state, texts, returns));
  }

  /**
   * The question that makes an uncertain position certain again, noted in the ledger as our own;
   * undefined where it would not help: in a string or an update, where terminals count the answer
   * from different corners, or where there is nothing to draw: for `paint` without rows of ours.
   */
  positionQuery(wantedFor: 'paint' | 'cover' = 'paint'): Uint8Array | undefined {
    const { cursor, modes, reserved, covered } = this.#state;
    if (this.#reader.unfinished || modes.isOn(2026) || covered) return undefined;
    if (reserved === 0 && wantedFor === 'paint') return undefined;
    if ((cursor.origin && cursor.buffer.top > 0) || cursor.sideMargins) return undefined;
    this.#state.ledger?.noteOwn('cursor-position');
    this.#asked.push({ moment: this.#moment, guess: undefined });
    if (this.#asked.length > MAX_UNANSWERED) this.#asked.shift();
    return encoder.encode(CURSOR_QUERY);
  }

  /** No answer to what was asked so far comes any more: it was lost, or another program has read it. */
  forgetQuestions(): void {
    this.#state.ledger?.forgetOwn('cursor-position');
    this.#asked = [];
  }

  /**
   * The answer to the oldest open {@link positionQuery}, counted from 1 as terminals do. Ignored when the
   * child wrote in between, or the terminal had another size; but see {@link misplaced}. What is
   * returned goes to the terminal.
   */
  positionReport(report: CellPosition): Uint8Array {
    const question = this.#asked.shift();
    const position = { row: report.row - 1, column: report.column - 1 };
    const guess = question?.guess;
    if (guess !== undefined && (guess.row !== position.row || guess.column !== position.column))
      this.#misplaced = true;
    if (question?.moment !== this.#moment) return new Uint8Array(0);
    this.#moment += 1;
    const ghostTop = this.#unsettled?.ghostTop;
    this.#unsettled = undefined;
    return encoder.encode(settleSequence(this.#state, position, ghostTop));
  }

  /**
   * Whether an answer that came too late has denied what was guessed after a resize: the child's rows
   * stand where they should not, until all of its screen is drawn anew.
   */
  get misplaced(): boolean {
    return this.#misplaced;
  }

  /**
   * Takes the terminal's new size or another number of reserved rows. The bytes go to the terminal at
   * once. With `awaitsPosition` they end in a position query: give the report to
   * {@link positionReport} and hold the child's output back until then, or until patience ends
   * ({@link assumePosition}). Tell the child its new size afterwards.
   */
  resize(geometry: FilterGeometry): { bytes: Uint8Array; awaitsPosition: boolean } {
    checkGeometry(geometry);
    const shown = this.#uncoverForResize(geometry);
    const change = changeGeometry(this.#state, this.#geometry, geometry);
    this.#geometry = geometry;
    if (change.kind === 'unsettled' || change.text !== '') this.#moment += 1;
    if (change.kind === 'settled') {
      return { bytes: encoder.encode(shown + change.text), awaitsPosition: false };
    }
    this.#unsettled = {
      ghostTop: Math.min(change.ghostTop, this.#unsettled?.ghostTop ?? Infinity),
    };
    const query = this.positionQuery();
    const text = shown + (query === undefined ? this.#settleBlindly() : decoder.decode(query));
    return { bytes: encoder.encode(text), awaitsPosition: query !== undefined };
  }

  /** A terminal of another size has moved the cursor already, from where it rested: it only shows. */
  #uncoverForResize({ columns, rows }: FilterGeometry): string {
    const { cursor, covered } = this.#state;
    if (!covered) return '';
    if (columns === this.#geometry.columns && rows === this.#geometry.rows) {
      return uncoverSequence(this.#state, []);
    }
    this.#state.covered = false;
    return cursor.visible && cursor.visibleCertain ? SHOW_CURSOR : '';
  }

  /**
   * Whether a signal of ours that moves nothing, BEL or one OSC, can be written now: not within a
   * string or a sequence of the child's, which it would end.
   */
  canSignal(): boolean {
    return !this.#reader.unfinished;
  }

  /** Another wish from now on. The bytes go to the terminal when {@link canSignal} says that they can. */
  setFocusReports(wanted: FocusReports): Uint8Array {
    return encoder.encode(focusChange(this.#state, wanted));
  }

  /** Gives up waiting after {@link resize}: the cursor is taken to be where it would have been. */
  assumePosition(): Uint8Array {
    return encoder.encode(this.#settleBlindly());
  }

  #settleBlindly(): string {
    if (this.#unsettled === undefined) return '';
    const { ghostTop } = this.#unsettled;
    this.#unsettled = undefined;
    const { row, column, rows, columns } = this.#state.cursor;
    // As a terminal would answer it, whatever the model holds.
    const guess = {
      row: Math.min(row, rows + this.#state.reserved - 1),
      column: Math.min(column, columns - 1),
    };
    for (const question of this.#asked)
      if (question.moment === this.#moment) question.guess = guess;
    this.#moment += 1;
    const text = settleSequence(this.#state, { row, column }, ghostTop);
    this.#state.cursor.loseTrack();
    return text;
  }

  /**
   * Leaves the terminal to whoever comes next, after the child is gone: our rows empty, no region,
   * the modes it left on switched off, the cursor where the child left it.
   */
  finish(): Uint8Array {
    const unfinished = this.#reader.abandon();
    const settled = unfinished + this.#settleBlindly() + focusEnd(this.#state);
    return encoder.encode(settled + finishSequence(this.#state));
  }
}

// What reaches the person's screen: the agent's bytes through the filter, and our rows at moments when
// they harm nothing. Decides when to paint and when to ask where the cursor is, and keeps back what
// comes while the screen must stand still; what our rows show is asked for.
import type { FocusReports, PassthroughFilter, ScreenRow } from '@codex-voice/ansi';
import type { TerminalOutput } from '@codex-voice/pty';
import { EchoSample } from '@codex-voice/session';
import type { Geometry } from './hud-view.ts';
import { monotonicMs } from './monotonic.ts';
import { OutputContinuity } from './output-continuity.ts';
import { PositionQuestions } from './position-questions.ts';
import type { DoubtedRows } from './recent-rows.ts';
import { SteadySize } from './steady-size.ts';
import { TimerAfterReading } from './timer-after-reading.ts';

/** Between two paintings that time or voice asks for, in ms: about 30 a second. */
const PAINT_INTERVAL_MS = 33;
/** The agent has been quiet for this long, in ms, before the terminal is asked where its cursor is. */
const QUIET_BEFORE_QUERY_MS = 15;
/** After a resize the agent's output waits at most this long for the terminal's answer, in ms. */
const RESIZE_PATIENCE_MS = 150;
/** The same where the terminal has answered before: it will, and what we guessed instead would stay on the screen. */
const ANSWERING_PATIENCE_MS = 1_000;

/** What is shown is told to the keeper at least this often, in bytes: a small part of what it sends
 *  ahead, and a message for every eighth chunk at most. */
const ACKNOWLEDGE_BYTES = 32 * 1024;

/** A session's screen is waited for this long, in ms, before our rows are painted without it. */
const SCREEN_FIRST_MS = 100;

export interface SessionScreenParts {
  /** `screen`: the session shows something already, and nobody waits for our rows before it. */
  readonly first: 'rows' | 'screen';
  readonly filter: PassthroughFilter;
  readonly output: TerminalOutput;
  /** The content of our rows, one entry a row. */
  readonly render: () => readonly Uint8Array[];
  /** The agent's output up to this offset has reached the terminal: that much more may come. */
  readonly onShown: (offset: number) => void;
  /** What is on the screen can't be right, for output is missing say, or stands where it should not, until
   *  all of it is drawn anew; or some of its rows may hold some of ours. */
  readonly onWrong: (what: 'all' | DoubtedRows) => void;
  /** Whether its person wants anything timed. */
  readonly measures: () => boolean;
}

/** Why what comes is kept back: the terminal is being resized, or something of ours lies over it. */
type HoldReason = 'resize' | 'panel';

interface Held {
  readonly bytes: Uint8Array;
  /** The offset after these bytes; absent for what is no output. */
  readonly upTo?: number;
}

/** What went on here since it was last asked for. */
export interface ScreenTallies {
  readonly echoMs: readonly number[];
  /** How often the terminal took no more. */
  readonly held: number;
  /** How often our rows had to wait with what they show. */
  readonly skipped: number;
}

export class SessionScreen {
  readonly #parts: SessionScreenParts;
  #filter: PassthroughFilter;
  readonly #holds = new Set<HoldReason>();
  readonly #continuity = new OutputContinuity();
  #held: Held[] = [];
  #shownOffset = 0;
  #toldOffset = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #resizeWait = new TimerAfterReading();
  readonly #size = new SteadySize(monotonicMs);
  readonly #questions = new PositionQuestions();
  #afterResize: (() => void) | undefined;
  #full = false;
  #lastPaintMs = Number.NEGATIVE_INFINITY;
  #lastOutputMs = Number.NEGATIVE_INFINITY;
  #painted = '';
  #ended = false;
  #signals: (() => Uint8Array)[] = [];
  readonly #echo = new EchoSample();
  readonly #tallies = { held: 0, skipped: 0 };
  /** There is something to paint, and no safe moment yet. */
  #waiting = false;
  /** Set while our rows wait for the session's screen. */
  #screenWait: NodeJS.Timeout | undefined;

  constructor(parts: SessionScreenParts) {
    this.#parts = parts;
    this.#filter = parts.filter;
    if (parts.first === 'screen')
      this.#screenWait = setTimeout(() => this.#rowsNow(), SCREEN_FIRST_MS);
    parts.output.onDrain(() => {
      this.#full = false;
      this.#tell(this.#shownOffset - this.#toldOffset);
    });
  }

  /** The filter in use; another after `restart`. */
  get filter(): PassthroughFilter {
    return this.#filter;
  }

  /** The offset of the agent's output up to which everything was shown. */
  get shownOffset(): number {
    return this.#shownOffset;
  }

  /** The person has pressed a key that is the agent's. */
  pressed(): void {
    if (this.#parts.measures()) this.#echo.pressed(monotonicMs());
  }

  takeTallies(): ScreenTallies {
    const { held, skipped } = this.#tallies;
    Object.assign(this.#tallies, { held: 0, skipped: 0 });
    return { echoMs: this.#echo.take(), held, skipped };
  }

  /** Before the agent writes anything. */
  start(): void {
    this.#size.forget();
    this.#forgetLost();
    this.#write(this.#filter.start());
    this.#ask();
  }

  /** Gives the terminal back as `finish` leaves it and begins anew; what was kept back is dropped. */
  restart(filter: PassthroughFilter): void {
    this.#held = [];
    this.#endResize();
    this.#write(this.#filter.finish());
    this.#filter = filter;
    this.#painted = '';
    this.start();
  }

  /** Bytes the agent wrote, ending at the offset `upTo` of its output. Valid during the call only. */
  agentOutput(chunk: Uint8Array, upTo: number): void {
    const news = this.#continuity.take(chunk, upTo);
    if (news === 'gap') this.#parts.onWrong('all');
    else if (news.length === 0) return;
    // Not `slice`: a Buffer’s shares its memory.
    else if (this.#holds.size > 0) this.#held.push({ bytes: new Uint8Array(news), upTo });
    else this.#show(news, upTo);
  }

  /** Bytes that draw what was drawn before; they count as no output. Valid during the call only. */
  draw(bytes: Uint8Array): void {
    if (this.#holds.size > 0) this.#held.push({ bytes: new Uint8Array(bytes) });
    else this.#pass(bytes);
  }

  /** From here on, without drawing: what comes before was drawn. */
  continueFrom(offset: number): void {
    this.#continuity.continueFrom(offset);
    this.#shownOffset = offset;
    this.#toldOffset = offset;
  }

  /** What follows draws all of the screen. */
  drawsAll(): void {
    this.#size.drawn();
  }

  /** Everything that comes is kept back until every hold is released. */
  hold(reason: HoldReason): void {
    this.#holds.add(reason);
  }

  release(reason: HoldReason): void {
    if (!this.#holds.delete(reason)) return;
    this.#letGo(Number.POSITIVE_INFINITY);
  }

  /** Shows what is kept back, up to an offset of the output, while the hold goes on. */
  showUntil(offset: number): void {
    // While the cursor's place is asked for nothing may move it.
    if (!this.#holds.has('resize')) this.#letGo(offset);
  }

  /** Draws rows of ours over the agent's, while they are held, at a moment when that harms nothing. */
  cover(rows: readonly ScreenRow[]): 'covered' | 'not-now' {
    if (this.#ended) return 'not-now';
    const block = this.#filter.coverBlock;
    if (block === 'position') this.#ask('cover');
    if (block !== undefined) return 'not-now';
    this.#write(this.#filter.cover(rows));
    return 'covered';
  }

  /** Draws the agent's own rows again. */
  uncover(rows: readonly ScreenRow[]): void {
    this.#write(this.#filter.uncover(rows));
  }

  /** Bytes that move nothing, a bell say: at once, or after what of the agent's is unfinished. */
  signal(bytes: Uint8Array): void {
    this.#afterSequence(() => bytes);
  }

  /** Whether the terminal tells its focus also where the agent does not ask for it. */
  setFocusReports(wanted: FocusReports): void {
    this.#afterSequence(() => this.#filter.setFocusReports(wanted));
  }

  #afterSequence(bytes: () => Uint8Array): void {
    if (this.#ended) return;
    this.#signals.push(bytes);
    this.#letSignalsGo();
  }

  #letSignalsGo(): void {
    if (this.#signals.length === 0 || !this.#filter.canSignal()) return;
    for (const bytes of this.#signals.splice(0)) this.#write(bytes());
  }

  /** Our rows may show something else now. */
  invalidate(): void {
    if (this.#timer !== undefined || this.#screenWait !== undefined || this.#ended) return;
    const dueMs = this.#lastPaintMs + PAINT_INTERVAL_MS - monotonicMs();
    this.#again(Math.max(0, dueMs));
  }

  /** The terminal's answer to our question. */
  positionReport(report: { readonly row: number; readonly column: number }): void {
    this.#questions.answered();
    const wasMisplaced = this.#filter.misplaced;
    this.#write(this.#filter.positionReport(report));
    if (this.#filter.misplaced && !wasMisplaced && !this.#ended) this.#parts.onWrong('all');
    // The answer to an earlier question tells nothing of the size it has now.
    if (!this.#filter.awaitsPosition) this.#endResize();
    this.#paint();
  }

  /** The terminal or our share of it has another size. `afterwards` is when the agent may be told. */
  resize(geometry: Geometry, afterwards: () => void): void {
    const { childSize, reservedRows } = this.#filter;
    const columns = geometry.columns - childSize.columns;
    const rows = geometry.rows - childSize.rows - reservedRows;
    this.#size.told({ columns, rows }, (doubted) => {
      this.#paint();
      if (doubted === undefined) return;
      // On the alternate screen the agent draws all of it anew itself.
      if (doubted === 'all' || !this.#filter.modes.alternateScreen) this.#parts.onWrong(doubted);
    });
    this.#forgetLost();
    const { bytes, awaitsPosition } = this.#filter.resize(geometry);
    this.#write(bytes);
    this.#painted = '';
    this.#afterResize = afterwards;
    if (!awaitsPosition) {
      this.#endResize();
      return;
    }
    const { answers } = this.#questions;
    this.#questions.askedBeside();
    this.hold('resize');
    this.#resizeWait.start(answers ? ANSWERING_PATIENCE_MS : RESIZE_PATIENCE_MS, () => {
      this.#write(this.#filter.assumePosition());
      this.#endResize();
    });
  }

  /** The agent has ended: what was held back goes out, and nothing is painted any more. */
  end(): void {
    this.#holds.clear();
    this.#letGo(Number.POSITIVE_INFINITY);
    for (const piece of this.#filter.flush()) this.#write(piece);
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#resizeWait.stop();
    this.#size.stop();
    clearTimeout(this.#screenWait);
  }

  /** Resolves when no answer to us is on its way any more, or patience ends. */
  async answered(): Promise<void> {
    await this.#questions.allAnswered();
  }

  #endResize(): void {
    this.#resizeWait.stop();
    const afterwards = this.#afterResize;
    this.#afterResize = undefined;
    this.release('resize');
    afterwards?.();
  }

  #letGo(offset: number): void {
    while (offset === Number.POSITIVE_INFINITY ? this.#holds.size === 0 : true) {
      const [first] = this.#held;
      if (first === undefined) return;
      if (first.upTo === undefined || first.upTo <= offset) {
        this.#held.shift();
        if (first.upTo === undefined) this.#pass(first.bytes);
        else this.#show(first.bytes, first.upTo);
        continue;
      }
      const fromOffset = first.upTo - first.bytes.length;
      if (fromOffset >= offset) return;
      this.#held[0] = { bytes: first.bytes.subarray(offset - fromOffset), upTo: first.upTo };
      this.#show(first.bytes.subarray(0, offset - fromOffset), offset);
    }
  }

  #show(chunk: Uint8Array, upTo: number): void {
    this.#pass(chunk);
    this.#echo.shown(this.#echo.waits ? monotonicMs() : this.#lastOutputMs);
    this.#shownOffset = upTo;
    if (!this.#full) this.#tell(ACKNOWLEDGE_BYTES);
  }

  #pass(bytes: Uint8Array): void {
    this.#lastOutputMs = monotonicMs();
    if (this.#filter.reservedRows > 0) this.#size.wrote(bytes, this.#filter.childSize);
    const pieces = this.#filter.write(bytes);
    const [only] = pieces;
    // In one write, so that a frame is not torn between two reads of the terminal.
    if (pieces.length > 1) this.#write(Buffer.concat(pieces));
    else if (only !== undefined) this.#write(only);
    this.#letSignalsGo();
    // Once all that came with it is drawn.
    if (this.#screenWait !== undefined) setImmediate(() => this.#rowsNow());
    if (this.#filter.repaintNeeded || this.#waiting) this.#paint();
  }

  /** Tells the keeper what was shown, if that is news enough. */
  #tell(leastBytes: number): void {
    if (this.#shownOffset - this.#toldOffset < Math.max(1, leastBytes)) return;
    this.#toldOffset = this.#shownOffset;
    this.#parts.onShown(this.#shownOffset);
  }

  #rowsNow(): void {
    clearTimeout(this.#screenWait);
    this.#screenWait = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.invalidate();
  }

  #again(waitMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#paint();
    }, waitMs);
  }

  #paint(): void {
    const filter = this.#filter;
    const block = filter.paintBlock;
    if (this.#ended || this.#screenWait !== undefined || block === 'no-rows') return;
    if (this.#size.isAwaited) return;
    if (block !== undefined && !this.#waiting) this.#tallies.skipped += 1;
    this.#waiting = block !== undefined;
    if (block === 'position') this.#ask();
    // What else is in the way only the agent's next output can end.
    if (block !== undefined) return;
    const rows = this.#parts.render();
    const content = rows.map((row) => Buffer.from(row).toString('latin1')).join('\n');
    if (content === this.#painted && !filter.repaintNeeded) return;
    this.#painted = content;
    this.#lastPaintMs = monotonicMs();
    this.#write(filter.paint(rows));
  }

  /** Where is the cursor? Asked when the agent is quiet, since its next byte makes the answer stale. */
  #ask(wantedFor: 'paint' | 'cover' = 'paint'): void {
    const nowMs = monotonicMs();
    const dueMs = Math.max(this.#questions.nextMs, this.#lastOutputMs + QUIET_BEFORE_QUERY_MS);
    if (nowMs < dueMs) {
      this.#again(dueMs - nowMs);
      return;
    }
    this.#forgetLost();
    const query = this.#filter.positionQuery(wantedFor);
    if (query === undefined) return;
    this.#questions.asked();
    this.#write(query);
    // Put again if no answer comes.
    this.#again(this.#questions.nextMs - nowMs);
  }

  /** The next answer would be taken for that to the oldest question. */
  #forgetLost(): void {
    if (!this.#questions.areLost) return;
    this.#questions.forget();
    this.#filter.forgetQuestions();
  }

  #write(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#parts.output.write(bytes)) return;
    if (!this.#full) this.#tallies.held += 1;
    this.#full = true;
  }
}

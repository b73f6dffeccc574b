// What reaches the person's screen: the agent's bytes through the filter, and our rows at moments when
// they harm nothing. Decides when to paint and when to ask where the cursor is; what our rows show is
// asked for.
import type { PassthroughFilter } from '@codex-voice/ansi';
import type { TerminalOutput } from '@codex-voice/pty';
import type { Geometry } from './hud-view.ts';

/** Between two paintings that time or voice asks for, in ms: about 30 a second. */
const PAINT_INTERVAL_MS = 33;
/** The agent has been quiet for this long, in ms, before the terminal is asked where its cursor is. */
const QUIET_BEFORE_QUERY_MS = 15;
/** How long an answer may take before the question is put again, in ms; doubled each time. */
const QUERY_PATIENCE_MS = 250;
const LONGEST_QUERY_PATIENCE_MS = 8_000;
/** After a resize the agent's output waits at most this long for the terminal's answer, in ms. */
const RESIZE_PATIENCE_MS = 150;
/** The way out waits at most this long, in ms, for an answer that the shell would take for typing:
 *  a slow link's round trip. */
const LAST_ANSWER_PATIENCE_MS = 300;

export interface SessionScreenParts {
  readonly filter: PassthroughFilter;
  readonly output: TerminalOutput;
  /** The content of our rows, one entry a row. */
  readonly render: () => readonly Uint8Array[];
  /** Whether the agent's output may come: not while the terminal is full or being resized. */
  readonly onFlow: (flow: 'hold' | 'go') => void;
}

export class SessionScreen {
  readonly #parts: SessionScreenParts;
  #timer: NodeJS.Timeout | undefined;
  #resizeTimer: NodeJS.Timeout | undefined;
  #afterResize: (() => void) | undefined;
  #full = false;
  #lastPaintMs = Number.NEGATIVE_INFINITY;
  #lastOutputMs = Number.NEGATIVE_INFINITY;
  #nextQueryMs = Number.NEGATIVE_INFINITY;
  #queryPatienceMs = QUERY_PATIENCE_MS;
  #painted = '';
  /** Questions of ours that the terminal has not answered, and when the last was put. */
  #unanswered = 0;
  #lastAskedMs = Number.NEGATIVE_INFINITY;
  #allAnswered: () => void = () => undefined;
  #ended = false;
  /** There is something to paint, and no safe moment yet. */
  #waiting = false;

  constructor(parts: SessionScreenParts) {
    this.#parts = parts;
    parts.output.onDrain(() => {
      this.#full = false;
      this.#flow();
    });
  }

  /** Before the agent writes anything. */
  start(): void {
    const { filter } = this.#parts;
    this.#write(filter.start());
    this.#ask();
  }

  /** Bytes the agent wrote. */
  agentOutput(chunk: Uint8Array): void {
    const { filter } = this.#parts;
    this.#lastOutputMs = performance.now();
    const pieces = filter.write(chunk);
    const [only] = pieces;
    // In one write, so that a frame is not torn between two reads of the terminal.
    if (pieces.length > 1) this.#write(Buffer.concat(pieces));
    else if (only !== undefined) this.#write(only);
    if (filter.repaintNeeded || this.#waiting) this.#paint();
  }

  /** Our rows may show something else now. */
  invalidate(): void {
    if (this.#timer !== undefined || this.#ended) return;
    const dueMs = this.#lastPaintMs + PAINT_INTERVAL_MS - performance.now();
    this.#again(Math.max(0, dueMs));
  }

  /** The terminal's answer to our question. */
  positionReport(report: { readonly row: number; readonly column: number }): void {
    this.#queryPatienceMs = QUERY_PATIENCE_MS;
    this.#unanswered = Math.max(0, this.#unanswered - 1);
    if (this.#unanswered === 0) this.#allAnswered();
    this.#write(this.#parts.filter.positionReport(report));
    this.#endResize();
    this.#paint();
  }

  /** The terminal or our share of it has another size. `afterwards` is when the agent may be told. */
  resize(geometry: Geometry, afterwards: () => void): void {
    const { bytes, awaitsPosition } = this.#parts.filter.resize(geometry);
    this.#write(bytes);
    this.#painted = '';
    this.#afterResize = afterwards;
    clearTimeout(this.#resizeTimer);
    if (!awaitsPosition) {
      this.#endResize();
      return;
    }
    this.#noteAsked();
    this.#resizeTimer = setTimeout(() => {
      this.#write(this.#parts.filter.assumePosition());
      this.#endResize();
    }, RESIZE_PATIENCE_MS);
    this.#flow();
  }

  /** The agent has ended: what was held back goes out, and nothing is painted any more. */
  end(): void {
    for (const piece of this.#parts.filter.flush()) this.#write(piece);
    this.#ended = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#resizeTimer);
  }

  /** Resolves when no answer to us is on its way any more, or patience ends. */
  async answered(): Promise<void> {
    const patienceMs = this.#lastAskedMs + LAST_ANSWER_PATIENCE_MS - performance.now();
    if (this.#unanswered === 0 || patienceMs <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#allAnswered = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #noteAsked(): void {
    this.#unanswered += 1;
    this.#lastAskedMs = performance.now();
  }

  #endResize(): void {
    clearTimeout(this.#resizeTimer);
    this.#resizeTimer = undefined;
    const afterwards = this.#afterResize;
    this.#afterResize = undefined;
    this.#flow();
    afterwards?.();
  }

  #flow(): void {
    this.#parts.onFlow(this.#full || this.#resizeTimer !== undefined ? 'hold' : 'go');
  }

  #again(waitMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#paint();
    }, waitMs);
  }

  #paint(): void {
    const { filter, render } = this.#parts;
    const block = filter.paintBlock;
    if (this.#ended || block === 'no-rows') return;
    this.#waiting = block !== undefined;
    if (block === 'position') this.#ask();
    // What else is in the way only the agent's next output can end.
    if (block !== undefined) return;
    const rows = render();
    const content = rows.map((row) => Buffer.from(row).toString('latin1')).join('\n');
    if (content === this.#painted && !filter.repaintNeeded) return;
    this.#painted = content;
    this.#lastPaintMs = performance.now();
    this.#write(filter.paint(rows));
  }

  /** Where is the cursor? Asked when the agent is quiet, since its next byte makes the answer stale. */
  #ask(): void {
    const nowMs = performance.now();
    const dueMs = Math.max(this.#nextQueryMs, this.#lastOutputMs + QUIET_BEFORE_QUERY_MS);
    if (nowMs < dueMs) {
      this.#again(dueMs - nowMs);
      return;
    }
    const query = this.#parts.filter.positionQuery();
    if (query === undefined) return;
    this.#nextQueryMs = nowMs + this.#queryPatienceMs;
    this.#queryPatienceMs = Math.min(2 * this.#queryPatienceMs, LONGEST_QUERY_PATIENCE_MS);
    this.#noteAsked();
    this.#write(query);
    // Put again if no answer comes; ever more seldom, for a terminal that never answers.
    this.#again(this.#nextQueryMs - nowMs);
  }

  #write(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#parts.output.write(bytes)) return;
    this.#full = true;
    this.#flow();
  }
}

// How the agent's output reaches one terminal: at most a window of it is under way, a terminal that
// stands still is noticed, and one that is too far behind needs a snapshot. Knows no agent and no screen.
import type { OutputLog } from './output-log.ts';

/** Output that may be under way to a terminal, in bytes: a local socket's worth, enough to keep both
 *  sides busy, and little enough that whatever is said next is on the screen within a blink. */
export const WINDOW_BYTES = 256 * 1024;

/** Unacknowledged output below which a terminal counts as following again, in bytes: the agent then
 *  has room to write before it has to wait again. */
export const LOW_WATER_BYTES = WINDOW_BYTES / 2;

/** A terminal whose window has been full for this long without any progress, in ms, stands still: a
 *  slow link acknowledges something in far less. */
export const STALL_MS = 1_000;

/** Most bytes in one call, so that a catch-up is not one huge frame. */
const PIECE_BYTES = 64 * 1024;

/** Output beyond this much, in bytes, within `BURST_MS` is a burst: more than screens are drawn with. */
export const BURST_BYTES = 64 * 1024;
export const BURST_MS = 2;

/** Of a burst this much is sent at a time, in bytes, instead of each of the agent's small chunks: what
 *  a flood costs is the number of its pieces. */
export const GATHERED_BYTES = 32 * 1024;

/** What is left of a burst waits for more at most this long, in ms. */
const GATHER_MS = 1;

/** Cancels a timer. */
export type Cancel = () => void;
/** Calls back once, after `delayMs` or later. */
export type SetTimer = (delayMs: number, callback: () => void) => Cancel;

export interface OutputFlowPorts {
  readonly log: OutputLog;
  readonly send: (offset: number, bytes: Uint8Array) => void;
  readonly setTimer: SetTimer;
  readonly nowMs: () => number;
  /** `state` may have changed. */
  readonly onChange: () => void;
}

/**
 * `following`: has been sent all there is, or there was room for more when last asked. `behind`: the
 * window is full. `stalled`: it has been for too long. `lost`: what it needs next is not kept any more.
 */
export type FlowState = 'following' | 'behind' | 'stalled' | 'lost';

/** One terminal's stream, from an offset on. */
export class OutputFlow {
  readonly #ports: OutputFlowPorts;
  #sentOffset: number;
  #acknowledgedOffset: number;
  #state: FlowState = 'following';
  #isStanding = false;
  #cancelStall: Cancel | undefined;
  #cancelGather: Cancel | undefined;
  #burstBytes = 0;
  #burstSinceMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  /** @param fromOffset The first byte the terminal needs; it has to be in the log. */
  constructor(ports: OutputFlowPorts, fromOffset: number) {
    this.#ports = ports;
    this.#sentOffset = fromOffset;
    this.#acknowledgedOffset = fromOffset;
  }

  get state(): FlowState {
    return this.#state;
  }

  /** Offset of the first byte it has not been sent. */
  get sentOffset(): number {
    return this.#sentOffset;
  }

  /** It has shown no progress for `STALL_MS` though there is more for it. */
  get isStanding(): boolean {
    return this.#isStanding;
  }

  /** Everything there is was sent. */
  get isComplete(): boolean {
    return this.#sentOffset === this.#ports.log.endOffset;
  }

  /** A lost terminal has shown nearly all it was sent: a snapshot would reach an empty connection. */
  get isReadyForSnapshot(): boolean {
    return this.#state === 'lost' && this.#waitingBytes <= LOW_WATER_BYTES;
  }

  /** The log has just taken `chunk`, which ends at its end. Sent as it is to a terminal that follows. */
  appended(chunk: Uint8Array): void {
    if (this.#closed || this.#state !== 'following') {
      this.#noteLoss();
      return;
    }
    if (this.#isGathered(chunk.length)) return;
    const isNext = this.#sentOffset + chunk.length === this.#ports.log.endOffset;
    if (isNext && this.#waitingBytes + chunk.length <= WINDOW_BYTES) {
      const offset = this.#sentOffset;
      this.#sentOffset += chunk.length;
      this.#ports.send(offset, chunk);
      return;
    }
    this.pump();
  }

  /** All output before `offset` is on the screen. */
  acknowledge(offset: number): void {
    if (this.#closed || offset <= this.#acknowledgedOffset) return;
    this.#acknowledgedOffset = Math.min(offset, this.#sentOffset);
    this.#endStallWatch();
    if (this.#state === 'lost') {
      this.#watchStall();
      this.#ports.onChange();
    } else if (this.#waitingBytes > LOW_WATER_BYTES && this.#state !== 'following') {
      this.#enter('behind');
    } else this.pump();
  }

  /** Sends what there is room for. */
  pump(): void {
    const { log, send } = this.#ports;
    while (!this.#closed && !this.isComplete && this.#state !== 'lost') {
      const roomBytes = WINDOW_BYTES - this.#waitingBytes;
      if (roomBytes <= 0) {
        this.#enter('behind');
        return;
      }
      if (this.#sentOffset < log.oldestOffset) {
        this.#enter('lost');
        return;
      }
      const bytes = log.read(this.#sentOffset, Math.min(roomBytes, PIECE_BYTES));
      const offset = this.#sentOffset;
      this.#sentOffset += bytes.length;
      send(offset, bytes);
    }
    if (!this.#closed && this.#state !== 'lost') this.#enter('following');
  }

  /** Nothing is sent any more. */
  close(): void {
    this.#closed = true;
    this.#endStallWatch();
    this.#cancelGather?.();
  }

  /** Counts what comes; answers whether it waits for more of its burst. */
  #isGathered(byteCount: number): boolean {
    const { log, nowMs, setTimer, onChange } = this.#ports;
    const atMs = nowMs();
    if (atMs - this.#burstSinceMs > BURST_MS) {
      this.#burstSinceMs = atMs;
      this.#burstBytes = 0;
    }
    this.#burstBytes += byteCount;
    if (this.#burstBytes <= BURST_BYTES) return false;
    if (log.endOffset - this.#sentOffset >= GATHERED_BYTES) return false;
    this.#cancelGather ??= setTimer(GATHER_MS, () => {
      this.#cancelGather = undefined;
      if (this.#state === 'following') this.pump();
      onChange();
    });
    return true;
  }

  get #waitingBytes(): number {
    return this.#sentOffset - this.#acknowledgedOffset;
  }

  #noteLoss(): void {
    if (this.#closed || this.#state === 'lost') return;
    if (this.#sentOffset < this.#ports.log.oldestOffset) this.#enter('lost');
  }

  #enter(state: FlowState): void {
    if (state === 'behind' || state === 'lost') this.#watchStall();
    else if (state === 'following') this.#endStallWatch();
    if (this.#state === state) return;
    this.#state = state;
    this.#ports.onChange();
  }

  #watchStall(): void {
    this.#cancelStall ??= this.#ports.setTimer(STALL_MS, () => {
      this.#cancelStall = undefined;
      this.#isStanding = true;
      if (this.#state === 'behind') this.#enter('stalled');
      else this.#ports.onChange();
    });
  }

  #endStallWatch(): void {
    this.#isStanding = false;
    this.#cancelStall?.();
    this.#cancelStall = undefined;
  }
}

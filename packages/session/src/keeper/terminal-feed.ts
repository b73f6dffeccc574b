// What the holder's terminal is shown: what it missed, out of the log, or a snapshot, and from there on
// every byte. Asks again when a terminal stood still for too long. Who holds is left to others.
import type { KeeperConnection } from '@codex-voice/protocol';
import type { ScreenShadow, ShadowSize, ShadowSnapshot } from '../screen-shadow.ts';
import { type Cancel, OutputFlow, type SetTimer } from './output-flow.ts';
import type { OutputLog } from './output-log.ts';
import type { QueryAnswers } from './query-answers.ts';

/** Bytes of a snapshot in one call, so that other messages are not behind one huge frame. */
export const SNAPSHOT_PIECE_BYTES = 64 * 1024;

/** How long the agent waits while a snapshot is made for its holder, in ms; without waiting, a flood
 *  would be beyond the log before the snapshot is there. */
export const SNAPSHOT_PATIENCE_MS = 2_000;

/** Snapshots asked for when the size changes under them, or between their parts; the last is shown as it is. */
const SNAPSHOT_ATTEMPTS = 4;

/** Code of the problem that tells a terminal why it has no scrollback. */
const SCROLLBACK_PROBLEM = 'scrollback';
const NO_SCROLLBACK = 'the scrollback could not be written down: only the screen is shown';

const STOOD_STILL = 'this terminal stood still for too long to be sent all that came meanwhile';

export interface TerminalFeedPorts {
  readonly connection: KeeperConnection;
  readonly log: OutputLog;
  readonly shadow: ScreenShadow;
  readonly answers: QueryAnswers;
  readonly setTimer: SetTimer;
  readonly nowMs: () => number;
  /** The session's size. */
  readonly size: () => ShadowSize;
  /** `holdsAgent` or `isDone` may have changed. */
  readonly onChange: () => void;
}

/** Set while a snapshot is waited for: the agent waits too until `cancel` was called back. */
interface Patience {
  readonly cancel: Cancel;
  isOver: boolean;
}

export class TerminalFeed {
  readonly #ports: TerminalFeedPorts;
  #flow: OutputFlow | undefined;
  #patience: Patience | undefined;
  #isBroken = false;
  #isClosed = false;

  constructor(ports: TerminalFeedPorts) {
    this.#ports = ports;
  }

  /** The agent has to wait for this terminal. */
  get holdsAgent(): boolean {
    if (this.#patience !== undefined) return !this.#patience.isOver;
    return this.#flow?.state === 'behind';
  }

  /** It was sent all there is, or takes nothing more. */
  get isDone(): boolean {
    if (this.#patience !== undefined) return this.#patience.isOver;
    return this.#flow === undefined || this.#flow.isComplete || this.#flow.isStanding;
  }

  /** Everything up to this offset is on the terminal's screen. */
  resume(fromOffset: number): void {
    this.#announce({ at: fromOffset, basis: 'resumed', viewportBytes: 0, bytes: 0 });
    this.#stream(fromOffset);
  }

  /** The terminal shows nothing of the session yet. */
  refresh(reason?: string): void {
    this.#stop();
    this.#ports.answers.snapshotAsked();
    const patience: Patience = {
      isOver: false,
      cancel: this.#ports.setTimer(SNAPSHOT_PATIENCE_MS, () => {
        patience.isOver = true;
        this.#ports.onChange();
      }),
    };
    this.#patience = patience;
    this.#ports.onChange();
    this.#draw(patience, reason).catch((error: unknown) => this.#showNothing(patience, error));
  }

  appended(chunk: Uint8Array): void {
    this.#flow?.appended(chunk);
  }

  acknowledge(offset: number): void {
    this.#flow?.acknowledge(offset);
  }

  /** Nothing is shown any more. */
  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  /** Shows the screen as soon as it is written down, then all of it, then what came since. */
  async #draw(patience: Patience, reason: string | undefined): Promise<void> {
    for (let attempt = 1; this.#patience === patience; attempt += 1) {
      const snapshot = await this.#ports.shadow.snapshot();
      const isGood = () => attempt === SNAPSHOT_ATTEMPTS || this.#fits(snapshot);
      if (this.#patience !== patience) return;
      if (!isGood()) continue;
      this.#showScreen(snapshot, reason);
      const whole = await snapshot.whole;
      if (this.#patience !== patience) return;
      if (!isGood()) continue;
      this.#showRest(whole);
      this.#stream(snapshot.at);
    }
  }

  /** Whether the session still has the snapshot's size, and the log all that came since. */
  #fits({ at, size }: ShadowSnapshot): boolean {
    const { columns, rows } = this.#ports.size();
    const isOfSize = size.columns === columns && size.rows === rows;
    return isOfSize && at >= this.#ports.log.oldestOffset;
  }

  #showScreen(snapshot: ShadowSnapshot, reason: string | undefined): void {
    const { at, basis, viewport, size } = snapshot;
    const why = snapshot.reason ?? reason;
    this.#announce({
      at,
      basis,
      ...(why === undefined ? {} : { reason: why }),
      size,
      viewportBytes: viewport.length,
      bytes: viewport.length,
    });
    sendSnapshot(this.#ports.connection, viewport);
  }

  #showRest(whole: Uint8Array | undefined): void {
    const { connection } = this.#ports;
    if (whole !== undefined) sendSnapshot(connection, whole);
    else connection.event({ type: 'problem', code: SCROLLBACK_PROBLEM, message: NO_SCROLLBACK });
  }

  /** Without a copy of the screen the terminal sees what comes from now on. */
  #showNothing(patience: object, error: unknown): void {
    if (this.#patience !== patience) return;
    this.#isBroken = true;
    const reason = error instanceof Error ? error.message : String(error);
    const at = this.#ports.log.endOffset;
    this.#announce({ at, basis: 'gap', reason, viewportBytes: 0, bytes: 0 });
    this.#stream(at);
  }

  #announce(what: {
    readonly at: number;
    readonly basis: 'resumed' | 'fresh' | 'gap';
    readonly reason?: string;
    readonly size?: ShadowSize;
    readonly viewportBytes: number;
    readonly bytes: number;
  }): void {
    const { columns, rows } = what.size ?? this.#ports.size();
    this.#ports.connection.event({ type: 'snapshot', ...what, size: { columns, rows } });
  }

  #stream(fromOffset: number): void {
    this.#stop();
    const { connection, log, answers, setTimer, nowMs } = this.#ports;
    this.#flow = new OutputFlow(
      {
        log,
        setTimer,
        nowMs,
        send: (offset, bytes) => connection.output(offset, bytes),
        onChange: () => this.#flowChanged(),
      },
      fromOffset,
    );
    answers.shownFrom(fromOffset);
    this.#flow.pump();
    this.#ports.onChange();
  }

  #flowChanged(): void {
    if (this.#flow?.isReadyForSnapshot === true) {
      if (this.#isBroken) this.#showLatest();
      else this.refresh(STOOD_STILL);
    }
    this.#ports.onChange();
  }

  #showLatest(): void {
    const at = this.#ports.log.endOffset;
    this.#announce({ at, basis: 'gap', reason: STOOD_STILL, viewportBytes: 0, bytes: 0 });
    this.#stream(at);
  }

  #stop(): void {
    this.#patience?.cancel();
    const wasAsking = this.#patience !== undefined;
    this.#patience = undefined;
    const flow = this.#flow;
    this.#flow = undefined;
    flow?.close();
    if (flow !== undefined) this.#ports.answers.shownUpTo(flow.sentOffset);
    else if (wasAsking && this.#isClosed) this.#ports.answers.shownUpTo(this.#ports.log.endOffset);
  }
}

/** A snapshot, or a part of one, in pieces. */
export function sendSnapshot(connection: KeeperConnection, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += SNAPSHOT_PIECE_BYTES) {
    connection.snapshot(bytes.subarray(at, at + SNAPSHOT_PIECE_BYTES));
  }
}

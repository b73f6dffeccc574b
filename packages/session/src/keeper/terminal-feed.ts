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

/** Snapshots asked for when the size changes under them; the last is shown as it is. */
const SNAPSHOT_ATTEMPTS = 4;

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

export class TerminalFeed {
  readonly #ports: TerminalFeedPorts;
  #flow: OutputFlow | undefined;
  /** Set while a snapshot is waited for: the agent waits too until `cancel` was called back. */
  #patience: { readonly cancel: Cancel; isOver: boolean } | undefined;
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
    const patience = {
      isOver: false,
      cancel: this.#ports.setTimer(SNAPSHOT_PATIENCE_MS, () => {
        patience.isOver = true;
        this.#ports.onChange();
      }),
    };
    this.#patience = patience;
    this.#ports.onChange();
    void this.#ask(SNAPSHOT_ATTEMPTS).then(
      (snapshot) => this.#show(patience, snapshot, reason),
      (error: unknown) => this.#showNothing(patience, error),
    );
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

  async #ask(attempts: number): Promise<ShadowSnapshot> {
    const { shadow, log, size } = this.#ports;
    const snapshot = await shadow.snapshot();
    const { columns, rows } = size();
    const fits = snapshot.size.columns === columns && snapshot.size.rows === rows;
    const isUsable = (fits && snapshot.at >= log.oldestOffset) || this.#isClosed;
    return isUsable || attempts <= 1 ? snapshot : this.#ask(attempts - 1);
  }

  #show(patience: object, snapshot: ShadowSnapshot, reason: string | undefined): void {
    if (this.#patience !== patience) return;
    const { at, basis, viewport, whole, size } = snapshot;
    const why = snapshot.reason ?? reason;
    this.#announce({
      at,
      basis,
      ...(why === undefined ? {} : { reason: why }),
      size,
      viewportBytes: viewport.length,
      bytes: viewport.length + whole.length,
    });
    sendSnapshot(this.#ports.connection, viewport);
    sendSnapshot(this.#ports.connection, whole);
    this.#stream(at);
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

// Asks a keeper for the rows of the agent's screen and puts the answer together, which comes among
// snapshots that are for the terminal.
import { splitScreenRows } from '@codex-voice/ansi';
import type { KeeperEvent, KeeperPeer } from '@codex-voice/protocol';
import type { AgentRows } from './panel-opening.ts';

type SnapshotEvent = Extract<KeeperEvent, { type: 'snapshot' }>;

/** Names our requests among those of others on the same connection. */
const PREFIX = 'rows-';

/** Requests that may be open; the oldest is given up beyond it. A person opens one panel at a time. */
const OPEN_LIMIT = 8;

export class RowsRequests {
  readonly #keeper: Pick<KeeperPeer, 'request'>;
  readonly #waiting = new Map<string, (rows: AgentRows | undefined) => void>();
  #count = 0;
  #arriving: { readonly event: SnapshotEvent; readonly bytes: Uint8Array; at: number } | undefined;

  constructor(keeper: Pick<KeeperPeer, 'request'>) {
    this.#keeper = keeper;
  }

  /** The rows as they are now; undefined when the request was given up. */
  request(): Promise<AgentRows | undefined> {
    this.#count += 1;
    const requestId = `${PREFIX}${this.#count}`;
    if (this.#waiting.size >= OPEN_LIMIT) this.#giveUpOldest();
    return new Promise((resolve) => {
      this.#waiting.set(requestId, resolve);
      this.#keeper.request({ type: 'rows', requestId });
    });
  }

  /** An announcement of a snapshot; `ours` when it answers a request of ours. */
  announced(event: SnapshotEvent): 'ours' | 'other' {
    if (event.requestId?.startsWith(PREFIX) !== true) return 'other';
    this.#arriving = { event, bytes: new Uint8Array(event.bytes), at: 0 };
    this.#settle();
    return 'ours';
  }

  /** A part of a snapshot; `ours` when it belongs to the answer. Valid during the call only. */
  part(bytes: Uint8Array): 'ours' | 'other' {
    const arriving = this.#arriving;
    if (arriving === undefined) return 'other';
    arriving.bytes.set(bytes.subarray(0, arriving.bytes.length - arriving.at), arriving.at);
    arriving.at += bytes.length;
    this.#settle();
    return 'ours';
  }

  #settle(): void {
    const arriving = this.#arriving;
    if (arriving === undefined || arriving.at < arriving.bytes.length) return;
    this.#arriving = undefined;
    const { event, bytes } = arriving;
    const id = event.requestId ?? '';
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    const basis = event.basis === 'fresh' ? 'whole' : 'gap';
    const { at, cursorRow } = event;
    const place = cursorRow === undefined ? {} : { cursorRow };
    resolve?.({ at, rows: splitScreenRows(bytes), basis, ...place });
  }

  #giveUpOldest(): void {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    this.#waiting.delete(oldest[0]);
    oldest[1](undefined);
  }
}

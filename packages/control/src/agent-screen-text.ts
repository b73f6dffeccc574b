// What stands on the agent's screen, for the names in it: asked of the keeper now and then while output
// comes, beside all that is typed and drawn. It is handed on and written nowhere.
import type { KeeperEvent, KeeperPeer } from '@codex-voice/protocol';
import type { CancelTimer, Clock } from './clock.ts';

/** Asked at most this often, in ms: a screen is read before it is talked about. */
export const SCREEN_EVERY_MS = 3_000;

/** An answer that is not there by then was lost with a keeper's connection, in ms. */
const ANSWER_MS = 10_000;

/** Of a longer text the end is taken, in UTF-16 units: it is what was written last. */
const MOST_SCREEN_UNITS = 40_000;

/** Rows that take more than this are not read, in bytes: colours, for the largest part. */
const MOST_ROW_BYTES = 512 * 1024;

/** Renditions part no word; whatever else moves the cursor does. */
const RENDITION = /\u001b\[[0-9;:]*m|\u000b/gu;
const STRING = /\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)/gu;
const CONTROL = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]|[\u0000-\u0009\u000c-\u001f]/gu;

export interface AgentScreenTextParts {
  readonly clock: Clock;
  /** It is another text than the one before. */
  readonly onText: (text: string) => void;
}

export class AgentScreenText {
  readonly #parts: AgentScreenTextParts;
  #keeper: Pick<KeeperPeer, 'request'> | undefined;
  #state: 'unwanted' | 'wanted' = 'unwanted';
  #outputBytes = 0;
  /** How much output there was when it was last asked for. */
  #askedBytes = -1;
  #askedMs = Number.NEGATIVE_INFINITY;
  #count = 0;
  /** Whether the last request is still to be answered. */
  #answer: 'none' | 'awaited' = 'none';
  #cancelTimer: CancelTimer | undefined;
  #arriving:
    | { bytesLeft: number; text: string; readonly decoder: InstanceType<typeof TextDecoder> }
    | undefined;
  #text = '';

  constructor(parts: AgentScreenTextParts) {
    this.#parts = parts;
  }

  /** Somebody wants to know from now on. */
  want(): void {
    this.#state = 'wanted';
    this.#askInTime();
  }

  connected(keeper: Pick<KeeperPeer, 'request'>): void {
    this.#keeper = keeper;
    this.#askedBytes = -1;
    this.#answer = 'none';
    this.#arriving = undefined;
  }

  event(event: KeeperEvent): void {
    if (event.type === 'facts') {
      this.#outputBytes = event.outputBytes;
      this.#askInTime();
    } else if (event.type === 'snapshot' && event.requestId === this.#requestId) {
      this.#arriving = { bytesLeft: event.bytes, text: '', decoder: new TextDecoder() };
      this.part(new Uint8Array());
    }
  }

  /** Bytes of the snapshot announced last; valid during the call only. */
  part(bytes: Uint8Array): void {
    const arriving = this.#arriving;
    if (arriving === undefined) return;
    arriving.bytesLeft -= bytes.length;
    if (arriving.bytesLeft < MOST_ROW_BYTES)
      arriving.text += arriving.decoder.decode(bytes, { stream: true });
    if (arriving.bytesLeft > 0) return;
    this.#arriving = undefined;
    this.#answer = 'none';
    const text = withoutSequences(arriving.text).slice(-MOST_SCREEN_UNITS);
    if (text !== this.#text) {
      this.#text = text;
      this.#parts.onText(text);
    }
    this.#askInTime();
  }

  dispose(): void {
    this.#state = 'unwanted';
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  get #requestId(): string {
    return `screen-text-${this.#count}`;
  }

  #askInTime(): void {
    const isNews = this.#outputBytes !== this.#askedBytes;
    if (this.#state === 'unwanted' || !isNews || this.#cancelTimer !== undefined) return;
    const restMs = this.#answer === 'awaited' ? ANSWER_MS : SCREEN_EVERY_MS;
    const waitMs = this.#askedMs + restMs - this.#parts.clock.nowMs();
    if (waitMs <= 0) {
      this.#ask();
      return;
    }
    this.#cancelTimer = this.#parts.clock.after(waitMs, () => {
      this.#cancelTimer = undefined;
      this.#ask();
    });
  }

  #ask(): void {
    if (this.#keeper === undefined) return;
    this.#count += 1;
    this.#answer = 'awaited';
    this.#askedBytes = this.#outputBytes;
    this.#askedMs = this.#parts.clock.nowMs();
    this.#keeper.request({ type: 'rows', requestId: this.#requestId });
  }
}

/** Rows as text: a row that goes on in the next one is one with it. */
function withoutSequences(rows: string): string {
  return rows.replace(RENDITION, '').replace(STRING, '').replace(CONTROL, ' ');
}

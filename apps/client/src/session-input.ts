// The person's input on its way to the session: through the filter that sees our hot keys, and again
// when a sequence that was held back is due. What the keys mean is left to the caller.
import type { FocusFor, InputEvent, InputFilter, MouseEncoding } from '@codex-voice/ansi';
import type { InputState, KeeperPeer } from '@codex-voice/protocol';
import { monotonicMs } from './monotonic.ts';

/** Input that was not at rest is looked at again after this long, in ms: a cut character or a lost end
 *  of a sequence counts as over by then. */
const REST_LOOK_MS = 250;

const NOTHING = new Uint8Array(0);

export interface SessionInputParts {
  readonly filter: InputFilter;
  /** The encoding that the agent last asked mouse reports in. */
  readonly mouseEncoding: () => MouseEncoding;
  /** Whom the terminal's focus is told. */
  readonly focusFor: () => FocusFor;
  /** Bytes for the agent, and the state of the input after them; without bytes only the state. */
  readonly pass: (bytes: Uint8Array, state: InputState) => void;
  readonly ours: (event: Exclude<InputEvent, { kind: 'pass' }>) => void;
}

/** Who may be given the person's keys. */
export interface KeyReceivers {
  readonly panel: { readonly takesKeys: boolean; input(bytes: Uint8Array): void };
  /** Present where this terminal only watches. */
  readonly viewer: { viewerTyped(bytes: Uint8Array): void } | undefined;
  /** Looks how long the echo of a key takes. */
  readonly screen: { pressed(): void };
  readonly keeper: Pick<KeeperPeer, 'input'>;
}

/** Gives them to one of these; only the agent's have an echo that is waited for. */
export function passKeys(bytes: Uint8Array, state: InputState, to: KeyReceivers): void {
  if (to.panel.takesKeys) to.panel.input(bytes);
  else if (to.viewer !== undefined) to.viewer.viewerTyped(bytes);
  else {
    if (state.report !== true) to.screen.pressed();
    to.keeper.input(bytes, state);
  }
}

export class SessionInput {
  readonly #parts: SessionInputParts;
  #timer: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Immediate | undefined;
  #restTimer: NodeJS.Timeout | undefined;

  constructor(parts: SessionInputParts) {
    this.#parts = parts;
  }

  /** What the terminal sent. */
  accept(bytes: Uint8Array): void {
    const { filter, mouseEncoding, focusFor } = this.#parts;
    filter.setMouseEncoding(mouseEncoding());
    filter.setFocusFor(focusFor());
    // What is held back has not been let go yet: these bytes came in time, and we were held up.
    const atMs = Math.min(monotonicMs(), (filter.deadlineMs() ?? Number.POSITIVE_INFINITY) - 1);
    this.#take(() => filter.accept(bytes, atMs));
  }

  /** Neither a sequence nor a paste is under way. */
  get isFree(): boolean {
    const { atRest, insidePaste } = this.#state();
    return atRest && !insidePaste;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#expiry);
    clearTimeout(this.#restTimer);
  }

  #take(read: () => readonly InputEvent[]): void {
    const { filter, pass, ours } = this.#parts;
    const lastMs = filter.lastInputMs;
    const events = read();
    const state = this.#state();
    const told = filter.lastInputMs === lastMs ? { ...state, report: true as const } : state;
    for (const event of events) {
      if (event.kind === 'pass') pass(event.bytes, told);
      else ours(event);
    }
    clearTimeout(this.#restTimer);
    if (!state.atRest) this.#lookAgain();
    clearTimeout(this.#timer);
    const dueMs = filter.deadlineMs();
    if (dueMs === undefined) return;
    const waitMs = Math.max(0, dueMs - monotonicMs());
    // What has come meanwhile is read first.
    this.#timer = setTimeout(() => {
      this.#expiry = setImmediate(() => this.#expire());
    }, waitMs);
  }

  #expire(): void {
    // Before its time, where the timer was early, nothing expires and the timer is set again.
    this.#take(() => this.#parts.filter.expire(monotonicMs()));
  }

  #state(): InputState {
    const { filter } = this.#parts;
    return { atRest: filter.inputAtRest(monotonicMs()), insidePaste: filter.insidePaste };
  }

  /** Time alone can bring the input to rest. */
  #lookAgain(): void {
    this.#restTimer = setTimeout(() => {
      const state = this.#state();
      if (state.atRest) this.#parts.pass(NOTHING, { ...state, report: true });
      else if (!state.insidePaste) this.#lookAgain();
    }, REST_LOOK_MS);
  }
}

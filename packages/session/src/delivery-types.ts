// The words delivery speaks: what it is told, what it answers. No logic.
import type { ScreenState } from './ports.ts';
import type { PromptQueue } from './prompt-queue.ts';

/** Everything delivery must know of the terminal at one moment. All times on the caller's one clock, in ms. */
export interface Observation {
  /** The latest assessment of the shadow screen. */
  readonly screen: ScreenState;
  /** That assessment covers every byte the program has written so far. */
  readonly shadowCaughtUp: boolean;
  /** The program asked for bracketed paste (`?2004`). */
  readonly bracketedPaste: boolean;
  /** False inside the person's own paste or an unfinished escape sequence. */
  readonly inputAtRest: boolean;
  /** When the person last pressed a key; absent when never. */
  readonly lastInputMs?: number;
  readonly nowMs: number;
}

/** Why a prompt is not typed, or not sent, just now. */
export type WaitReason =
  | 'nothing-seen-yet'
  | 'dialog'
  | 'busy'
  | 'screen-unknown'
  | 'screen-behind'
  | 'unfinished-input'
  | 'person-typing'
  | 'settling'
  | 'needs-bracketed-paste'
  | 'text-not-seen';

export type UnconfirmedReason =
  /** Written, but never seen in the composer. */
  | 'text-not-seen'
  /** Enter was pressed once, and the composer did not give the text up. */
  | 'enter-not-confirmed'
  /** The text left the composer before Enter was pressed: by the person's hand, or lost. */
  | 'left-composer'
  | 'erase-not-confirmed'
  | 'agent-ended';

export type DropReason =
  | 'queue-full'
  | 'too-long'
  | 'empty'
  | 'scratched'
  | 'cancelled'
  | 'agent-ended';

/** What became of one prompt. */
export type DeliveryState =
  | { readonly state: 'queued' }
  /** `what` names the dialog where `why` is `dialog`. */
  | { readonly state: 'waiting'; readonly why: WaitReason; readonly what?: string }
  | { readonly state: 'typing' }
  /** Seen in the composer. `scratchRefused`: it was to be taken back and could not be. */
  | { readonly state: 'composed'; readonly scratchRefused?: WaitReason }
  | { readonly state: 'sending' }
  | { readonly state: 'sent' }
  | { readonly state: 'unconfirmed'; readonly why: UnconfirmedReason }
  | { readonly state: 'dropped'; readonly why: DropReason };

export type DeliveryChange = { readonly id: string } & DeliveryState;

/** Bytes for the program, to be written at once, in this order, in one piece each. */
export type DeliveryWrite =
  | { readonly kind: 'text'; readonly id: string; readonly bytes: Uint8Array }
  | { readonly kind: 'erase'; readonly id: string; readonly bytes: Uint8Array }
  | { readonly kind: 'enter'; readonly ids: readonly string[]; readonly bytes: Uint8Array };

/** A request that could not be taken. */
export type DeliveryRefusal =
  | 'nothing-to-send'
  | 'nothing-to-scratch'
  | 'duplicate-id'
  | 'no-such-prompt';

export interface DeliveryOutput {
  readonly writes: readonly DeliveryWrite[];
  readonly changes: readonly DeliveryChange[];
  readonly refusal?: DeliveryRefusal;
}

/** How a delivery behaves where both ways can be defended. */
export interface DeliveryOptions {
  readonly queue?: PromptQueue;
  /**
   * What "send" does while the agent works. `wait` (the default): the text stands in the composer
   * and Enter follows when the agent rests. `enter`: Enter at once, to steer a running turn; an
   * approval that opens in the same few milliseconds would be answered by it.
   */
  readonly whileBusy?: 'wait' | 'enter';
}

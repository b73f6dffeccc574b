// The words delivery speaks: what it is told, what it answers. No logic.
import type { Piece } from './draft.ts';
import type { ComposerView, ScreenState } from './ports.ts';
import type { Prompt, PromptQueue } from './prompt-queue.ts';

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
  /** Offered by the agent's protocol, and never answered. */
  | 'submit-not-confirmed'
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

/**
 * Bytes for the program, to be written at once, in one piece, unless the program's output or the
 * person's input has moved since the latest observation. Answered by `Delivery.answered`.
 */
export type DeliveryWrite = {
  /** Names this write for ever: bytes under one id reach the program at most once. */
  readonly writeId: string;
  /** `only-ask`: it may have been written before; find that out, and don't write it now. */
  readonly purpose: 'write' | 'only-ask';
  readonly bytes: Uint8Array;
} & (
  | { readonly kind: 'text'; readonly id: string }
  | { readonly kind: 'erase'; readonly id: string }
  | { readonly kind: 'enter'; readonly ids: readonly string[] }
);

/** `turn`: begins one; `steer`: adds to the one that runs. */
export type SubmissionManner = 'turn' | 'steer';

/** The agent's protocol as far as it is known just now. */
export interface ProtocolFacts {
  /** `waiting`: for a person's answer. `away`: it does not answer, and is expected back. */
  readonly activity: 'idle' | 'busy' | 'waiting' | 'away';
  readonly abilities: ReadonlySet<'steer' | 'interrupt'>;
}

/** A text for the agent's protocol. Answered by `Delivery.submitted`. */
export interface DeliverySubmission {
  /** The prompt's: a text under one id is offered at most once. */
  readonly id: string;
  readonly text: string;
  readonly manner: SubmissionManner;
  /** `only-ask`: it may have been offered before; find that out, and don't offer it now. */
  readonly purpose: 'submit' | 'only-ask';
}

/**
 * What became of a submission. `unconfirmed`: offered, and no answer; `not-now`: not taken, and to be
 * offered again; `not-here`: not taken, to be typed instead; `not-sent`: not taken, to be put into the
 * composer and left to the person to send; `never-offered`: by nobody.
 */
export interface SubmissionAnswer {
  readonly id: string;
  readonly result: 'taken' | 'unconfirmed' | 'not-now' | 'not-here' | 'not-sent' | 'never-offered';
  readonly nowMs: number;
}

/** What became of a write. With `stale` and `ended` nothing was written. */
export interface WriteAnswer {
  readonly writeId: string;
  readonly result: 'written' | 'already-written' | 'stale' | 'ended';
  readonly nowMs: number;
}

/** A request that could not be taken. */
export type DeliveryRefusal =
  | 'nothing-to-send'
  | 'nothing-to-scratch'
  | 'nothing-to-clear'
  | 'duplicate-id'
  | 'no-such-prompt'
  /** Its text is on its way into the composer, or stands there. */
  | 'being-typed'
  /** The agent's protocol has it. */
  | 'being-submitted'
  | 'empty'
  | 'too-long';

export interface DeliveryOutput {
  readonly writes: readonly DeliveryWrite[];
  readonly submissions?: readonly DeliverySubmission[];
  /** The running turn is to be interrupted for this prompt. */
  readonly interruptFor?: string;
  readonly changes: readonly DeliveryChange[];
  /** Prompts whose text has left the composer by another hand: deleted, or sent and not yet told. */
  readonly left?: readonly string[];
  readonly refusal?: DeliveryRefusal;
}

/** Whether it is known that the bytes have been written. */
type Asked = { readonly answer: 'awaited' | 'written' };

/** What a delivery is in the middle of, without its time, as plain JSON. */
export type PhaseMemory =
  | { readonly kind: 'idle' }
  | ({
      readonly kind: 'typing';
      readonly prompt: Prompt;
      readonly before: ComposerView;
      /** How the text is framed: as one bracketed paste, or as keys. */
      readonly as: 'paste' | 'keys';
    } & Asked)
  | ({ readonly kind: 'sending' } & Asked)
  | ({ readonly kind: 'erasing'; readonly piece: Piece; readonly keys: number } & Asked)
  | {
      readonly kind: 'submitting';
      readonly prompt: Prompt;
      readonly manner: SubmissionManner;
      /** `unconfirmed`: no answer came, and one may still. */
      readonly answer: 'awaited' | 'unconfirmed';
      /** The person wants it no more: not taken, it is dropped. */
      readonly cancelled?: true;
    };

/** All that a successor needs to go on, as plain JSON. Times are not part of it. */
export interface DeliveryMemory {
  readonly queue: readonly Prompt[];
  /** Ids taken so far, oldest first, as many as are remembered. */
  readonly ids: readonly string[];
  readonly phase: PhaseMemory;
  readonly draft: readonly Piece[];
  readonly sendRequested: boolean;
  /** Enters and erasures written so far: part of the next one's id. */
  readonly keysWritten: number;
}

/** How a delivery behaves where both ways can be defended. */
export interface DeliveryOptions {
  readonly queue?: PromptQueue;
  /** What an earlier delivery of the same program had in mind when it ended; takes the place of `queue`. */
  readonly memory?: DeliveryMemory;
  /**
   * What "send" does while the agent works. `wait` (the default): the text stands in the composer
   * and Enter follows when the agent rests. `enter`: Enter at once, to steer a running turn; an
   * approval that opens in the same few milliseconds would be answered by it.
   */
  readonly whileBusy?: 'wait' | 'enter';
}

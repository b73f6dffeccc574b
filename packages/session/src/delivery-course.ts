// What a delivery is in the middle of, and how that ends: by what the screen shows, because nothing was
// written, or with the program. What is begun, and when, is the delivery's.
import { MemoryKeeper } from './delivery-memory.ts';
import {
  foundTyping,
  type Phase,
  phaseDueMs,
  typedText,
  verdictOf,
  type WritingPhase,
} from './delivery-phase.ts';
import type {
  DeliveryMemory,
  DeliveryState,
  Observation,
  SubmissionAnswer,
} from './delivery-types.ts';
import type { Piece } from './draft.ts';
import { DraftWatch } from './draft-watch.ts';
import { visibleComposer } from './gates.ts';
import type { ComposerView } from './ports.ts';
import { type Prompt, PromptQueue, unheld } from './prompt-queue.ts';
import { StatusLog } from './status-log.ts';
import { TakeBack } from './take-back.ts';

type Typing = Extract<Phase, { kind: 'typing' }>;
type Submitting = Extract<Phase, { kind: 'submitting' }>;

const IDLE: Phase = { kind: 'idle', sinceMs: 0 };
const SCRATCHED: DeliveryState = { state: 'dropped', why: 'scratched' };
const NOT_ERASED: DeliveryState = { state: 'unconfirmed', why: 'erase-not-confirmed' };
const NOT_SENT: DeliveryState = { state: 'unconfirmed', why: 'enter-not-confirmed' };
const GONE: DeliveryState = { state: 'unconfirmed', why: 'agent-ended' };
const NOT_ANSWERED: DeliveryState = { state: 'unconfirmed', why: 'submit-not-confirmed' };
const SENT: DeliveryState = { state: 'sent' };

/** Prompts whose fate was not seen, remembered for a late word of the agent's; more than fail in a row. */
const REMEMBERED_UNCONFIRMED = 64;

/** Facts newer than those that a write was decided on are awaited. */
const TAKEN_BACK: DeliveryState = { state: 'waiting', why: 'screen-behind' };

/** Its fields are the delivery's to set as it begins things. */
export class DeliveryCourse {
  readonly log = new StatusLog();
  readonly queue: PromptQueue;
  readonly takingBack = new TakeBack();
  readonly draftWatch = new DraftWatch();
  phase: Phase = IDLE;
  draft: readonly Piece[] = [];
  sendRequested = false;
  keysWritten = 0;
  /** The prompt that the protocol has refused: its way is the composer. */
  typedInstead: string | undefined;
  readonly #unconfirmed = new Set<string>();
  /** Typed, and taken as the agent itself says, while the screen has not shown it yet. */
  readonly #taken = new Set<string>();
  readonly #memory = new MemoryKeeper();
  #left: readonly string[] = [];

  constructor(queue: PromptQueue, memory?: DeliveryMemory) {
    this.queue = queue;
    if (memory === undefined) return;
    this.queue = new PromptQueue(undefined, { entries: memory.queue, ids: memory.ids });
    this.phase = { ...memory.phase, sinceMs: Number.NEGATIVE_INFINITY };
    this.draft = memory.draft;
    this.sendRequested = memory.sendRequested;
    this.keysWritten = memory.keysWritten;
  }

  /** What a successor must know; the same object while nothing has changed. */
  memory(): DeliveryMemory {
    const { sinceMs: _, ...phase } = this.phase;
    const { draft, sendRequested, keysWritten } = this;
    return this.#memory.take({ phase, draft, sendRequested, keysWritten }, this.queue);
  }

  /** Ends the phase when what it waits for is seen, or its time is over. */
  settle(facts: Observation, phase: Exclude<Phase, { kind: 'idle' }>): void {
    if (phase.kind === 'submitting') {
      const dueMs = phaseDueMs(phase);
      if (dueMs !== undefined && facts.nowMs >= dueMs) this.#giveUp(phase);
      return;
    }
    const verdict = verdictOf(facts, phase, this.draft);
    if (verdict === 'pending') return;
    if (verdict === 'hidden') {
      // The turn has begun with a question, or Enter opened one: no verdict, and no lateness.
      this.phase = { ...phase, sinceMs: facts.nowMs };
      return;
    }
    this.phase = IDLE;
    if (phase.kind !== 'typing') this.keysWritten += 1;
    if (phase.kind === 'erasing') {
      const { id } = phase.piece;
      if (verdict === 'seen') this.takingBack.next(facts.nowMs);
      this.log.set(id, verdict === 'seen' ? SCRATCHED : NOT_ERASED);
    } else if (phase.kind === 'sending') {
      const sent = verdict === 'seen' || this.draft.every(({ id }) => this.#taken.has(id));
      if (!sent) this.#lose(this.draft, NOT_SENT);
      else {
        this.log.setAll(this.draft, SENT);
        this.reset();
      }
    } else
      this.#settleTyping(phase, verdict === 'seen' ? visibleComposer(facts.screen) : undefined);
  }

  #settleTyping({ prompt, before }: Typing, shown: ComposerView | undefined): void {
    if (shown === undefined) {
      this.takingBack.end();
      this.#lose([prompt], { state: 'unconfirmed', why: 'text-not-seen' });
      return;
    }
    const text = typedText(prompt, before);
    const held = prompt.held === true ? { held: true as const } : {};
    this.draft = [...this.draft, { id: prompt.id, text, before, shown, ...held }];
    this.log.set(prompt.id, { state: 'composed' });
    this.sendRequested = prompt.intent === 'send' && !this.#isHeld;
  }

  /** One Enter would send what the agent refused. */
  get #isHeld(): boolean {
    return this.draft.some(({ held }) => held === true);
  }

  /** The person wants it sent, all that stands there. */
  release(): void {
    if (this.#isHeld) this.draft = this.draft.map(unheld);
    if (this.phase.kind === 'typing')
      this.phase = { ...this.phase, prompt: unheld(this.phase.prompt) };
  }

  /** What was to go alone, and stands behind a held text after all, is parted from it. */
  parted(prompt: Prompt): Prompt {
    const { text, alone } = prompt;
    if (!this.#isHeld || alone !== undefined || /^\s/u.test(text)) return prompt;
    return { ...prompt, text: ` ${text}`, alone: text };
  }

  /** Its bytes are written; by a predecessor that could not keep it, they may be seen already. */
  wrote(
    phase: WritingPhase,
    { nowMs, by }: { readonly nowMs: number; readonly by: 'us' | 'predecessor' },
  ): void {
    const done = { ...phase, answer: 'written', sinceMs: nowMs } as const;
    this.phase = by === 'predecessor' && done.kind === 'typing' ? foundTyping(done) : done;
  }

  /** Nothing was written: everything is as it was before it was asked for. */
  takeBack(phase: WritingPhase, nowMs: number): void {
    this.phase = IDLE;
    if (phase.kind === 'sending') {
      this.sendRequested = true;
      this.log.setAll(this.draft, TAKEN_BACK);
    } else if (phase.kind === 'erasing') {
      this.draft = [...this.draft, phase.piece];
      this.takingBack.tryAgain(nowMs);
    } else if (!this.takingBack.isWanted) {
      this.queue.putBack(phase.prompt);
      this.log.set(phase.prompt.id, TAKEN_BACK);
    } else {
      this.takingBack.next(nowMs);
      this.log.set(phase.prompt.id, SCRATCHED);
    }
  }

  /** The agent's own word on a prompt. `taken` counts whenever it comes, of typed ones as well. */
  submitted({ id, result, nowMs }: SubmissionAnswer): void {
    const { phase } = this;
    const isIt = phase.kind === 'submitting' && phase.prompt.id === id;
    if (!isIt) {
      if (result === 'taken') this.#confirmed(id);
      return;
    }
    switch (result) {
      case 'taken':
        this.phase = IDLE;
        this.log.set(id, SENT);
        return;
      case 'unconfirmed':
        if (phase.answer === 'awaited')
          this.phase = { ...phase, answer: 'unconfirmed', sinceMs: nowMs };
        return;
      case 'not-here':
      case 'not-sent':
      case 'not-now':
      case 'never-offered':
        this.phase = IDLE;
        if (phase.cancelled === true) {
          this.log.set(id, { state: 'dropped', why: 'cancelled' });
          return;
        }
        if (result === 'not-here') this.typedInstead = id;
        this.queue.putBack(
          result === 'not-sent' ? { ...phase.prompt, intent: 'compose', held: true } : phase.prompt,
        );
        this.log.set(id, result === 'not-now' ? { state: 'waiting', why: 'busy' } : TAKEN_BACK);
    }
  }

  /** What is being submitted is wanted no more; whether it still can be dropped, its answer says. */
  cancelSubmission(): void {
    if (this.phase.kind === 'submitting') this.phase = { ...this.phase, cancelled: true };
  }

  /** No answer came, and none is expected any more: it is never offered or typed again. */
  #giveUp({ prompt: { id } }: Submitting): void {
    this.phase = IDLE;
    this.#lose([{ id }], NOT_ANSWERED);
  }

  #confirmed(id: string): void {
    const { phase } = this;
    if (this.#unconfirmed.delete(id)) this.log.set(id, SENT);
    const isTyping = phase.kind === 'typing' && phase.prompt.id === id;
    if (isTyping || this.draft.some((piece) => piece.id === id)) this.#taken.add(id);
  }

  /** What became of them was not seen; without a state nothing was expected of the screen. */
  #lose(prompts: readonly { readonly id: string }[], state?: DeliveryState): void {
    for (const { id } of prompts) {
      if (this.#taken.delete(id)) {
        this.log.set(id, SENT);
        continue;
      }
      if (state !== undefined) this.log.set(id, state);
      this.#unconfirmed.add(id);
    }
    for (const oldest of this.#unconfirmed) {
      if (this.#unconfirmed.size <= REMEMBERED_UNCONFIRMED) break;
      this.#unconfirmed.delete(oldest);
    }
  }

  /** Our texts are to leave the composer: nothing of it is sent before. */
  startTakingBack(extent: 'newest' | 'all', nowMs: number): void {
    this.sendRequested = false;
    if (this.phase.kind === 'typing')
      this.phase = { ...this.phase, prompt: { ...this.phase.prompt, intent: 'compose' } };
    this.takingBack.start(extent, nowMs);
  }

  /** The person may send or delete our text with their own hands: then it is no longer ours. */
  watchDraft(facts: Observation): void {
    if (!this.draftWatch.isGone(facts, this.draft)) return;
    const untold = this.draft.filter(({ id }) => !this.#taken.has(id));
    this.#left = [...this.#left, ...untold.map(({ id }) => id)];
    const left = { state: 'unconfirmed', why: 'left-composer' } as const;
    this.#lose(this.draft, this.sendRequested ? left : undefined);
    this.reset();
  }

  /** The prompts that have left the composer since the last call. */
  takeLeft(): readonly string[] {
    const left = this.#left;
    this.#left = [];
    return left;
  }

  /** The program has ended: what waits is dropped, what was under way is unconfirmed. */
  end(): void {
    this.log.setAll(this.queue.clear(), { state: 'dropped', why: 'agent-ended' });
    if (this.phase.kind === 'typing' || this.phase.kind === 'submitting')
      this.log.set(this.phase.prompt.id, GONE);
    if (this.phase.kind === 'erasing') this.log.set(this.phase.piece.id, GONE);
    if (this.phase.kind === 'sending' || this.sendRequested) this.log.setAll(this.draft, GONE);
    this.reset();
  }

  reset(): void {
    this.#taken.clear();
    this.phase = IDLE;
    this.draft = [];
    this.sendRequested = false;
    this.takingBack.end();
    this.draftWatch.forget();
  }
}

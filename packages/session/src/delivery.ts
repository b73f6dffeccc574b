// Puts queued prompts into a terminal program: at the right moment, once, and seen. It knows
// neither clock nor terminal: both come in as observations, and what it decides goes out as values.
import { backspaceBytes, cleanText, enterBytes, pasteBytes, typedBytes } from './clean-text.ts';
import type {
  DeliveryOptions,
  DeliveryOutput,
  DeliveryRefusal,
  DeliveryState,
  DeliveryWrite,
  DropReason,
  Observation,
} from './delivery-types.ts';
import { holdsDraft, keysToErase, type Piece } from './draft.ts';
import {
  AFTER_ENTER_MS,
  CALM_MS,
  type Obstacle,
  obstacle,
  openComposer,
  SETTLE_MS,
  textObstacle,
  visibleComposer,
  waiting,
} from './gates.ts';
import type { ComposerView } from './ports.ts';
import { type Prompt, PromptQueue } from './prompt-queue.ts';
import { endsWithText, showsInserted, visibleEssence } from './seen-text.ts';
import { StatusLog } from './status-log.ts';

/** How long our text may stay unseen, in ms; an agent that starts a heavy turn redraws late. */
export const SEEN_TIMEOUT_MS = 5000;

/** How long the composer may keep our text after Enter, in ms, dialogs not counted. */
export const SENT_TIMEOUT_MS = 5000;

/** How long "scratch that" may wait for its moment, in ms: later it would surprise. */
export const SCRATCH_PATIENCE_MS = 2000;

/** How long a composer must be without our text before it counts as gone, in ms: longer than one torn redraw. */
export const GONE_AFTER_MS = 400;

/** Step of time at which a waiting delivery looks at its rests again, in ms: below what a person notices. */
const POLL_MS = 50;

type Phase =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'typing';
      readonly prompt: Prompt;
      readonly text: string;
      readonly before: ComposerView;
      readonly sinceMs: number;
    }
  | { readonly kind: 'sending'; readonly sinceMs: number }
  | { readonly kind: 'erasing'; readonly piece: Piece; readonly sinceMs: number };

/** The delivery of one session. Call `observe` whenever a fact changes, and `tick` at `nextTickMs`. */
export class Delivery {
  readonly #queue: PromptQueue;
  readonly #whileBusy: 'wait' | 'enter';
  readonly #log = new StatusLog();
  #facts: Observation | undefined;
  #phase: Phase = { kind: 'idle' };
  #draft: readonly Piece[] = [];
  #sendRequested = false;
  #scratchSinceMs: number | undefined;
  #lastTextMs = Number.NEGATIVE_INFINITY;
  #lastEnterMs = Number.NEGATIVE_INFINITY;
  /** Since when the screen has shown a resting composer. */
  #calmSinceMs: number | undefined;
  #goneSinceMs: number | undefined;

  constructor(options: DeliveryOptions = {}) {
    this.#queue = options.queue ?? new PromptQueue();
    this.#whileBusy = options.whileBusy ?? 'wait';
  }

  /** Prompts not yet typed, oldest first. */
  get queued(): readonly Prompt[] {
    return this.#queue.entries;
  }

  /** Ids of the prompts whose text stands in the composer as far as we know, oldest first. */
  get draft(): readonly string[] {
    return this.#draft.map((piece) => piece.id);
  }

  /** Adds a prompt. Refusal `duplicate-id` leaves the first prompt of that id untouched. */
  enqueue(prompt: Prompt): DeliveryOutput {
    const text = cleanText(prompt.text);
    if (text.trim() === '') return this.#drop(prompt.id, 'empty');
    const answer = this.#queue.add({ ...prompt, text });
    if (answer === 'duplicate-id') return { writes: [], changes: [], refusal: answer };
    if (answer !== 'queued') return this.#drop(prompt.id, answer);
    this.#log.set(prompt.id, { state: 'queued' });
    return this.#step();
  }

  /** Takes the terminal's facts. */
  observe(facts: Observation): DeliveryOutput {
    this.#facts = facts;
    if (facts.screen.kind === 'composer') this.#calmSinceMs ??= facts.nowMs;
    else this.#calmSinceMs = undefined;
    return this.#step();
  }

  /** Time has passed; the last facts still hold. */
  tick(nowMs: number): DeliveryOutput {
    if (this.#facts !== undefined) this.#facts = { ...this.#facts, nowMs };
    return this.#step();
  }

  /** "Send it": one Enter, after everything queued so far stands in the composer. */
  send(nowMs: number): DeliveryOutput {
    if (this.#queue.sendNewest()) return this.tick(nowMs);
    if (this.#phase.kind === 'typing') {
      this.#phase = { ...this.#phase, prompt: { ...this.#phase.prompt, intent: 'send' } };
      return this.tick(nowMs);
    }
    if (this.#draft.length === 0 || this.#phase.kind !== 'idle')
      return this.#refuse('nothing-to-send');
    this.#sendRequested = true;
    return this.tick(nowMs);
  }

  /** "Scratch that": the newest prompt leaves the queue, or its text the composer while it is still ours to take. */
  scratch(nowMs: number): DeliveryOutput {
    const waitingPrompt = this.#queue.pop();
    if (waitingPrompt !== undefined) return this.#drop(waitingPrompt.id, 'scratched');
    const ours =
      this.#phase.kind === 'typing' || (this.#phase.kind === 'idle' && this.#draft.length > 0);
    if (!ours) return this.#refuse('nothing-to-scratch');
    this.#sendRequested = false;
    if (this.#phase.kind === 'typing')
      this.#phase = { ...this.#phase, prompt: { ...this.#phase.prompt, intent: 'compose' } };
    this.#scratchSinceMs = nowMs;
    return this.tick(nowMs);
  }

  /** Takes a prompt that was not typed yet out of the queue. */
  cancel(id: string): DeliveryOutput {
    return this.#queue.remove(id) === undefined
      ? this.#refuse('no-such-prompt')
      : this.#drop(id, 'cancelled');
  }

  /** The program has ended: what waits is dropped, what was under way is unconfirmed. */
  childExited(): DeliveryOutput {
    for (const prompt of this.#queue.clear())
      this.#log.set(prompt.id, { state: 'dropped', why: 'agent-ended' });
    const gone: DeliveryState = { state: 'unconfirmed', why: 'agent-ended' };
    if (this.#phase.kind === 'typing') this.#log.set(this.#phase.prompt.id, gone);
    if (this.#phase.kind === 'erasing') this.#log.set(this.#phase.piece.id, gone);
    if (this.#phase.kind === 'sending' || this.#sendRequested) this.#setDraft(gone);
    this.#reset();
    this.#facts = undefined;
    return { writes: [], changes: this.#log.take() };
  }

  /** When `tick` can next change anything, in ms on the caller's clock; undefined: only an observation can. */
  get nextTickMs(): number | undefined {
    const moments: number[] = [];
    if (this.#phase.kind === 'typing') moments.push(this.#phase.sinceMs + SEEN_TIMEOUT_MS);
    if (this.#phase.kind === 'sending') moments.push(this.#phase.sinceMs + SENT_TIMEOUT_MS);
    if (this.#phase.kind === 'erasing') moments.push(this.#phase.sinceMs + SEEN_TIMEOUT_MS);
    if (this.#scratchSinceMs !== undefined)
      moments.push(this.#scratchSinceMs + SCRATCH_PATIENCE_MS);
    if (this.#goneSinceMs !== undefined) moments.push(this.#goneSinceMs + GONE_AFTER_MS);
    if (
      this.#facts !== undefined &&
      (this.#sendRequested || this.#queue.head !== undefined || moments.length > 0)
    )
      moments.push(this.#facts.nowMs + POLL_MS);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  #step(): DeliveryOutput {
    const writes: DeliveryWrite[] = [];
    const facts = this.#facts;
    if (facts === undefined) {
      if (this.#queue.head !== undefined) this.#waitHead({ why: 'nothing-seen-yet' });
    } else {
      this.#settlePhase(facts);
      const write = this.#phase.kind === 'idle' ? this.#act(facts) : undefined;
      if (write !== undefined) writes.push(write);
    }
    return { writes, changes: this.#log.take() };
  }

  /** Ends the phase when what it waits for is seen, or its time is over. */
  #settlePhase(facts: Observation): void {
    switch (this.#phase.kind) {
      case 'idle':
        this.#watchDraft(facts);
        break;
      case 'typing':
        this.#settleTyping(facts, this.#phase);
        break;
      case 'sending':
        this.#settleSending(facts, this.#phase);
        break;
      case 'erasing':
        this.#settleErasing(facts, this.#phase);
        break;
    }
  }

  #settleTyping(facts: Observation, phase: Extract<Phase, { kind: 'typing' }>): void {
    const now = visibleComposer(facts.screen);
    const { prompt, text, before } = phase;
    if (
      facts.shadowCaughtUp &&
      now !== undefined &&
      showsInserted({ before, inserted: text, now })
    ) {
      this.#phase = { kind: 'idle' };
      this.#draft = [...this.#draft, { id: prompt.id, text, before, shown: now }];
      this.#log.set(prompt.id, { state: 'composed' });
      this.#sendRequested = prompt.intent === 'send';
    } else if (facts.nowMs - phase.sinceMs >= SEEN_TIMEOUT_MS) {
      this.#phase = { kind: 'idle' };
      this.#scratchSinceMs = undefined;
      this.#log.set(prompt.id, { state: 'unconfirmed', why: 'text-not-seen' });
    }
  }

  #settleSending(facts: Observation, phase: Extract<Phase, { kind: 'sending' }>): void {
    const now = openComposer(facts.screen);
    if (facts.shadowCaughtUp && now !== undefined && !holdsDraft(this.#draft, now)) {
      this.#setDraft({ state: 'sent' });
      this.#reset();
    } else if (facts.screen.kind === 'dialog') {
      // The turn has begun with a question, or Enter opened one: the composer is hidden. No verdict, no timeout.
      this.#phase = { kind: 'sending', sinceMs: facts.nowMs };
    } else if (facts.nowMs - phase.sinceMs >= SENT_TIMEOUT_MS) {
      this.#setDraft({ state: 'unconfirmed', why: 'enter-not-confirmed' });
      this.#phase = { kind: 'idle' };
    }
  }

  #settleErasing(facts: Observation, phase: Extract<Phase, { kind: 'erasing' }>): void {
    const now = openComposer(facts.screen);
    const { piece } = phase;
    const restored =
      now !== undefined && visibleEssence(now.text) === visibleEssence(piece.before.text);
    if (facts.shadowCaughtUp && restored && !endsWithText(now, piece.text)) {
      this.#phase = { kind: 'idle' };
      this.#log.set(piece.id, { state: 'dropped', why: 'scratched' });
    } else if (facts.nowMs - phase.sinceMs >= SEEN_TIMEOUT_MS) {
      this.#phase = { kind: 'idle' };
      this.#log.set(piece.id, { state: 'unconfirmed', why: 'erase-not-confirmed' });
    }
  }

  /** The person may send or delete our text with their own hands: then it is no longer ours. */
  #watchDraft(facts: Observation): void {
    const now = openComposer(facts.screen);
    if (
      this.#draft.length === 0 ||
      !facts.shadowCaughtUp ||
      now === undefined ||
      holdsDraft(this.#draft, now)
    ) {
      this.#goneSinceMs = undefined;
      return;
    }
    this.#goneSinceMs ??= facts.nowMs;
    if (facts.nowMs - this.#goneSinceMs < GONE_AFTER_MS) return;
    if (this.#sendRequested) this.#setDraft({ state: 'unconfirmed', why: 'left-composer' });
    this.#reset();
  }

  /** At most one write: the screen must be looked at again after each. */
  #act(facts: Observation): DeliveryWrite | undefined {
    if (this.#scratchSinceMs !== undefined) return this.#tryScratch(facts, this.#scratchSinceMs);
    if (this.#sendRequested) return this.#tryEnter(facts);
    return this.#tryType(facts);
  }

  #tryType(facts: Observation): DeliveryWrite | undefined {
    const prompt = this.#queue.head;
    if (prompt === undefined) return undefined;
    const found = obstacle(facts) ?? textObstacle(facts, prompt.text);
    const before = openComposer(facts.screen);
    if (found !== undefined || before === undefined) {
      this.#waitHead(found ?? { why: 'busy' });
      return undefined;
    }
    this.#queue.shift();
    this.#phase = { kind: 'typing', prompt, text: prompt.text, before, sinceMs: facts.nowMs };
    this.#lastTextMs = facts.nowMs;
    this.#log.set(prompt.id, { state: 'typing' });
    const bytes = facts.bracketedPaste ? pasteBytes(prompt.text) : typedBytes(prompt.text);
    return { kind: 'text', id: prompt.id, bytes };
  }

  #tryEnter(facts: Observation): DeliveryWrite | undefined {
    const found = obstacle(facts) ?? this.#enterObstacle(facts);
    if (found !== undefined) {
      this.#setDraft(waiting(found));
      return undefined;
    }
    this.#sendRequested = false;
    this.#lastEnterMs = facts.nowMs;
    this.#phase = { kind: 'sending', sinceMs: facts.nowMs };
    this.#setDraft({ state: 'sending' });
    return { kind: 'enter', ids: this.draft, bytes: enterBytes() };
  }

  #enterObstacle(facts: Observation): Obstacle {
    const now = openComposer(facts.screen);
    if (now === undefined || !holdsDraft(this.#draft, now)) return { why: 'text-not-seen' };
    const works = facts.screen.kind === 'busy';
    if (works && this.#whileBusy === 'wait') return { why: 'busy' };
    const settled =
      facts.nowMs - this.#lastTextMs >= SETTLE_MS &&
      facts.nowMs - this.#lastEnterMs >= AFTER_ENTER_MS &&
      (works || facts.nowMs - (this.#calmSinceMs ?? facts.nowMs) >= CALM_MS);
    return settled ? undefined : { why: 'settling' };
  }

  #tryScratch(facts: Observation, sinceMs: number): DeliveryWrite | undefined {
    const piece = this.#draft.at(-1);
    if (piece === undefined) {
      this.#scratchSinceMs = undefined;
      return undefined;
    }
    const now = openComposer(facts.screen);
    const keys = now === undefined ? undefined : keysToErase(piece, now);
    const found =
      obstacle(facts) ?? (keys === undefined ? { why: 'text-not-seen' as const } : undefined);
    if (keys !== undefined && found === undefined) {
      this.#scratchSinceMs = undefined;
      this.#draft = this.#draft.slice(0, -1);
      this.#phase = { kind: 'erasing', piece, sinceMs: facts.nowMs };
      return { kind: 'erase', id: piece.id, bytes: backspaceBytes(keys) };
    }
    if (facts.nowMs - sinceMs >= SCRATCH_PATIENCE_MS) {
      this.#scratchSinceMs = undefined;
      this.#log.set(piece.id, { state: 'composed', scratchRefused: found?.why ?? 'text-not-seen' });
    }
    return undefined;
  }

  #waitHead(found: NonNullable<Obstacle>): void {
    const head = this.#queue.head;
    if (head !== undefined) this.#log.set(head.id, waiting(found));
  }

  #setDraft(state: DeliveryState): void {
    for (const piece of this.#draft) this.#log.set(piece.id, state);
  }

  #reset(): void {
    this.#phase = { kind: 'idle' };
    this.#draft = [];
    this.#sendRequested = false;
    this.#scratchSinceMs = undefined;
    this.#goneSinceMs = undefined;
  }

  #drop(id: string, why: DropReason): DeliveryOutput {
    this.#log.set(id, { state: 'dropped', why });
    return { writes: [], changes: this.#log.take() };
  }

  #refuse(refusal: DeliveryRefusal): DeliveryOutput {
    return { writes: [], changes: this.#log.take(), refusal };
  }
}

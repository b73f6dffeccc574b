// Puts queued prompts into a terminal program: at the right moment, once, and seen. It knows
// neither clock nor terminal: both come in as observations, and what it decides goes out as values.
import type { QueueEdit } from '@codex-voice/protocol';
import { MemoryKeeper } from './delivery-memory.ts';
import { type Phase, phaseDueMs, phaseWrite, typedText, verdictOf } from './delivery-phase.ts';
import type {
  DeliveryMemory,
  DeliveryOptions,
  DeliveryOutput,
  DeliveryRefusal,
  DeliveryState,
  DeliveryWrite,
  DropReason,
  Observation,
  WriteAnswer,
} from './delivery-types.ts';
import type { Piece } from './draft.ts';
import { DraftWatch } from './draft-watch.ts';
import {
  enterObstacle,
  type Obstacle,
  obstacle,
  openComposer,
  textObstacle,
  visibleComposer,
  waiting,
} from './gates.ts';
import type { ComposerView } from './ports.ts';
import { cleanPrompt, type Prompt, PromptQueue } from './prompt-queue.ts';
import { editQueue } from './queue-edit.ts';
import { Rests } from './rests.ts';
import { StatusLog } from './status-log.ts';
import { erasure, ourTexts, TakeBack } from './take-back.ts';

/** Step of time at which a waiting delivery looks at its rests again, in ms: below what a person notices. */
const POLL_MS = 50;
type Typing = Extract<Phase, { kind: 'typing' }>;

const IDLE: Phase = { kind: 'idle', sinceMs: 0 };
const CANCELLED: DeliveryState = { state: 'dropped', why: 'cancelled' };
const SCRATCHED: DeliveryState = { state: 'dropped', why: 'scratched' };
const NOT_ERASED: DeliveryState = { state: 'unconfirmed', why: 'erase-not-confirmed' };
const NOT_SENT: DeliveryState = { state: 'unconfirmed', why: 'enter-not-confirmed' };
/** Facts newer than those that a write was decided on are awaited. */
const TAKEN_BACK: DeliveryState = { state: 'waiting', why: 'screen-behind' };

/** The delivery of one session: `observe` each change, `tick` at `nextTickMs`, `answered` for each write. */
export class Delivery {
  readonly #queue: PromptQueue;
  readonly #whileBusy: 'wait' | 'enter';
  readonly #log = new StatusLog();
  #facts: Observation | undefined;
  #phase: Phase = IDLE;
  #draft: readonly Piece[] = [];
  #sendRequested = false;
  #keysWritten = 0;
  readonly #takingBack = new TakeBack();
  readonly #rests = new Rests();
  readonly #draftWatch = new DraftWatch();
  /** Facts came since the write that is not answered yet. */
  #observedSinceWrite = false;
  /** Rests begin anew with the first facts: what an earlier delivery did may have been a moment ago. */
  #restsAreUnknown = false;
  readonly #memory = new MemoryKeeper();

  constructor(options: DeliveryOptions = {}) {
    const { memory } = options;
    this.#whileBusy = options.whileBusy ?? 'wait';
    this.#queue = options.queue ?? new PromptQueue();
    if (memory === undefined) return;
    this.#queue = new PromptQueue(undefined, { entries: memory.queue, ids: memory.ids });
    this.#phase = { ...memory.phase, sinceMs: Number.NEGATIVE_INFINITY };
    this.#draft = memory.draft;
    this.#sendRequested = memory.sendRequested;
    this.#keysWritten = memory.keysWritten;
    this.#restsAreUnknown = true;
  }

  /** Prompts not yet typed, oldest first. */
  get queued(): readonly Prompt[] {
    return this.#queue.entries;
  }

  /** Ids of the prompts whose text stands in the composer as far as we know, oldest first. */
  get draft(): readonly string[] {
    return this.#draft.map((piece) => piece.id);
  }

  /** What a successor must know. To be kept before a write is made; the same object while nothing has changed. */
  memory(): DeliveryMemory {
    const { sinceMs: _, ...phase } = this.#phase;
    const state = { draft: this.#draft, sendRequested: this.#sendRequested };
    return this.#memory.take({ phase, ...state, keysWritten: this.#keysWritten }, this.#queue);
  }

  /**
   * The program can be written to, for the first time or again: asks what became of a write whose
   * answer was lost.
   */
  resume(): DeliveryOutput {
    const lost = this.#phase.kind !== 'idle' && this.#phase.answer === 'awaited';
    const question = lost ? this.#write('only-ask') : undefined;
    return { writes: question === undefined ? [] : [question], changes: this.#log.take() };
  }

  /** Adds a prompt. Refusal `duplicate-id` leaves the first prompt of that id untouched. */
  enqueue(prompt: Prompt): DeliveryOutput {
    const cleaned = cleanPrompt(prompt);
    if (cleaned.text.trim() === '') return this.#drop(prompt.id, 'empty');
    const answer = this.#queue.add(cleaned);
    if (answer === 'duplicate-id') return this.#refuse(answer);
    if (answer !== 'queued') return this.#drop(prompt.id, answer);
    this.#log.set(prompt.id, { state: 'queued' });
    return this.#step();
  }

  /** Takes the terminal's facts. */
  observe(facts: Observation): DeliveryOutput {
    this.#facts = facts;
    this.#observedSinceWrite = true;
    this.#rests.observed(facts);
    if (this.#restsAreUnknown) this.#restartRests(facts.nowMs);
    return this.#step();
  }

  /** Time has passed; the last facts still hold. */
  tick(nowMs: number): DeliveryOutput {
    if (this.#facts !== undefined) this.#facts = { ...this.#facts, nowMs };
    return this.#step();
  }

  /** What became of a write. An answer to anything else is ignored. */
  answered({ writeId, result, nowMs }: WriteAnswer): DeliveryOutput {
    const phase = this.#phase;
    const asked = phase.kind !== 'idle' && phase.answer === 'awaited';
    if (!asked || this.#write('only-ask')?.writeId !== writeId)
      return { writes: [], changes: this.#log.take() };
    if (result === 'written' || result === 'already-written') {
      this.#phase = { ...phase, answer: 'written', sinceMs: nowMs };
      if (phase.kind === 'typing') this.#rests.wroteText(nowMs);
      if (phase.kind === 'sending') this.#rests.wroteEnter(nowMs);
    } else {
      this.#takeBack(phase, nowMs);
      // The same facts would only be refused again: newer ones are on their way.
      if (!this.#observedSinceWrite && this.#facts !== undefined)
        this.#facts = { ...this.#facts, shadowCaughtUp: false };
    }
    return this.tick(nowMs);
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
    if (ourTexts(this.#draft, this.#phase) === 'none') return this.#refuse('nothing-to-scratch');
    this.#startTakingBack('newest', nowMs);
    return this.tick(nowMs);
  }

  /** Everything leaves the queue, and the composer too while nothing stands in it but our texts. */
  clear(nowMs: number): DeliveryOutput {
    const waited = this.#queue.clear();
    this.#log.setAll(waited, CANCELLED);
    if (ourTexts(this.#draft, this.#phase) === 'alone') this.#startTakingBack('all', nowMs);
    else if (waited.length === 0) return this.#refuse('nothing-to-clear');
    return this.tick(nowMs);
  }

  #startTakingBack(extent: 'newest' | 'all', nowMs: number): void {
    this.#sendRequested = false;
    if (this.#phase.kind === 'typing')
      this.#phase = { ...this.#phase, prompt: { ...this.#phase.prompt, intent: 'compose' } };
    this.#takingBack.start(extent, nowMs);
  }

  /** A person's change of the queue. A prompt that is being typed is left as it is. */
  edit(edit: QueueEdit): DeliveryOutput {
    const answer = editQueue(this.#queue, edit);
    if (answer.kind === 'refused') {
      const typing = this.#phase.kind === 'typing' ? [this.#phase.prompt.id] : [];
      const typed = 'id' in edit && [...typing, ...this.draft].includes(edit.id);
      return this.#refuse(typed ? 'being-typed' : answer.why);
    }
    for (const id of answer.dropped) this.#log.set(id, CANCELLED);
    return this.#step();
  }

  /** The program has ended: what waits is dropped, what was under way is unconfirmed. */
  childExited(): DeliveryOutput {
    this.#log.setAll(this.#queue.clear(), { state: 'dropped', why: 'agent-ended' });
    const gone: DeliveryState = { state: 'unconfirmed', why: 'agent-ended' };
    if (this.#phase.kind === 'typing') this.#log.set(this.#phase.prompt.id, gone);
    if (this.#phase.kind === 'erasing') this.#log.set(this.#phase.piece.id, gone);
    if (this.#phase.kind === 'sending' || this.#sendRequested) this.#log.setAll(this.#draft, gone);
    this.#reset();
    this.#facts = undefined;
    return { writes: [], changes: this.#log.take() };
  }

  /** When `tick` can next change anything, in ms on the caller's clock; undefined: only an observation can. */
  get nextTickMs(): number | undefined {
    const due = [phaseDueMs(this.#phase), this.#takingBack.dueMs, this.#draftWatch.dueMs];
    const moments = due.filter((moment) => moment !== undefined);
    const waits = this.#sendRequested || this.#queue.head !== undefined || moments.length > 0;
    if (waits && this.#facts !== undefined) moments.push(this.#facts.nowMs + POLL_MS);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  #step(): DeliveryOutput {
    const facts = this.#facts;
    let write: DeliveryWrite | undefined;
    if (facts === undefined) {
      if (this.#queue.head !== undefined) this.#waitHead({ why: 'nothing-seen-yet' });
    } else {
      if (this.#phase.kind === 'idle') this.#watchDraft(facts);
      else this.#settle(facts, this.#phase);
      write = this.#phase.kind === 'idle' ? this.#act(facts) : undefined;
    }
    return { writes: write === undefined ? [] : [write], changes: this.#log.take() };
  }

  /** Ends the phase when what it waits for is seen, or its time is over. */
  #settle(facts: Observation, phase: Exclude<Phase, { kind: 'idle' }>): void {
    const verdict = verdictOf(facts, phase, this.#draft);
    if (verdict === 'pending') return;
    if (verdict === 'hidden') {
      // The turn has begun with a question, or Enter opened one: no verdict, and no lateness.
      this.#phase = { ...phase, sinceMs: facts.nowMs };
      return;
    }
    this.#phase = IDLE;
    if (phase.kind !== 'typing') this.#keysWritten += 1;
    if (phase.kind === 'erasing') {
      const { id } = phase.piece;
      if (verdict === 'seen') this.#takingBack.next(facts.nowMs);
      this.#log.set(id, verdict === 'seen' ? SCRATCHED : NOT_ERASED);
    } else if (phase.kind === 'sending') {
      const sent = verdict === 'seen';
      this.#log.setAll(this.#draft, sent ? { state: 'sent' } : NOT_SENT);
      if (sent) this.#reset();
    } else
      this.#settleTyping(phase, verdict === 'seen' ? visibleComposer(facts.screen) : undefined);
  }

  #settleTyping({ prompt, before }: Typing, shown: ComposerView | undefined): void {
    if (shown === undefined) {
      this.#takingBack.end();
      this.#log.set(prompt.id, { state: 'unconfirmed', why: 'text-not-seen' });
      return;
    }
    const text = typedText(prompt, before);
    this.#draft = [...this.#draft, { id: prompt.id, text, before, shown }];
    this.#log.set(prompt.id, { state: 'composed' });
    this.#sendRequested = prompt.intent === 'send';
  }

  /** Nothing was written: everything is as it was before it was asked for. */
  #takeBack(phase: Exclude<Phase, { kind: 'idle' }>, nowMs: number): void {
    this.#phase = IDLE;
    if (phase.kind === 'sending') {
      this.#sendRequested = true;
      this.#log.setAll(this.#draft, TAKEN_BACK);
    } else if (phase.kind === 'erasing') {
      this.#draft = [...this.#draft, phase.piece];
      this.#takingBack.tryAgain(nowMs);
    } else if (!this.#takingBack.isWanted) {
      this.#queue.putBack(phase.prompt);
      this.#log.set(phase.prompt.id, TAKEN_BACK);
    } else {
      this.#takingBack.next(nowMs);
      this.#log.set(phase.prompt.id, SCRATCHED);
    }
  }

  /** The person may send or delete our text with their own hands: then it is no longer ours. */
  #watchDraft(facts: Observation): void {
    if (!this.#draftWatch.isGone(facts, this.#draft)) return;
    if (this.#sendRequested)
      this.#log.setAll(this.#draft, { state: 'unconfirmed', why: 'left-composer' });
    this.#reset();
  }

  /** At most one write: the screen must be looked at again after each. */
  #act(facts: Observation): DeliveryWrite | undefined {
    if (this.#takingBack.isWanted) return this.#tryScratch(facts);
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
    const as = facts.bracketedPaste ? 'paste' : 'keys';
    const { nowMs: sinceMs } = facts;
    this.#phase = { kind: 'typing', prompt, before, as, answer: 'awaited', sinceMs };
    this.#rests.wroteText(sinceMs);
    this.#log.set(prompt.id, { state: 'typing' });
    return this.#write('write');
  }

  #tryEnter(facts: Observation): DeliveryWrite | undefined {
    const found =
      obstacle(facts) ??
      enterObstacle(facts, {
        draft: this.#draft,
        whileBusy: this.#whileBusy,
        rests: this.#rests.at(facts.nowMs),
      });
    if (found !== undefined) {
      this.#log.setAll(this.#draft, waiting(found));
      return undefined;
    }
    this.#sendRequested = false;
    this.#rests.wroteEnter(facts.nowMs);
    this.#phase = { kind: 'sending', answer: 'awaited', sinceMs: facts.nowMs };
    this.#log.setAll(this.#draft, { state: 'sending' });
    return this.#write('write');
  }

  #tryScratch(facts: Observation): DeliveryWrite | undefined {
    const piece = this.#draft.at(-1);
    if (piece === undefined) {
      this.#takingBack.end();
      return undefined;
    }
    const found = erasure(piece, facts);
    if (found.kind === 'keys') {
      this.#takingBack.pause();
      this.#draft = this.#draft.slice(0, -1);
      const { keys } = found;
      this.#phase = { kind: 'erasing', piece, keys, answer: 'awaited', sinceMs: facts.nowMs };
      return this.#write('write');
    }
    if (this.#takingBack.isLate(facts.nowMs)) {
      this.#takingBack.end();
      this.#log.set(piece.id, { state: 'composed', scratchRefused: found.why });
    }
    return undefined;
  }

  /** The write that the phase stands for. */
  #write(purpose: DeliveryWrite['purpose']): DeliveryWrite | undefined {
    if (purpose === 'write') this.#observedSinceWrite = false;
    const { draft } = this;
    return phaseWrite({ phase: this.#phase, draft, keysWritten: this.#keysWritten, purpose });
  }

  #restartRests(nowMs: number): void {
    this.#restsAreUnknown = false;
    this.#rests.wroteText(nowMs);
    this.#rests.wroteEnter(nowMs);
    this.#phase = { ...this.#phase, sinceMs: nowMs };
  }

  #waitHead(found: NonNullable<Obstacle>): void {
    const head = this.#queue.head;
    if (head !== undefined) this.#log.set(head.id, waiting(found));
  }

  #reset(): void {
    this.#phase = IDLE;
    this.#draft = [];
    this.#sendRequested = false;
    this.#takingBack.end();
    this.#draftWatch.forget();
  }

  #drop(id: string, why: DropReason): DeliveryOutput {
    this.#log.set(id, { state: 'dropped', why });
    return { writes: [], changes: this.#log.take() };
  }

  #refuse(refusal: DeliveryRefusal): DeliveryOutput {
    return { writes: [], changes: this.#log.take(), refusal };
  }
}

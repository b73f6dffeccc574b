// Puts queued prompts into a terminal program: at the right moment, once, and seen. It knows
// neither clock nor terminal: both come in as observations, and what it decides goes out as values.
import type { QueueEdit } from '@codex-voice/protocol';
import { DeliveryCourse } from './delivery-course.ts';
import { phaseDueMs, phaseWrite } from './delivery-phase.ts';
import type {
  DeliveryMemory,
  DeliveryOptions,
  DeliveryOutput,
  DeliveryRefusal,
  DeliveryState,
  DeliveryWrite,
  DropReason,
  Observation,
  ProtocolFacts,
  SubmissionAnswer,
  SubmissionManner,
  WriteAnswer,
} from './delivery-types.ts';
import {
  AFTER_ENTER_MS,
  enterObstacle,
  type Obstacle,
  obstacle,
  openComposer,
  textObstacle,
  waiting,
} from './gates.ts';
import { cleanPrompt, type Prompt, PromptQueue } from './prompt-queue.ts';
import { editQueue } from './queue-edit.ts';
import { Rests } from './rests.ts';
import type { StatusLog } from './status-log.ts';
import { SUBMIT_RETRY_MS, submissionOf, wayOf } from './submission.ts';
import { erasure, ourTexts, type TakeBack } from './take-back.ts';

/** Step of time at which a waiting delivery looks at its rests again, in ms: below what a person notices. */
const POLL_MS = 50;

const CANCELLED: DeliveryState = { state: 'dropped', why: 'cancelled' };

/** The delivery of one session: `observe` each change, `tick` at `nextTickMs`, `answered` for each write. */
export class Delivery {
  readonly #course: DeliveryCourse;
  readonly #queue: PromptQueue;
  readonly #log: StatusLog;
  readonly #takingBack: TakeBack;
  readonly #whileBusy: 'wait' | 'enter';
  #facts: Observation | undefined;
  #protocol: ProtocolFacts | undefined;
  /** The prompt for which the running turn was interrupted. */
  #interruptedFor: string | undefined;
  /** Until when nothing is submitted, since it was just refused. */
  #submitAfterMs = Number.NEGATIVE_INFINITY;
  readonly #rests = new Rests();
  /** Facts came since the write that is not answered yet. */
  #observedSinceWrite = false;
  /** The write without an answer is one that the memory had. */
  #onlyAsked = false;
  /** Rests begin anew with the first facts: what an earlier delivery did may have been a moment ago. */
  #restsAreUnknown: boolean;

  constructor({ memory, queue = new PromptQueue(), whileBusy = 'wait' }: DeliveryOptions = {}) {
    this.#whileBusy = whileBusy;
    this.#course = new DeliveryCourse(queue, memory);
    this.#queue = this.#course.queue;
    this.#log = this.#course.log;
    this.#takingBack = this.#course.takingBack;
    this.#restsAreUnknown = memory !== undefined;
  }

  /** Prompts not yet typed, oldest first. */
  get queued(): readonly Prompt[] {
    return this.#queue.entries;
  }

  /** Ids of the prompts whose text stands in the composer as far as we know, oldest first. */
  get draft(): readonly string[] {
    return this.#course.draft.map((piece) => piece.id);
  }

  /** What a successor must know. To be kept before a write is made; the same object while nothing has changed. */
  memory(): DeliveryMemory {
    return this.#course.memory();
  }

  /**
   * The program can be written to, for the first time or again: asks what became of a write whose
   * answer was lost.
   */
  resume(): DeliveryOutput {
    const { phase } = this.#course;
    if (phase.kind === 'submitting')
      return { ...this.#output(), submissions: [submissionOf(phase, 'only-ask')] };
    this.#onlyAsked = phase.kind !== 'idle' && phase.answer === 'awaited';
    return this.#output(this.#onlyAsked ? this.#write('only-ask') : undefined);
  }

  /** The agent's protocol is there in this state, or away: then its composer is the only way. */
  agentIs(protocol: ProtocolFacts | undefined): DeliveryOutput {
    this.#protocol = protocol;
    return this.#step();
  }

  /** What became of a submission; the newest word counts. */
  submitted(answer: SubmissionAnswer): DeliveryOutput {
    const { nowMs, result } = answer;
    this.#course.submitted(answer);
    if (result === 'not-now') this.#submitAfterMs = nowMs + SUBMIT_RETRY_MS;
    return this.tick(nowMs);
  }

  /** Adds a prompt. Refusal `duplicate-id` leaves the first prompt of that id untouched. */
  enqueue(prompt: Prompt): DeliveryOutput {
    const cleaned = cleanPrompt(prompt);
    if (cleaned.text.trim() === '') return this.#drop(prompt.id, 'empty');
    const answer = this.#queue.add(cleaned);
    if (answer === 'duplicate-id') return this.#refuse(answer);
    if (answer !== 'queued') return this.#drop(prompt.id, answer);
    if (this.#protocol?.activity === 'busy') this.#queue.bringForward(prompt.id);
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
    const { phase } = this.#course;
    if (phase.kind === 'idle' || phase.kind === 'submitting') return this.#output();
    if (phase.answer !== 'awaited' || this.#write('only-ask')?.writeId !== writeId)
      return this.#output();
    if (result === 'written' || result === 'already-written') {
      const isFound = result === 'already-written' && !this.#onlyAsked;
      this.#course.wrote(phase, { nowMs, by: isFound ? 'predecessor' : 'us' });
      if (phase.kind === 'typing') this.#rests.wroteText(nowMs);
      if (phase.kind === 'sending') this.#rests.wroteEnter(nowMs);
    } else {
      this.#course.takeBack(phase, nowMs);
      // The same facts would only be refused again: newer ones are on their way.
      if (!this.#observedSinceWrite && this.#facts !== undefined)
        this.#facts = { ...this.#facts, shadowCaughtUp: false };
    }
    return this.tick(nowMs);
  }

  /** "Send it": one Enter, after everything queued so far stands in the composer. */
  send(nowMs: number): DeliveryOutput {
    this.#course.release();
    if (this.#queue.sendNewest()) return this.tick(nowMs);
    if (this.#course.phase.kind === 'typing') {
      this.#course.phase = {
        ...this.#course.phase,
        prompt: { ...this.#course.phase.prompt, intent: 'send' },
      };
      return this.tick(nowMs);
    }
    if (this.#course.draft.length === 0 || this.#course.phase.kind !== 'idle')
      return this.#refuse('nothing-to-send');
    this.#course.sendRequested = true;
    return this.tick(nowMs);
  }

  /** "Scratch that": the newest prompt leaves the queue, or its text the composer while it is still ours to take. */
  scratch(nowMs: number): DeliveryOutput {
    const waitingPrompt = this.#queue.pop();
    if (waitingPrompt !== undefined) return this.#drop(waitingPrompt.id, 'scratched');
    if (ourTexts(this.#course.draft, this.#course.phase) === 'none')
      return this.#refuse('nothing-to-scratch');
    this.#course.startTakingBack('newest', nowMs);
    return this.tick(nowMs);
  }

  /** Everything leaves the queue, and the composer too while nothing stands in it but our texts. */
  clear(nowMs: number): DeliveryOutput {
    const waited = this.#queue.clear();
    this.#log.setAll(waited, CANCELLED);
    this.#course.cancelSubmission();
    if (ourTexts(this.#course.draft, this.#course.phase) === 'alone')
      this.#course.startTakingBack('all', nowMs);
    else if (waited.length === 0 && this.#course.phase.kind !== 'submitting')
      return this.#refuse('nothing-to-clear');
    return this.tick(nowMs);
  }

  /** A person's change of the queue. A prompt that is being typed is left as it is. */
  edit(edit: QueueEdit): DeliveryOutput {
    const answer = editQueue(this.#queue, edit);
    if (edit.do === 'clear') this.#course.cancelSubmission();
    if (answer.kind === 'refused') {
      const { phase } = this.#course;
      const under = phase.kind === 'typing' || phase.kind === 'submitting' ? phase : undefined;
      const id = 'id' in edit ? edit.id : undefined;
      if (id === undefined) return this.#refuse(answer.why);
      if (under?.prompt.id === id && edit.do === 'remove') this.#course.cancelSubmission();
      if (under?.prompt.id === id)
        return this.#refuse(under.kind === 'typing' ? 'being-typed' : 'being-submitted');
      return this.#refuse(this.draft.includes(id) ? 'being-typed' : answer.why);
    }
    for (const id of answer.dropped) this.#log.set(id, CANCELLED);
    return this.#step();
  }

  /** The program has ended: what waits is dropped, what was under way is unconfirmed. */
  childExited(): DeliveryOutput {
    this.#course.end();
    this.#facts = undefined;
    return this.#output();
  }

  /** When `tick` can next change anything, in ms on the caller's clock; undefined: only an observation can. */
  get nextTickMs(): number | undefined {
    const due = [
      phaseDueMs(this.#course.phase),
      this.#takingBack.dueMs,
      this.#course.draftWatch.dueMs,
    ];
    const moments = due.filter((moment) => moment !== undefined);
    const waits =
      this.#course.sendRequested || this.#queue.head !== undefined || moments.length > 0;
    if (waits && this.#facts !== undefined) moments.push(this.#facts.nowMs + POLL_MS);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  #step(): DeliveryOutput {
    const facts = this.#facts;
    if (facts === undefined) {
      if (this.#queue.head !== undefined) this.#waitHead({ why: 'nothing-seen-yet' });
      return this.#output();
    }
    if (this.#course.phase.kind === 'idle') this.#course.watchDraft(facts);
    else this.#course.settle(facts, this.#course.phase);
    if (this.#course.phase.kind !== 'idle') {
      this.#waitBehind(facts);
      return this.#output();
    }
    if (this.#takingBack.isWanted) return this.#output(this.#tryScratch(facts));
    if (this.#course.sendRequested) return this.#output(this.#tryEnter(facts));
    return this.#tryPrompt(facts);
  }

  #output(write?: DeliveryWrite): DeliveryOutput {
    const writes = write === undefined ? [] : [write];
    const left = this.#course.takeLeft();
    return { writes, changes: this.#log.take(), ...(left.length === 0 ? {} : { left }) };
  }

  /** The next prompt by the agent's protocol where that is its way, else into the composer. */
  #tryPrompt(facts: Observation): DeliveryOutput {
    const prompt = this.#queue.head;
    if (prompt === undefined) return this.#output();
    const isAlone = this.#course.draft.length === 0 && this.#course.typedInstead !== prompt.id;
    const way = wayOf(prompt, facts, isAlone ? this.#protocol : undefined);
    switch (way.kind) {
      case 'type':
        return this.#output(this.#tryType(facts, prompt));
      case 'wait':
        this.#waitHead(way.found);
        return this.#output();
      case 'interrupt':
        return this.#interruptFor(prompt);
      case 'submit':
        return this.#submit(prompt, way.manner, facts.nowMs);
    }
  }

  /** Once for a prompt: whether the turn ends is seen by its end. */
  #interruptFor({ id }: Prompt): DeliveryOutput {
    this.#waitHead({ why: 'busy' });
    const isNew = this.#interruptedFor !== id;
    this.#interruptedFor = id;
    return { ...this.#output(), ...(isNew ? { interruptFor: id } : {}) };
  }

  #submit(prompt: Prompt, manner: SubmissionManner, nowMs: number): DeliveryOutput {
    // A turn that our own Enter begins is known to the protocol only a moment later: this one would steer it.
    const isEarly = this.#rests.at(nowMs).enterMs < AFTER_ENTER_MS;
    if (isEarly || nowMs < this.#submitAfterMs) {
      this.#waitHead({ why: isEarly ? 'settling' : 'busy' });
      return this.#output();
    }
    this.#queue.shift();
    const phase = { kind: 'submitting', prompt, manner, answer: 'awaited' } as const;
    this.#course.phase = { ...phase, sinceMs: nowMs };
    this.#log.set(prompt.id, { state: 'sending' });
    return { ...this.#output(), submissions: [submissionOf(phase, 'submit')] };
  }

  #tryType(facts: Observation, queued: Prompt): DeliveryWrite | undefined {
    const prompt = this.#course.parted(queued);
    const found = obstacle(facts) ?? textObstacle(facts, prompt.text);
    const before = openComposer(facts.screen);
    if (found !== undefined || before === undefined) {
      this.#waitHead(found ?? { why: 'busy' });
      return undefined;
    }
    this.#queue.shift();
    const as = facts.bracketedPaste ? 'paste' : 'keys';
    const { nowMs: sinceMs } = facts;
    this.#course.phase = { kind: 'typing', prompt, before, as, answer: 'awaited', sinceMs };
    this.#rests.wroteText(sinceMs);
    this.#log.set(prompt.id, { state: 'typing' });
    return this.#write('write');
  }

  #tryEnter(facts: Observation): DeliveryWrite | undefined {
    const found =
      obstacle(facts) ??
      enterObstacle(facts, {
        draft: this.#course.draft,
        whileBusy: this.#whileBusy,
        rests: this.#rests.at(facts.nowMs),
      });
    if (found !== undefined) {
      this.#log.setAll(this.#course.draft, waiting(found));
      return undefined;
    }
    this.#course.sendRequested = false;
    this.#rests.wroteEnter(facts.nowMs);
    this.#course.phase = { kind: 'sending', answer: 'awaited', sinceMs: facts.nowMs };
    this.#log.setAll(this.#course.draft, { state: 'sending' });
    return this.#write('write');
  }

  #tryScratch(facts: Observation): DeliveryWrite | undefined {
    const piece = this.#course.draft.at(-1);
    if (piece === undefined) {
      this.#takingBack.end();
      return undefined;
    }
    const found = erasure(piece, facts);
    if (found.kind === 'keys') {
      this.#takingBack.pause();
      this.#course.draft = this.#course.draft.slice(0, -1);
      const { keys } = found;
      this.#course.phase = {
        kind: 'erasing',
        piece,
        keys,
        answer: 'awaited',
        sinceMs: facts.nowMs,
      };
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
    if (purpose === 'write') this.#observedSinceWrite = this.#onlyAsked = false;
    const { phase, keysWritten } = this.#course;
    return phaseWrite({ phase, draft: this.draft, keysWritten, purpose });
  }

  #restartRests(nowMs: number): void {
    this.#restsAreUnknown = false;
    this.#rests.wroteText(nowMs);
    this.#rests.wroteEnter(nowMs);
    this.#course.phase = { ...this.#course.phase, sinceMs: nowMs };
  }

  /** The head waits for one that is on its way: it is told of a question that keeps both. */
  #waitBehind({ screen }: Observation): void {
    if (screen.kind === 'dialog') this.#waitHead({ why: 'dialog', what: screen.what });
  }

  #waitHead(found: NonNullable<Obstacle>): void {
    const head = this.#queue.head;
    if (head !== undefined) this.#log.set(head.id, waiting(found));
  }

  #drop(id: string, why: DropReason): DeliveryOutput {
    this.#log.set(id, { state: 'dropped', why });
    return this.#output();
  }

  #refuse(refusal: DeliveryRefusal): DeliveryOutput {
    return { writes: [], changes: this.#log.take(), refusal };
  }
}

// A simulated agent, person and client around a delivery, for its suites. Time stands still unless
// a suite lets it pass; every fact the delivery was given is kept beside what it wrote.
import type { QueueEdit } from '@codex-voice/protocol';
import { Delivery } from './delivery.ts';
import type {
  DeliveryChange,
  DeliveryOptions,
  DeliveryOutput,
  DeliveryRefusal,
  DeliverySubmission,
  DeliveryWrite,
  Observation,
  WriteAnswer,
} from './delivery-types.ts';
import type { ScreenState } from './ports.ts';
import type { Prompt, PromptIntent } from './prompt-queue.ts';
import type { SimulatedProtocol } from './simulated-protocol.test-support.ts';

/** An agent with one composer and one dialog in which Enter approves. */
export class SimulatedAgent {
  composer = '';
  submissions: string[] = [];
  /** Enters that reached the dialog: the disaster. */
  approvals = 0;
  dialog = false;
  bracketedPaste = true;
  /** Ignores all input. */
  deaf = false;
  enterMakesLine = false;
  asksAfterSubmission = false;
  listForSlash = false;
  /** Works on a turn; its composer takes text. */
  works = false;
  #blank = false;

  get screen(): ScreenState {
    if (this.#blank) return { kind: 'unknown' };
    if (this.dialog) return { kind: 'dialog', what: 'approval' };
    const composer = { text: this.composer, cursorOffset: this.composer.length };
    if (this.listForSlash && this.composer.startsWith('/'))
      return { kind: 'dialog', what: 'command list', composer };
    return this.works ? { kind: 'busy', composer } : { kind: 'composer', ...composer };
  }

  blank(): void {
    this.#blank = true;
  }

  openDialog(): void {
    this.dialog = true;
  }

  closeDialog(): void {
    this.dialog = false;
  }

  accept(input: string): void {
    if (this.deaf) return;
    const pasted = /^\u001b\[200~([^\u001b]*)\u001b\[201~$/u.exec(input);
    if (pasted?.[1] !== undefined) {
      if (!this.dialog) this.composer += pasted[1];
    } else if (input === '\r') this.#enter();
    else if (/^\u007f+$/u.test(input)) this.#erase(input.length);
    else if (!this.dialog) this.composer += input;
  }

  #enter(): void {
    if (this.dialog) {
      this.approvals += 1;
      this.dialog = false;
    } else if (this.enterMakesLine) this.composer += '\n';
    else if (this.composer !== '') {
      this.submissions.push(this.composer);
      this.composer = '';
      this.dialog = this.asksAfterSubmission;
    }
  }

  #erase(count: number): void {
    if (this.dialog) return;
    const characters = [...new Intl.Segmenter().segment(this.composer)].map((one) => one.segment);
    this.composer = characters.slice(0, -count).join('');
  }
}

/** Just before a write, or just after it: the process dies, or the screen moves. */
export type Mishap = 'dies' | 'moves' | 'none';

/** Step in which `wait` lets time pass and the client looks, in ms. */
const STEP_MS = 50;

export class DeliveryWorld {
  readonly agent = new SimulatedAgent();
  /** Ids of the writes that reached the agent, in order. */
  readonly accepted: string[] = [];
  /** What happens at the next points of each write, in turn; nothing when it is used up. */
  readonly mishaps: Mishap[] = [];
  /** Nothing can be kept: a successor goes on from what was kept before. */
  diskIsFull = false;
  #delivery: Delivery;
  #kept: string;
  readonly changes: DeliveryChange[] = [];
  /** Each write with the facts under which it was made. */
  readonly writes: { readonly write: DeliveryWrite; readonly facts: Observation | undefined }[] =
    [];
  nowMs = 1_000_000;
  facts: Observation | undefined;
  #inputAtRest = true;
  #lastInputMs: number | undefined;
  #behind = false;
  #protocol: SimulatedProtocol | undefined;
  /** What was kept when each submission was made. */
  readonly keptAtSubmission: string[] = [];

  constructor(options: DeliveryOptions = {}) {
    this.#delivery = new Delivery(options);
    this.#kept = JSON.stringify(this.#delivery.memory());
  }

  get delivery(): Delivery {
    return this.#delivery;
  }

  /** The process dies; another goes on from what was kept. */
  crash(): void {
    this.#delivery = new Delivery({ memory: JSON.parse(this.#kept) });
    this.#carryOut(this.#delivery.agentIs(this.#protocol?.facts));
    this.#carryOut(this.#delivery.resume());
  }

  /** Each write in words: `text a`, `enter a b`, `erase a`. */
  get written(): readonly string[] {
    return this.writes.map(({ write }) =>
      write.kind === 'enter' ? `enter ${write.ids.join(' ')}` : `${write.kind} ${write.id}`,
    );
  }

  /** The last told state, such as `waiting: dialog`. */
  stateOf(id: string): string {
    const last = this.changes.findLast((change) => change.id === id);
    if (last === undefined) return 'unheard of';
    return 'why' in last ? `${last.state}: ${last.why}` : last.state;
  }

  /** The agent has a protocol from now on, or in another state; undefined: it is away. */
  speak(protocol: SimulatedProtocol | undefined): void {
    this.#protocol = protocol;
    this.#carryOut(this.delivery.agentIs(protocol?.facts));
  }

  /** An answer that came late. */
  hearLate(): void {
    for (const [id, result] of this.#protocol?.late ?? [])
      this.#carryOut(this.delivery.submitted({ id, result, nowMs: this.nowMs }));
    this.#protocol?.late.clear();
  }

  /** The agent says itself that it took a prompt. */
  hearTaken(id: string): void {
    this.#carryOut(this.delivery.submitted({ id, result: 'taken', nowMs: this.nowMs }));
  }

  say(
    id: string,
    text: string,
    intent: PromptIntent = 'compose',
    more: Pick<Prompt, 'whileBusy' | 'alone'> = {},
  ): DeliveryRefusal | undefined {
    const { nowMs: enqueuedMs } = this;
    const prompt = { id, text, intent, origin: 'voice', enqueuedMs, ...more } as const;
    return this.#carryOut(this.delivery.enqueue(prompt));
  }

  send(): DeliveryRefusal | undefined {
    return this.#carryOut(this.delivery.send(this.nowMs));
  }

  scratch(): DeliveryRefusal | undefined {
    return this.#carryOut(this.delivery.scratch(this.nowMs));
  }

  clear(): DeliveryRefusal | undefined {
    return this.#carryOut(this.delivery.clear(this.nowMs));
  }

  cancel(id: string): DeliveryRefusal | undefined {
    return this.#carryOut(this.delivery.edit({ do: 'remove', id }));
  }

  edit(edit: QueueEdit): DeliveryRefusal | undefined {
    return this.#carryOut(this.delivery.edit(edit));
  }

  exit(): void {
    this.#carryOut(this.delivery.childExited());
  }

  /** A key of the person, at the agent at once. */
  press(key: string): void {
    this.#lastInputMs = this.nowMs;
    this.agent.accept(key);
    this.outputArrives();
  }

  /** The person's paste or escape sequence begins. */
  hold(): void {
    this.#inputAtRest = false;
    this.#lastInputMs = this.nowMs;
  }

  release(): void {
    this.#inputAtRest = true;
    this.#lastInputMs = this.nowMs;
  }

  /** The shadow does not keep up from here on. */
  fallBehind(): void {
    this.#behind = true;
  }

  catchUp(): void {
    this.#behind = false;
  }

  /** Output came that the shadow has not taken in: the old screen, no longer caught up. */
  outputArrives(): void {
    if (this.facts !== undefined) this.#observe(this.facts.screen, false);
  }

  /** The client looks at the screen as it is. */
  look(): void {
    this.#observe(this.agent.screen, !this.#behind);
  }

  /** The same, after a while. */
  refresh(afterMs = 0): void {
    this.nowMs += afterMs;
    this.look();
  }

  /** Time passes; the client looks and ticks. */
  wait(durationMs: number): void {
    const endMs = this.nowMs + durationMs;
    while (this.nowMs < endMs) {
      this.nowMs = Math.min(endMs, this.nowMs + STEP_MS);
      if (this.facts !== undefined) this.look();
      this.tick();
    }
  }

  tick(): void {
    if (this.facts !== undefined) this.facts = { ...this.facts, nowMs: this.nowMs };
    this.#carryOut(this.delivery.tick(this.nowMs));
  }

  #observe(screen: ScreenState, shadowCaughtUp: boolean): void {
    const facts = {
      screen,
      shadowCaughtUp,
      bracketedPaste: this.agent.bracketedPaste,
      inputAtRest: this.#inputAtRest,
      nowMs: this.nowMs,
    };
    this.facts =
      this.#lastInputMs === undefined ? facts : { ...facts, lastInputMs: this.#lastInputMs };
    this.#carryOut(this.delivery.observe(this.facts));
  }

  #carryOut(output: DeliveryOutput): DeliveryRefusal | undefined {
    this.changes.push(...output.changes);
    if (!this.diskIsFull) this.#kept = JSON.stringify(this.#delivery.memory());
    if (output.interruptFor !== undefined) this.#protocol?.interrupted.push(output.interruptFor);
    for (const submission of output.submissions ?? []) {
      if (this.#submit(submission) === 'died') return output.refusal;
    }
    for (const write of output.writes) {
      const before = this.mishaps.shift();
      if (before === 'dies') {
        this.crash();
        break;
      }
      const result = this.#write(write, before);
      if (this.mishaps.shift() === 'dies') {
        this.crash();
        break;
      }
      const { nowMs } = this;
      this.#carryOut(this.#delivery.answered({ writeId: write.writeId, result, nowMs }));
    }
    return output.refusal;
  }

  #submit({ id, text, manner, purpose }: DeliverySubmission): 'died' | 'answered' {
    const protocol = this.#protocol;
    if (this.mishaps.shift() === 'dies') {
      this.crash();
      return 'died';
    }
    if (purpose === 'submit') this.keptAtSubmission.push(this.#kept);
    const answer = purpose === 'submit' ? protocol?.offer(id, text, manner) : protocol?.ask(id);
    if (this.mishaps.shift() === 'dies') {
      this.crash();
      return 'died';
    }
    const result = answer ?? 'unconfirmed';
    this.#carryOut(this.#delivery.submitted({ id, result, nowMs: this.nowMs }));
    return 'answered';
  }

  /** The agent's side of a write: under one id at most once, and not on facts that have moved. */
  #write(write: DeliveryWrite, mishap: Mishap | undefined): WriteAnswer['result'] {
    if (this.accepted.includes(write.writeId)) return 'already-written';
    if (write.purpose === 'only-ask' || mishap === 'moves') return 'stale';
    this.accepted.push(write.writeId);
    this.writes.push({ write, facts: this.facts });
    this.agent.accept(new TextDecoder().decode(write.bytes));
    return 'written';
  }
}

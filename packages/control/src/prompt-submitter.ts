// Carries a session's submissions to its driver and what became of them back to the delivery: once, also
// where an answer is late, or a predecessor asked. When a prompt is submitted is the delivery's to decide.
import type { AgentEvent, PromptResult, SessionDriver } from '@codex-voice/drivers';
import type {
  Delivery,
  DeliveryOutput,
  DeliverySubmission,
  ProtocolFacts,
  SubmissionAnswer,
} from '@codex-voice/session';
import type { CancelTimer, Clock } from './clock.ts';

/** What is used here of a driver. */
export type SubmittingDriver = Pick<
  SessionDriver,
  | 'rung'
  | 'activity'
  | 'capabilities'
  | 'keepsOnDisk'
  | 'promptState'
  | 'submit'
  | 'steer'
  | 'announce'
  | 'withdraw'
>;

/**
 * How long a successor waits for the driver that knows what became of a submission, in ms: an agent's
 * server is there within 10 s, or the agent is started without.
 */
export const DRIVER_PATIENCE_MS = 15_000;

/**
 * How long a protocol that went away is expected back before prompts are typed, in ms: a server that died
 * is there again within 1 s, or is given up after 10 s, and until then its terminal side takes text, but no
 * Enter.
 */
export const AWAY_PATIENCE_MS = 12_000;

/**
 * How long an agent that has no other way than its protocol is waited for while it starts, in ms: a minute for
 * its first word, one to take its conversation up, one to begin another. Then it is over, or its desk is gone.
 */
export const START_PATIENCE_MS = 180_000;

/** Between two looks for a protocol that is expected back, in ms. */
const LOOK_MS = 500;

/**
 * How long a text that left the composer may still be told as taken, in ms: a hook has 1 s to tell a message,
 * and a transcript at rest is read every 2 s.
 */
export const LATE_WORD_MS = 3_000;

/** A service's reason may be a whole page; a line holds this many UTF-16 units of its first line. */
const REASON_LENGTH = 200;

export interface PromptSubmitterParts {
  readonly clock: Clock;
  readonly delivery: Pick<Delivery, 'agentIs' | 'submitted' | 'memory'>;
  /** Tells and keeps what the delivery decided, and carries it out. */
  readonly apply: (output: DeliveryOutput) => void;
  /** What a successor must know is kept. */
  readonly isKept: () => boolean;
  readonly interrupt: () => void;
  readonly warn: (text: string) => void;
}

export class PromptSubmitter {
  readonly #parts: PromptSubmitterParts;
  #driver: SubmittingDriver | undefined;
  /** The submission that this process has made and has no answer to. */
  #underWay: string | undefined;
  /** What a predecessor submitted, while nobody is there who knows. */
  #question: { readonly id: string; readonly cancel: CancelTimer } | undefined;
  /** The protocol was there and is expected back; undefined: it is not. */
  #away: CancelTimer | undefined;
  /** The prompt that was refused because no conversation is known yet, and since when. */
  #notReady: { readonly id: string; readonly sinceMs: number } | undefined;
  /** What has left the composer, and is to be withdrawn. */
  readonly #left = new Set<string>();
  #lateWord: CancelTimer | undefined;
  #wasExpected = false;
  #isDisposed = false;

  constructor(parts: PromptSubmitterParts) {
    this.#parts = parts;
  }

  setDriver(driver: SubmittingDriver | undefined): void {
    this.#driver = driver;
    this.#backFromAway();
    // It came while the protocol was away, which is no other than to see it go.
    if (driver?.rung === 'typing' && driver.capabilities.has('structured')) this.#expectBack();
    this.#tellState();
    // What a predecessor typed may be sent yet, or was.
    for (const { id, text } of this.#parts.delivery.memory().draft) this.#announce(id, text);
    const question = this.#question;
    if (driver === undefined || question === undefined) return;
    question.cancel();
    this.#question = undefined;
    this.#ask(question.id);
  }

  /** There is a protocol, and whoever speaks it is on the way: a host has just come. */
  expectDriver(): void {
    if (this.#wasExpected || this.#driver !== undefined) return;
    this.#wasExpected = true;
    this.#backFromAway();
    this.#expectBack();
    this.#tellState();
  }

  /** Whether the driver can do that to a running turn. */
  can(ability: 'steer' | 'interrupt'): boolean {
    return this.#facts?.abilities.has(ability) ?? false;
  }

  /** What the driver tells. */
  event(event: AgentEvent): void {
    switch (event.kind) {
      case 'prompt':
        this.#tellState();
        if (event.state === 'taken') this.#answer(event.promptId, 'taken');
        // It was offered, and is certainly nowhere.
        if (event.state === 'refused' && this.#underWay !== event.promptId)
          this.#answer(event.promptId, this.#isAlone ? 'not-sent' : 'not-now');
        return;
      case 'rung':
        this.#backFromAway();
        if (event.rung === 'typing') this.#expectBack();
        this.#tellState();
        return;
      case 'turn-failed':
        this.#parts.warn(`the agent’s turn failed: ${firstLine(event.message)}`);
        this.#tellState();
        return;
      case 'error':
        // What the agent itself says is wrong stands on its screen.
        if (event.isOurs === true) this.#parts.warn(firstLine(event.message));
        return;
      case 'status':
      case 'turn-started':
      case 'turn-completed':
        this.#tellState();
        return;
      default:
    }
  }

  /** What a delivery decided that is kept by now. */
  carryOut({ submissions = [], interruptFor, writes, changes, left = [] }: DeliveryOutput): void {
    this.#haveLeft(left);
    for (const write of writes) if (write.kind === 'text') this.#announceTyped(write.id);
    for (const { id, state } of changes) if (state === 'dropped') this.#driver?.withdraw(id);
    if (interruptFor !== undefined) this.#parts.interrupt();
    for (const submission of submissions) {
      if (submission.purpose === 'only-ask') this.#ask(submission.id);
      else void this.#submit(submission);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#question?.cancel();
    this.#lateWord?.();
    this.#backFromAway();
  }

  get #facts(): ProtocolFacts | undefined {
    const driver = this.#driver;
    if (this.#away !== undefined) return { activity: 'away', abilities: new Set() };
    // What is not on disk first can't be known to a successor.
    if (driver?.rung !== 'structured' || !driver.keepsOnDisk) return undefined;
    const abilities = new Set<'steer' | 'interrupt'>();
    if (driver.capabilities.has('steer')) abilities.add('steer');
    if (driver.capabilities.has('interrupt')) abilities.add('interrupt');
    return { activity: driver.activity, abilities };
  }

  /** What is typed would go the same way, and perhaps a second time. */
  get #isAlone(): boolean {
    return this.#driver?.capabilities.has('alone') ?? false;
  }

  #expectBack(): void {
    const { clock } = this.#parts;
    const untilMs = clock.nowMs() + (this.#isAlone ? START_PATIENCE_MS : AWAY_PATIENCE_MS);
    const look = (): void => {
      const pauseMs = Math.min(LOOK_MS, untilMs - clock.nowMs());
      this.#away = clock.after(pauseMs, () => {
        // A desk that is found again has nothing new to tell.
        const isBack = this.#driver?.rung === 'structured';
        if (!isBack && clock.nowMs() < untilMs) {
          look();
          return;
        }
        this.#away = undefined;
        this.#tellState();
      });
    };
    look();
  }

  /** Whether the protocol went without a word since its state was told, as a desk that is lost does. */
  #noticeLoss(): boolean {
    const driver = this.#driver;
    const isLost = driver?.rung === 'typing' && driver.capabilities.has('structured');
    if (!isLost || this.#away !== undefined) return false;
    this.#expectBack();
    return true;
  }

  #backFromAway(): void {
    this.#away?.();
    this.#away = undefined;
  }

  #tellState(): void {
    if (!this.#isDisposed) this.#parts.apply(this.#parts.delivery.agentIs(this.#facts));
  }

  #haveLeft(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.#left.add(id);
    this.#lateWord?.();
    this.#lateWord = this.#parts.clock.after(LATE_WORD_MS, () => this.#withdrawLeft());
  }

  /** A message that holds the same words later is not theirs. */
  #withdrawLeft(): void {
    this.#lateWord?.();
    this.#lateWord = undefined;
    for (const id of this.#left) this.#driver?.withdraw(id);
    this.#left.clear();
  }

  #announceTyped(id: string): void {
    this.#withdrawLeft();
    const { phase } = this.#parts.delivery.memory();
    if (phase.kind === 'typing' && phase.prompt.id === id) this.#announce(id, phase.prompt.text);
  }

  /** An agent whose prompts are typed may say itself which it took. */
  #announce(promptId: string, text: string): void {
    const driver = this.#driver;
    if (driver?.capabilities.has('confirms') !== true) return;
    void driver.announce({ promptId, text }).then((result) => {
      if (result.kind === 'repeated') this.#answer(promptId, 'taken');
    });
  }

  async #submit({ id, text, manner }: DeliverySubmission): Promise<void> {
    const driver = this.#driver;
    const isLost = this.#noticeLoss();
    if (driver === undefined || this.#facts === undefined || !this.#parts.isKept()) {
      this.#answer(id, 'not-here');
      return;
    }
    if (isLost) {
      this.#tellState();
      this.#answer(id, 'not-now');
      return;
    }
    this.#underWay = id;
    // Never in the middle of what a driver tells: the rest of it comes first.
    await Promise.resolve();
    if (this.#isDisposed) return;
    const prompt = { promptId: id, text };
    const result = await (manner === 'turn' ? driver.submit(prompt) : driver.steer(prompt)).catch(
      unanswered,
    );
    this.#underWay = undefined;
    if (
      result.kind === 'refused' &&
      (result.reason === 'agent' || result.reason === 'overloaded')
    ) {
      const instead = this.#isAlone ? 'it is left in the composer' : 'it is typed';
      this.#parts.warn(
        `the agent did not take a prompt (${firstLine(result.message)}): ${instead}`,
      );
    }
    this.#noticeLoss();
    // The turn that it began is known to the driver before its events come.
    this.#tellState();
    const isReady = result.kind !== 'refused' || result.reason !== 'not-ready';
    this.#answer(id, isReady ? fateOf(result, driver, id) : this.#notReadyFate(id));
  }

  /** The conversation opens a moment after the composer does. */
  #notReadyFate(id: string): 'not-now' | 'not-here' {
    const nowMs = this.#parts.clock.nowMs();
    if (this.#notReady?.id !== id) this.#notReady = { id, sinceMs: nowMs };
    return nowMs - this.#notReady.sinceMs < AWAY_PATIENCE_MS ? 'not-now' : 'not-here';
  }

  /** What became of a predecessor's submission. */
  #ask(id: string): void {
    if (this.#underWay === id) return;
    const driver = this.#driver;
    if (driver !== undefined) {
      this.#answer(id, rememberedFate(driver, id));
      return;
    }
    this.#question?.cancel();
    const cancel = this.#parts.clock.after(DRIVER_PATIENCE_MS, () => {
      this.#question = undefined;
      this.#answer(id, 'unconfirmed');
    });
    this.#question = { id, cancel };
  }

  #answer(id: string, result: SubmissionAnswer['result']): void {
    if (this.#isDisposed) return;
    const nowMs = this.#parts.clock.nowMs();
    this.#parts.apply(this.#parts.delivery.submitted({ id, result, nowMs }));
  }
}

function firstLine(text: string): string {
  const [line = ''] = text.trim().split(/[\r\n]/u);
  return line.length > REASON_LENGTH ? `${line.slice(0, REASON_LENGTH - 1)}…` : line;
}

/** `unreachable`: the rung says how long that is waited for. */
const FOR_THE_MOMENT: ReadonlySet<string> = new Set(['busy', 'no-turn', 'unreachable']);

/** A driver that fails has said neither. */
function unanswered(error: unknown): PromptResult {
  return { kind: 'unconfirmed', message: error instanceof Error ? error.message : String(error) };
}

function fateOf(
  result: PromptResult,
  driver: Pick<SubmittingDriver, 'promptState' | 'capabilities'>,
  id: string,
): SubmissionAnswer['result'] {
  switch (result.kind) {
    case 'taken':
    case 'unconfirmed':
      return result.kind;
    case 'repeated':
      return driver.promptState(id) === 'taken' ? 'taken' : 'unconfirmed';
    case 'refused':
      if (FOR_THE_MOMENT.has(result.reason)) return 'not-now';
      return driver.capabilities.has('alone') ? 'not-sent' : 'not-here';
  }
}

function rememberedFate(
  driver: Pick<SubmittingDriver, 'promptState' | 'keepsOnDisk' | 'capabilities'>,
  id: string,
): SubmissionAnswer['result'] {
  switch (driver.promptState(id)) {
    case 'taken':
      return 'taken';
    case 'refused':
      return driver.capabilities.has('alone') ? 'not-sent' : 'not-now';
    case 'offered':
    case 'unconfirmed':
      return 'unconfirmed';
    case undefined:
      return driver.keepsOnDisk ? 'never-offered' : 'unconfirmed';
  }
}

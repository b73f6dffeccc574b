// An agent's driver as a recording has it: it looks as it looked, tells what it told, and its answers come when
// they came.
import type {
  AgentPrompt,
  AnnounceResult,
  CommandResult,
  DriverCapability,
  NumberedEvent,
  PromptResult,
  PromptState,
  Refusal,
  SessionDriver,
} from '@codex-voice/drivers';
import type { RedriveInput } from './redrive-entries.ts';
import { ANSWER, type InputOf, isAnswer, type RedriveQueue } from './redrive-queue.ts';
import type { DriverLook } from './tapped-driver.ts';

type Answered = Extract<InputOf<'a'>, { is: 'answered' | 'failed' }>;

/** What is known of all drivers of a session together. */
export class RedriveDrivers {
  readonly #queue: RedriveQueue;
  readonly #tell: (input: InputOf<'a'>) => void;
  readonly #followers = new Map<number, (told: NumberedEvent) => void>();
  readonly #calls = new Map<number, (answered: Answered) => void>();
  readonly #drivers = new Map<number, RedriveDriver>();
  #followed = 0;
  #called = 0;
  #last: NumberedEvent | undefined;
  /** What was asked about prompts and the recording has no answer to. */
  unanswered = 0;

  /** Call → its answer, where that was there without waiting for the world outside. */
  readonly #soon = new Map<number, Answered>();

  constructor(parts: {
    readonly queue: RedriveQueue;
    readonly inputs: readonly RedriveInput[];
    readonly tell: (input: InputOf<'a'>) => void;
  }) {
    this.#queue = parts.queue;
    this.#tell = parts.tell;
    for (const input of parts.inputs) if (isAnswer(input)) this.#soon.set(input.call, input);
  }

  /** The driver of a number, looking like this. */
  driver(number: number, look: DriverLook): RedriveDriver {
    const known = this.#drivers.get(number) ?? new RedriveDriver(this, look);
    this.#drivers.set(number, known);
    known.look = look;
    return known;
  }

  follow(listener: (told: NumberedEvent) => void): () => void {
    this.#followed += 1;
    const number = this.#followed;
    this.#followers.set(number, listener);
    this.comeInside(`follow ${number}`);
    return () => void this.#followers.delete(number);
  }

  ask<Result>(): Promise<Result> {
    this.#called += 1;
    const number = this.#called;
    const answer = new Promise<Result>((resolve, reject) => {
      this.#calls.set(number, (answered) => {
        this.#calls.delete(number);
        if (answered.is === 'failed') reject(new Error(answered.message));
        // What was asked decides the form of its answer.
        else resolve(answered.result as Result);
      });
    });
    this.comeInside(`call ${number}`);
    const soon = this.#soon.get(number);
    if (soon !== undefined) this.#keepIn((soon.ticks ?? 1) - 1, soon);
    return answer;
  }

  /** The answer is there in so many turns of the microtask queue. */
  #keepIn(ticks: number, answered: Answered): void {
    if (ticks > 0) queueMicrotask(() => this.#keepIn(ticks - 1, answered));
    else this.#calls.get(answered.call)?.(answered);
  }

  /** The answer that is looked at now, by nobody's telling: its time. */
  takeSoon(): number | undefined {
    return this.#queue.takeIf(isAnswer)?.at;
  }

  event(input: InputOf<'a'>): void {
    switch (input.is) {
      case 'look':
        this.driver(input.driver, input.look);
        return;
      case 'told':
        // Held against the form of each kind of event.
        this.#last = input.told as NumberedEvent;
        this.#followers.get(input.to)?.(this.#last);
        return;
      case 'again':
        if (this.#last !== undefined) this.#followers.get(input.to)?.(this.#last);
        return;
      case 'answered':
      case 'failed':
        this.#calls.get(input.call)?.(input);
        return;
      case 'prompt-state':
      case 'driver':
    }
  }

  /** How the driver looks may have changed just now. */
  looked(): void {
    for (;;) {
      const input = this.#queue.takeInside('a', ANSWER, ({ is }) => is === 'look');
      if (input === undefined) return;
      this.event(input);
    }
  }

  promptState(promptId: string): PromptState | undefined {
    const input = this.#queue.takeInside('a', ANSWER, ({ is }) => is === 'prompt-state');
    if (input?.is === 'prompt-state' && input.promptId === promptId) return input.state;
    this.unanswered += 1;
    return undefined;
  }

  comeInside(call: string): void {
    for (;;) {
      const input = this.#queue.takeInside('a', call);
      if (input === undefined) return;
      this.#tell(input);
    }
  }
}

export class RedriveDriver implements SessionDriver {
  readonly #all: RedriveDrivers;
  look: DriverLook;

  constructor(all: RedriveDrivers, look: DriverLook) {
    this.#all = all;
    this.look = look;
  }

  get rung(): SessionDriver['rung'] {
    this.#all.looked();
    return this.look.rung;
  }

  get activity(): SessionDriver['activity'] {
    this.#all.looked();
    return this.look.activity;
  }

  get keepsOnDisk(): boolean {
    this.#all.looked();
    return this.look.keepsOnDisk;
  }

  get capabilities(): ReadonlySet<DriverCapability> {
    this.#all.looked();
    return new Set(this.look.capabilities);
  }

  promptState(promptId: string): PromptState | undefined {
    return this.#all.promptState(promptId);
  }

  follow(_: number, listener: (told: NumberedEvent) => void): () => void {
    return this.#all.follow(listener);
  }

  submit = (_: AgentPrompt): Promise<PromptResult> => this.#all.ask();
  steer = (_: AgentPrompt): Promise<PromptResult> => this.#all.ask();
  announce = (_: AgentPrompt): Promise<AnnounceResult> => this.#all.ask();
  interrupt = (): Promise<CommandResult> => this.#all.ask();
  answer: SessionDriver['answer'] = () => this.#all.ask();

  withdraw(promptId: string): void {
    this.#all.comeInside(`withdraw ${promptId}`);
  }

  fork = (): Promise<Refusal> => Promise.resolve(NOT_HERE);
  revert = (): Promise<Refusal> => Promise.resolve(NOT_HERE);
  execute = (): Promise<Refusal> => Promise.resolve(NOT_HERE);

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is open.
  }
}

const NOT_HERE: Refusal = { kind: 'refused', reason: 'unsupported', message: 'a recording' };

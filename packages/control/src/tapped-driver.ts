// A session's driver with a tap in it: its events, its state where the control looks at it, and its answers are
// inputs; what it is asked to do comes out.
import type {
  AgentActivity,
  DriverCapability,
  DriverRung,
  NumberedEvent,
  PromptState,
  SessionDriver,
} from '@codex-voice/drivers';
import { countTicks, type SessionTap } from './session-tap.ts';

/** What the control looks at, as plain JSON. */
export interface DriverLook {
  readonly rung: DriverRung;
  readonly activity: AgentActivity;
  readonly keepsOnDisk: boolean;
  readonly capabilities: readonly DriverCapability[];
}

export class TappedDriver implements SessionDriver {
  readonly #driver: SessionDriver;
  readonly #tap: SessionTap;
  readonly #counts: DriverCounts;
  /** Which of the session's drivers it is. */
  readonly number: number;
  #told: string;

  constructor(driver: SessionDriver, { tap, counts }: { tap: SessionTap; counts: DriverCounts }) {
    this.#driver = driver;
    this.#tap = tap;
    this.#counts = counts;
    this.number = counts.next('drivers');
    this.#told = JSON.stringify(this.look);
  }

  get look(): DriverLook {
    const { rung, activity, keepsOnDisk, capabilities } = this.#driver;
    return { rung, activity, keepsOnDisk, capabilities: [...capabilities] };
  }

  get rung(): SessionDriver['rung'] {
    this.#looked();
    return this.#driver.rung;
  }

  get activity(): SessionDriver['activity'] {
    this.#looked();
    return this.#driver.activity;
  }

  get capabilities(): SessionDriver['capabilities'] {
    this.#looked();
    return this.#driver.capabilities;
  }

  get keepsOnDisk(): boolean {
    this.#looked();
    return this.#driver.keepsOnDisk;
  }

  promptState(promptId: string): PromptState | undefined {
    const state = this.#driver.promptState(promptId);
    this.#tap.answer('a', { is: 'prompt-state', promptId, state });
    return state;
  }

  follow(after: number, listener: (event: NumberedEvent) => void): () => void {
    const to = this.#counts.next('followers');
    return this.#tap.calling(`follow ${to}`, () =>
      this.#driver.follow(after, (told) => {
        const again = this.#counts.isAgain(told);
        const data = again ? { is: 'again', to } : { is: 'told', to, told: withoutDelta(told) };
        this.#tap.input('a', data, () => listener(told));
      }),
    );
  }

  submit: SessionDriver['submit'] = (prompt) =>
    this.#ask({ is: 'submit', ...prompt }, () => this.#driver.submit(prompt));

  steer: SessionDriver['steer'] = (prompt) =>
    this.#ask({ is: 'steer', ...prompt }, () => this.#driver.steer(prompt));

  announce: SessionDriver['announce'] = (prompt) =>
    this.#ask({ is: 'announce', ...prompt }, () => this.#driver.announce(prompt));

  interrupt: SessionDriver['interrupt'] = () =>
    this.#ask({ is: 'interrupt' }, () => this.#driver.interrupt());

  answer: SessionDriver['answer'] = (answer) =>
    this.#ask({ is: 'answer', ...answer }, () => this.#driver.answer(answer));

  withdraw(promptId: string): void {
    this.#tap.output('w', { is: 'withdraw', promptId });
    this.#tap.calling(`withdraw ${promptId}`, () => this.#driver.withdraw(promptId));
  }

  // A session's control never asks for these.
  fork: SessionDriver['fork'] = () => this.#driver.fork();
  revert: SessionDriver['revert'] = (beforeTurnId) => this.#driver.revert(beforeTurnId);
  execute: SessionDriver['execute'] = (command) => this.#driver.execute(command);

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver[Symbol.asyncDispose]();
  }

  #looked(): void {
    const { look } = this;
    const now = JSON.stringify(look);
    if (now === this.#told) return;
    this.#told = now;
    this.#tap.answer('a', { is: 'look', driver: this.number, look });
  }

  async #ask<Result>(
    asked: Readonly<Record<string, unknown>>,
    ask: () => Promise<Result>,
  ): Promise<Result> {
    const call = this.#counts.next('calls');
    this.#tap.output('w', { ...asked, call });
    const ticks = countTicks();
    try {
      const result = await this.#tap.calling(`call ${call}`, ask);
      this.#tap.input('a', { is: 'answered', call, ticks: ticks(), result }, () => undefined);
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#tap.input('a', { is: 'failed', call, ticks: ticks(), message }, () => undefined);
      throw error;
    }
  }
}

/** Numbers what is asked of a session's drivers, all of them together. */
export class DriverCounts {
  readonly #counts = { followers: 0, calls: 0, drivers: 0 };
  #last: NumberedEvent | undefined;

  next(what: 'followers' | 'calls' | 'drivers'): number {
    this.#counts[what] += 1;
    return this.#counts[what];
  }

  /** Told to another follower just before. */
  isAgain(told: NumberedEvent): boolean {
    const isAgain = told === this.#last;
    this.#last = told;
    return isAgain;
  }
}

/** What the agent writes piece by piece comes whole at its end. */
function withoutDelta(told: NumberedEvent): NumberedEvent {
  const { event } = told;
  if (event.kind === 'diff-updated') return { ...told, event: { ...event, diff: '' } };
  return event.kind === 'item-delta' ? { ...told, event: { ...event, delta: '' } } : told;
}

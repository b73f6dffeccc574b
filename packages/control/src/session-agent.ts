// A session's agent as far as its protocol tells: what it asks, and how its turn is ended. Without a
// driver nothing is known of it, and nothing is done to it.
import type { AgentDriver } from '@codex-voice/drivers';
import type {
  AskedRequest,
  HostAnswer,
  ListenMode,
  SessionCall,
  SessionEvent,
  SessionFacts,
  SessionSettings,
} from '@codex-voice/protocol';
import type { ScreenState, SpokenAnswer } from '@codex-voice/session';
import { type ApprovalStore, forgetfulApprovals } from './approval-store.ts';
import type { Clock } from './clock.ts';
import { Interruption } from './interruption.ts';
import { SessionApprovals } from './session-approvals.ts';
import { SessionCalls } from './session-calls.ts';
import { phrasebookOf } from './session-phrasebook.ts';
import type { SpokenFinal } from './spoken-choices.ts';
import type { Refusal } from './told-words.ts';

/** What is used here of a driver. */
export type SteeredDriver = Pick<
  AgentDriver,
  'follow' | 'answer' | 'rung' | 'activity' | 'capabilities' | 'interrupt'
>;

export interface SessionAgentParts {
  readonly clock: Clock;
  readonly store: ApprovalStore | undefined;
  readonly choices: {
    readonly mode: ListenMode;
    readonly settings: SessionSettings | undefined;
  };
  readonly driver: { readonly screen: ScreenState };
  readonly sound: { hush(): void; readAloud(text: string): void };
  readonly emit: (event: SessionEvent) => void;
  readonly onRefused: (refusal: Refusal) => void;
}

export class SessionAgent {
  readonly #parts: SessionAgentParts;
  readonly #approvals: SessionApprovals;
  readonly #interruption: Interruption;
  readonly #calls: SessionCalls;
  #driver: SteeredDriver | undefined;

  constructor(parts: SessionAgentParts) {
    this.#parts = parts;
    const { store = forgetfulApprovals(), sound } = parts;
    const readAloud = (text: string): void => sound.readAloud(text);
    this.#approvals = new SessionApprovals({ ...parts, store, readAloud });
    this.#calls = new SessionCalls(parts);
    this.#interruption = new Interruption({
      driver: () => this.#driver,
      screen: () => parts.driver.screen,
      isAsked: () => this.#approvals.isAsked,
      hush: () => sound.hush(),
      onRefused: parts.onRefused,
      onFailed: (text) => parts.emit({ type: 'notice', severity: 'warning', text }),
    });
  }

  /** The agent works, or waits for an answer in its turn. */
  get turnRuns(): boolean {
    return this.#interruption.turnRuns;
  }

  /** What is asked, as it is read aloud. */
  get asked(): string | undefined {
    return this.#approvals.asked;
  }

  /** What a HUD that opens now is told besides. */
  get opened(): SessionApprovals['opened'] {
    return this.#approvals.opened;
  }

  /** That its program calls its person, as a HUD or a list is told. */
  get called(): { readonly call?: SessionCall } {
    return this.#calls.called;
  }

  facts(facts: SessionFacts): void {
    this.#calls.facts(facts);
  }

  setDriver(driver: SteeredDriver | undefined): void {
    this.#driver = driver;
    this.#approvals.setDriver(driver);
  }

  async request(request: AskedRequest): Promise<HostAnswer> {
    switch (request.type) {
      case 'approvals':
        return this.#approvals.list();
      case 'approval':
        return await this.#approvals.answer(request);
      case 'reply':
        return await this.#approvals.reply(request);
    }
  }

  /** A spoken answer. */
  said(word: SpokenAnswer): 'heard' | 'nothing-asked' {
    return this.#approvals.said(word);
  }

  /** Whether the utterance chooses of what is asked. */
  takes(final: SpokenFinal): boolean {
    const { languages } = phrasebookOf(this.#parts.choices.settings);
    return this.#approvals.takes(final, languages);
  }

  interrupt(): void {
    this.#interruption.interrupt();
  }

  /** Everything that the HUDs are told passes here. */
  event(event: SessionEvent): void {
    this.#calls.event(event);
    if (event.type !== 'voice' || event.event.type !== 'speech-started') return;
    const { mode, settings } = this.#parts.choices;
    this.#interruption.speechStarted(mode, settings);
  }

  dispose(): void {
    this.#approvals.dispose();
  }
}

// Barge-in: ends the agent's turn and our own speech, by a key, a word, or because somebody begins to
// speak. Where the agent has no protocol nothing is typed: its own key ends its turn.
import type { AgentDriver } from '@codex-voice/drivers';
import type { ListenMode, SessionSettings } from '@codex-voice/protocol';
import type { ScreenState } from '@codex-voice/session';
import type { Refusal } from './told-words.ts';

export type InterruptibleDriver = Pick<
  AgentDriver,
  'capabilities' | 'rung' | 'activity' | 'interrupt'
>;

export interface InterruptionParts {
  readonly driver: () => InterruptibleDriver | undefined;
  readonly screen: () => ScreenState;
  /** Something is asked: whoever speaks then answers it. */
  readonly isAsked: () => boolean;
  /** Our own speech ends. */
  readonly hush: () => void;
  readonly onRefused: (refusal: Refusal) => void;
  readonly onFailed: (why: string) => void;
}

export class Interruption {
  readonly #parts: InterruptionParts;

  constructor(parts: InterruptionParts) {
    this.#parts = parts;
  }

  /** Whether the agent works, or waits for an answer in its turn, as far as anybody can tell. */
  get turnRuns(): boolean {
    const driver = this.#driven;
    return driver === undefined ? this.#parts.screen().kind === 'busy' : driver.activity !== 'idle';
  }

  /** By key or word. */
  interrupt(): void {
    const { hush, screen, onRefused } = this.#parts;
    hush();
    const driver = this.#driven;
    if (driver !== undefined && driver.activity !== 'idle') this.#end(driver);
    else if (driver === undefined && screen().kind !== 'composer')
      onRefused('interrupt-by-own-key');
    else onRefused('nothing-runs');
  }

  /** Somebody begins to speak: a conversation is what `auto` is for. */
  speechStarted(mode: ListenMode, settings: SessionSettings | undefined): void {
    const driver = this.#driven;
    if (settings?.voice?.interrupts !== 'speech' || mode !== 'auto') return;
    if (driver?.activity !== 'busy' || this.#parts.isAsked()) return;
    this.#parts.hush();
    this.#end(driver);
  }

  /** A driver that can end the turn just now. */
  get #driven(): InterruptibleDriver | undefined {
    const driver = this.#parts.driver();
    return driver?.rung === 'structured' && driver.capabilities.has('interrupt')
      ? driver
      : undefined;
  }

  #end(driver: InterruptibleDriver): void {
    const { onRefused, onFailed } = this.#parts;
    void driver.interrupt().then((result) => {
      if (result.kind === 'done') return;
      if (result.kind === 'refused' && result.reason === 'no-turn') onRefused('nothing-runs');
      else onFailed(result.message);
    });
  }
}

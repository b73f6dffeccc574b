// Keeps the delivery's picture of the terminal true and carries out what it decides: facts come from
// the keeper, writes go to it and are answered, and time passes.
import type { KeeperPeer, SessionFacts } from '@codex-voice/protocol';
import type {
  Delivery,
  DeliveryOutput,
  DeliveryWrite,
  ScreenState,
  WriteAnswer,
} from '@codex-voice/session';
import type { CancelTimer, Clock } from './clock.ts';

export interface KeeperDriverParts {
  readonly delivery: Delivery;
  readonly clock: Clock;
  /** What the delivery has decided: to be told, and to be kept before anything is written. */
  readonly onDecided: (output: DeliveryOutput) => void;
  /** Carries out what goes by the agent's protocol. */
  readonly submit: (output: DeliveryOutput) => void;
}

/** No session has these facts once anything may be written: a write on them only asks. */
const FACTS_OF_NO_SESSION = { outputBytes: 0, inputBytes: 0 };

export class KeeperDriver {
  readonly #parts: KeeperDriverParts;
  #keeper: Pick<KeeperPeer, 'deliver'> | undefined;
  #facts: SessionFacts | undefined;
  #cancelTick: CancelTimer | undefined;
  #ended = false;

  constructor(parts: KeeperDriverParts) {
    this.#parts = parts;
  }

  /** What the screen shows, as of the latest look at it. */
  get screen(): ScreenState {
    return this.#facts?.screen ?? { kind: 'unknown' };
  }

  /** There is a keeper to write to, for the first time or again. */
  connected(keeper: Pick<KeeperPeer, 'deliver'>): void {
    this.#keeper = keeper;
    this.apply(this.#parts.delivery.resume());
  }

  /** The keeper can't be reached for now: nothing is decided until it can. */
  disconnected(): void {
    this.#keeper = undefined;
    this.#facts = undefined;
    this.#cancelTick?.();
  }

  facts(facts: SessionFacts): void {
    if (this.#keeper === undefined || this.#ended) return;
    this.#facts = facts;
    const { screen, bracketedPaste, inputAtRest, lastInputMs } = facts;
    const caughtUp = facts.assessedBytes === facts.outputBytes;
    this.apply(
      this.#parts.delivery.observe({
        screen,
        shadowCaughtUp: caughtUp && !facts.midUpdate && !facts.torn,
        bracketedPaste,
        inputAtRest,
        ...(lastInputMs === undefined ? {} : { lastInputMs }),
        nowMs: this.#parts.clock.nowMs(),
      }),
    );
  }

  answered(answer: Omit<WriteAnswer, 'nowMs'>): void {
    const nowMs = this.#parts.clock.nowMs();
    if (!this.#ended) this.apply(this.#parts.delivery.answered({ ...answer, nowMs }));
  }

  /** Carries out what the delivery decided. */
  apply(output: DeliveryOutput): void {
    this.#parts.onDecided(output);
    if (!this.#ended) this.#parts.submit(output);
    for (const write of this.#ended ? [] : output.writes) this.#write(write);
    this.#schedule();
  }

  #write({ writeId, bytes, purpose }: DeliveryWrite): void {
    const facts = purpose === 'write' ? this.#facts : FACTS_OF_NO_SESSION;
    if (this.#keeper !== undefined && facts !== undefined) {
      const { outputBytes, inputBytes } = facts;
      this.#keeper.deliver({ writeId, facts: { outputBytes, inputBytes } }, bytes);
      return;
    }
    // It was decided on facts from before the keeper was lost, and nobody has it.
    if (purpose === 'write') this.answered({ writeId, result: 'stale' });
  }

  /** The agent has ended: nothing is written any more. */
  end(): void {
    this.#ended = true;
    this.apply(this.#parts.delivery.childExited());
  }

  /** No more time passes here. */
  dispose(): void {
    this.#ended = true;
    this.#cancelTick?.();
  }

  #schedule(): void {
    this.#cancelTick?.();
    const { delivery, clock } = this.#parts;
    const away = this.#ended || this.#keeper === undefined;
    const dueMs = away ? undefined : delivery.nextTickMs;
    if (dueMs === undefined) return;
    const waitMs = Math.max(1, dueMs - clock.nowMs());
    this.#cancelTick = clock.after(waitMs, () => this.apply(delivery.tick(clock.nowMs())));
  }
}

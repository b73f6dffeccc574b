// Whether the session's agent waits for its person's answer, as its driver tells it, which may be before the dialog
// is on the screen. What is kept back meanwhile is the delivery's.
import type { AgentEvent, SessionDriver } from '@codex-voice/drivers';
import type { CancelTimer, Clock } from './clock.ts';
import { isInSight } from './session-approvals.ts';

/**
 * How long what was asked counts once its driver is out of sight, in ms: a server that died is there again within
 * 1 s and asks again. Then it is over: a driver that is lost never says so.
 */
export const ASKED_PATIENCE_MS = 5_000;

/** Between two looks whether the driver is in sight, in ms: a desk that is lost goes without a word. */
const LOOK_MS = 500;

/** What is used here of a driver. */
export type WatchedDriver = Pick<SessionDriver, 'rung' | 'activity' | 'capabilities'>;

export interface AskedWatchParts {
  readonly clock: Clock;
  readonly onChange: (state: 'open' | 'settled') => void;
}

export class AskedWatch {
  readonly #parts: AskedWatchParts;
  #driver: WatchedDriver | undefined;
  /** What is asked and not settled → its turn. */
  readonly #open = new Map<string, string>();
  #state: 'open' | 'settled' = 'settled';
  /** Since when the driver is out of sight while something is asked. */
  #lostMs: number | undefined;
  #cancelLook: CancelTimer | undefined;

  constructor(parts: AskedWatchParts) {
    this.#parts = parts;
  }

  setDriver(driver: WatchedDriver | undefined): void {
    if (driver !== this.#driver) this.#open.clear();
    this.#driver = driver;
    this.#look();
  }

  /** What the driver tells; nothing that was asked before and is not asked again. */
  event(event: AgentEvent): void {
    switch (event.kind) {
      case 'approval-requested':
        this.#open.set(event.approval.approvalId, event.approval.turnId);
        break;
      case 'approval-resolved':
        this.#open.delete(event.approvalId);
        break;
      case 'turn-completed':
      case 'turn-failed':
        for (const [id, turnId] of this.#open) if (turnId === event.turnId) this.#open.delete(id);
        break;
      case 'status':
        if (event.activity === 'idle') this.#open.clear();
        break;
      case 'rung':
        break;
      default:
        return;
    }
    this.#look();
  }

  dispose(): void {
    this.#cancelLook?.();
  }

  #look(): void {
    this.#cancelLook?.();
    const state = this.#seen();
    if (state === 'open') this.#cancelLook = this.#parts.clock.after(LOOK_MS, () => this.#look());
    if (state === this.#state) return;
    this.#state = state;
    this.#parts.onChange(state);
  }

  #seen(): 'open' | 'settled' {
    const driver = this.#driver;
    if (driver !== undefined && isInSight(driver)) {
      this.#lostMs = undefined;
      return this.#open.size > 0 || driver.activity === 'waiting' ? 'open' : 'settled';
    }
    if (this.#state === 'settled') return 'settled';
    const nowMs = this.#parts.clock.nowMs();
    this.#lostMs ??= nowMs;
    return nowMs - this.#lostMs < ASKED_PATIENCE_MS ? 'open' : 'settled';
  }
}

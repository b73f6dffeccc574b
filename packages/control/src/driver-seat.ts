// The driver that a session has for now, and the rung it gives the session. Connecting drivers and
// disposing of them is their giver's.
import type { AgentEvent, NumberedEvent, SessionDriver } from '@codex-voice/drivers';
import type { SessionRung } from '@codex-voice/protocol';

export interface DriverSeatParts {
  /** Prompts reach the agent in another way from now on. */
  readonly onRung: (rung: SessionRung, why: string) => void;
  /** What the driver tells from now on; what it told before is asked of it. */
  readonly onEvent?: (event: AgentEvent) => void;
  /** What is told late by a driver that finds its agent only now: nothing of it is news, nor a failed turn. */
  readonly onPast?: (event: AgentEvent) => void;
}

export class DriverSeat {
  readonly #parts: DriverSeatParts;
  #driver: SessionDriver | undefined;
  #unfollow: (() => void) | undefined;
  #rung: SessionRung = 'plain';

  constructor(parts: DriverSeatParts) {
    this.#parts = parts;
  }

  /** Undefined: there is only the agent's terminal. */
  get driver(): SessionDriver | undefined {
    return this.#driver;
  }

  get rung(): SessionRung {
    return this.#rung;
  }

  set(driver: SessionDriver | undefined): void {
    if (driver === this.#driver) return;
    this.leave();
    this.#driver = driver;
    this.#become(driver?.rung ?? 'plain', driver === undefined ? 'there is only its terminal' : '');
    // Its past is in its state: only what is new is followed.
    this.#unfollow = driver?.follow(Number.POSITIVE_INFINITY, (told) => this.#event(told));
  }

  /** Nothing is told any more. */
  leave(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#driver = undefined;
  }

  #event({ event, fromBefore }: NumberedEvent): void {
    if (fromBefore === true) {
      const rung = this.#driver?.rung ?? this.#rung;
      this.#become(rung, event.kind === 'rung' ? event.why : '');
      if (event.kind !== 'turn-failed') this.#parts.onPast?.(event);
      return;
    }
    if (event.kind === 'rung') this.#become(event.rung, event.why);
    this.#parts.onEvent?.(event);
  }

  #become(rung: SessionRung, why: string): void {
    if (rung === this.#rung) return;
    this.#rung = rung;
    this.#parts.onRung(rung, why);
  }
}

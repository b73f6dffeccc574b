// The level meter of our row as time goes by: it follows what the microphone hears.
import { METER_AT_REST, type Meter, meterStep } from '@codex-voice/overlay';

export class HudMeter {
  #meter: Meter = METER_AT_REST;
  /** Undefined: at rest. */
  #movedMs: number | undefined;

  get meter(): Meter {
    return this.#meter;
  }

  accept(levelDb: number, nowMs: number): void {
    const elapsedMs = this.#movedMs === undefined ? 0 : nowMs - this.#movedMs;
    this.#meter = meterStep(this.#meter, { levelDb, elapsedMs });
    this.#movedMs = nowMs;
  }

  rest(): void {
    this.#meter = METER_AT_REST;
    this.#movedMs = undefined;
  }
}

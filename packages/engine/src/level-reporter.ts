// Thins the level of every frame to what a meter on a screen needs.
import type { VoiceEvent } from '@codex-voice/protocol';
import { LEVEL_FLOOR_DB, LevelMeter } from '@codex-voice/speech';

/** Frames between two reports: 64 ms, about 16 a second. */
const FRAMES_PER_REPORT = 2;

export class LevelReporter {
  readonly #emit: (event: VoiceEvent) => void;
  readonly #meter = new LevelMeter();
  #loudestDb = LEVEL_FLOOR_DB;
  #frames = 0;

  constructor(emit: (event: VoiceEvent) => void) {
    this.#emit = emit;
  }

  accept(frame: Float32Array, speechProbability: number): void {
    const { rmsDb, peakDb } = this.#meter.accept(frame);
    this.#loudestDb = Math.max(this.#loudestDb, rmsDb);
    this.#frames += 1;
    if (this.#frames < FRAMES_PER_REPORT) return;
    this.#emit({ type: 'level', rmsDb: this.#loudestDb, peakDb, speechProbability });
    this.#loudestDb = LEVEL_FLOOR_DB;
    this.#frames = 0;
  }
}

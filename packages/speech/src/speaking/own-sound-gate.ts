// Keeps our own sound from being taken for somebody's speech: what a probability of speech counts for
// while we play and just after. Knows no device and no clock: time is audio heard.
import { FRAME_MS } from '../ports.ts';

/** `cue`: a short tone. `speech`: a voice, which any detector rightly takes for one. */
export type OwnSound = 'cue' | 'speech';

/** Whether somebody may talk over our voice. Without headphones it would hear itself. */
export type BargeIn = 'on' | 'off';

/**
 * How long our sound is still about after its last sample was handed on, in ms: the device's own buffer
 * and the room.
 */
export const HANG_OVER_MS = 320;

/** Tones are no speech to a neural detector, and loud to one by energy: only the clearest counts beside them. */
export const BESIDE_CUE_THRESHOLD = 0.8;

/** To talk over our voice somebody must be as clear as this, for so long in ms: an echo mostly is not. */
export const BARGE_IN_THRESHOLD = 0.9;
export const BARGE_IN_MS = 5 * FRAME_MS;

/** What a frame's probability counts for; `barge-in`: somebody has begun to talk over us. */
export interface Heard {
  readonly probability: number;
  readonly bargeIn: boolean;
}

export class OwnSoundGate {
  readonly #bargeIn: BargeIn;
  /** Sounds that play just now. */
  readonly #playing = { cue: 0, speech: 0 };
  /** Audio left until the last of each kind has died away, in ms. */
  readonly #hangingMs = { cue: 0, speech: 0 };
  #clearMs = 0;

  constructor(bargeIn: BargeIn) {
    this.#bargeIn = bargeIn;
  }

  started(sound: OwnSound): void {
    this.#playing[sound] += 1;
  }

  ended(sound: OwnSound): void {
    this.#playing[sound] = Math.max(0, this.#playing[sound] - 1);
    if (this.#playing[sound] === 0) this.#hangingMs[sound] = HANG_OVER_MS;
  }

  /** One frame. `segment`: whether somebody was speaking before it; that is never cut by us. */
  heard(probability: number, segment: 'open' | 'none'): Heard {
    const beside = this.#beside();
    this.#pass();
    if (beside === undefined || segment === 'open') {
      this.#clearMs = 0;
      return { probability, bargeIn: false };
    }
    if (beside === 'cue') {
      const counts = probability >= BESIDE_CUE_THRESHOLD;
      return { probability: counts ? probability : 0, bargeIn: false };
    }
    return this.#overOurVoice(probability);
  }

  #overOurVoice(probability: number): Heard {
    const ignored: Heard = { probability: 0, bargeIn: false };
    if (this.#bargeIn === 'off') return ignored;
    this.#clearMs = probability >= BARGE_IN_THRESHOLD ? this.#clearMs + FRAME_MS : 0;
    if (this.#clearMs < BARGE_IN_MS) return ignored;
    // From here on it is theirs; what came before is in the pre-roll.
    this.#clearMs = 0;
    return { probability, bargeIn: true };
  }

  #beside(): OwnSound | undefined {
    if (this.#playing.speech > 0 || this.#hangingMs.speech > 0) return 'speech';
    return this.#playing.cue > 0 || this.#hangingMs.cue > 0 ? 'cue' : undefined;
  }

  #pass(): void {
    for (const sound of ['cue', 'speech'] as const)
      if (this.#playing[sound] === 0)
        this.#hangingMs[sound] = Math.max(0, this.#hangingMs[sound] - FRAME_MS);
  }
}

// Gathers what stretches of speech say of one voice until it is enough, and makes one vector of them.
import type { VoiceEvent } from '@codex-voice/protocol';
import { likeness, meanVector } from '@codex-voice/speech';

/** From the microphone so much is listened to, in ms of speech; more hardly changes the vector. */
export const ENOUGH_SPEECH_MS = 10_000;

/** With less nobody is enrolled, in ms of speech. */
export const LEAST_SPEECH_MS = 4_000;

/** Of a shorter stretch the vector is mostly chance, in ms. */
const SHORTEST_STRETCH_MS = 600;

/** Stretches of one voice in one room are more alike than this: below it a second voice or noise is in them. */
const LEAST_LIKENESS = 0.5;

type Voiceprint = Extract<VoiceEvent, { type: 'voiceprint' }>;

/** Enough to be written down. */
export interface GatheredVoice {
  readonly model: string;
  readonly vector: readonly number[];
  readonly speechMs: number;
  readonly stretches: number;
  /** Likeness of the stretch that is least like all of them together. */
  readonly leastLikeness: number;
}

export class Enrolment {
  readonly #prints: (Voiceprint & { readonly vector: number[] })[] = [];

  accept(event: Voiceprint): void {
    const { vector, speechMs } = event;
    if (vector === undefined || speechMs < SHORTEST_STRETCH_MS) return;
    this.#prints.push({ ...event, vector });
  }

  get speechMs(): number {
    return this.#prints.reduce((sum, { speechMs }) => sum + speechMs, 0);
  }

  /** Undefined: not enough. */
  gathered(): GatheredVoice | undefined {
    const vectors = this.#prints.map(({ vector }) => vector);
    const vector = meanVector(vectors);
    const [first] = this.#prints;
    if (vector === undefined || first === undefined || this.speechMs < LEAST_SPEECH_MS) {
      return undefined;
    }
    return {
      model: first.model,
      vector: vector.map((number) => Number(number.toFixed(5))),
      speechMs: Math.round(this.speechMs),
      stretches: vectors.length,
      leastLikeness: Math.min(...vectors.map((each) => likeness(each, vector))),
    };
  }
}

/** A warning where the stretches are not of one voice; undefined where they are. */
export function doubt({ leastLikeness }: GatheredVoice): string | undefined {
  if (leastLikeness >= LEAST_LIKENESS) return undefined;
  const told = leastLikeness.toFixed(2);
  return `a part of it sounds like somebody else (likeness ${told}): enrol again, alone and in quiet`;
}

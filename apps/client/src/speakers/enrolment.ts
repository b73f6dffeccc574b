// Gathers what stretches of speech say of one voice until it is enough, and makes one vector of them.
import type { VoiceEvent } from '@codex-voice/protocol';
import { leastAgreement, meanVector } from '@codex-voice/speech';
import { BUILT_IN_MODEL } from './speaker-choice.ts';

/** From the microphone so much is listened to, in ms of speech; more hardly changes the vector. */
export const ENOUGH_SPEECH_MS = 10_000;

/** With less nobody is enrolled, in ms of speech. */
export const LEAST_SPEECH_MS = 4_000;

/** Of a shorter stretch the vector is mostly chance, in ms. */
const SHORTEST_STRETCH_MS = 600;

/** Stretches of one voice agree as much with each other: below it a second voice or noise is in them. */
const LEAST_AGREEMENT = {
  /** Measured, with its error, by `bench/speakers.ts` (speakers-enrolment). */
  builtIn: 0.8,
  /** Not measured with any published model: below what their library calls the same speaker (0.6). */
  neural: 0.5,
} as const;

type Voiceprint = Extract<VoiceEvent, { type: 'voiceprint' }>;

/** Enough to be written down. */
export interface GatheredVoice {
  readonly model: string;
  readonly vector: readonly number[];
  readonly speechMs: number;
  readonly stretches: number;
  /** Of the stretch that fits least to the others; absent for one alone. */
  readonly leastAgreement?: number;
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
    const agreement = leastAgreement(this.#prints);
    return {
      model: first.model,
      vector: vector.map((number) => Number(number.toFixed(5))),
      speechMs: Math.round(this.speechMs),
      stretches: vectors.length,
      ...(agreement === undefined ? {} : { leastAgreement: agreement }),
    };
  }
}

/** A warning where the stretches are not of one voice; undefined where they are, or there is only one. */
export function doubt({ leastAgreement: least, model }: GatheredVoice): string | undefined {
  const needed = model === BUILT_IN_MODEL ? LEAST_AGREEMENT.builtIn : LEAST_AGREEMENT.neural;
  if (least === undefined || least >= needed) return undefined;
  const told = `${least.toFixed(2)}, and one voice has ${needed} or more`;
  return `a part of it sounds like somebody else (likeness ${told}): enrol again, alone and in quiet`;
}

// Who speaks when in a recording: by a model that hears it as a whole, where one is installed, else by the
// voices of its utterances, put into groups. Known voices get their names.
import type { SpeakerTurnMessage } from '@codex-voice/protocol';
import type { SpeakerModelEmbedder, SpeakerTurn } from '@codex-voice/recognizers';
import {
  groupVoices,
  matchSpeaker,
  meanVector,
  SAMPLE_RATE_HZ,
  type SpeakerEmbedder,
  type SpeakerRules,
} from '@codex-voice/speech';

/** An utterance is looked at in stretches of this length, in samples: 3 s, so that a change within it is seen. */
const STRETCH_SAMPLES = 3 * SAMPLE_RATE_HZ;

/** A stretch at the end that is shorter goes with the one before, in samples. */
const SHORTEST_STRETCH = 1.5 * SAMPLE_RATE_HZ;

/** A known voice is looked for in so much of a speaker, in samples: 20 s. */
const MOST_LOOKED_AT = 20 * SAMPLE_RATE_HZ;

const SAMPLES_A_MS = SAMPLE_RATE_HZ / 1000;

export interface RecordingSpeakersOptions {
  readonly embedder: SpeakerEmbedder;
  /** The same one, where it can hear a recording as a whole. */
  readonly whole?: SpeakerModelEmbedder;
  readonly rules: SpeakerRules;
  /** So many speakers; absent: as many as can be told apart. */
  readonly count?: number;
  readonly onFault: (message: string) => void;
}

interface Stretch extends Pick<SpeakerTurn, 'startMs' | 'endMs'> {
  readonly vector: readonly number[];
}

export class RecordingSpeakers {
  readonly #options: RecordingSpeakersOptions;
  #frames: Float32Array[] = [];
  #open: { readonly startMs: number; readonly pieces: Float32Array[] } | undefined;
  #stretches: Stretch[] = [];
  #looking: Promise<void> = Promise.resolve();

  constructor(options: RecordingSpeakersOptions) {
    this.#options = options;
  }

  /** One frame of the recording. */
  frame(frame: Float32Array): void {
    if (this.#options.whole !== undefined) this.#frames.push(frame.slice());
  }

  /** An utterance of it begins; `startMs` is where its first sample lies. */
  begin(startMs: number): void {
    this.#open = this.#options.whole === undefined ? { startMs, pieces: [] } : undefined;
  }

  /** More of the utterance. */
  accept(samples: Float32Array): void {
    this.#open?.pieces.push(samples.slice());
  }

  /** It is over: `said`, or no speech after all. */
  end(what: 'said' | 'dropped'): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || what === 'dropped') return;
    const samples = joined(open.pieces);
    for (const [from, to] of stretchesOf(samples.length)) {
      this.#looking = this.#looking.then(async () => {
        const embedding = await this.#options.embedder.embed(samples.subarray(from, to));
        if (embedding.kind === 'failed') this.#options.onFault(embedding.message);
        if (embedding.kind !== 'embedded') return;
        const at = (sample: number): number => Math.round(open.startMs + sample / SAMPLES_A_MS);
        this.#stretches.push({ startMs: at(from), endMs: at(to), vector: embedding.vector });
      });
    }
  }

  /** The recording is over; another one may begin. */
  async turns(): Promise<SpeakerTurnMessage[]> {
    await this.#looking;
    const [frames, stretches] = [this.#frames, this.#stretches];
    [this.#frames, this.#stretches] = [[], []];
    const { whole } = this.#options;
    return whole === undefined
      ? this.#grouped(stretches)
      : await this.#diarized(whole, joined(frames));
  }

  #grouped(stretches: readonly Stretch[]): SpeakerTurnMessage[] {
    const { rules, count } = this.#options;
    const vectors = stretches.map(({ vector }) => vector);
    const { threshold } = rules;
    const groups = groupVoices(
      vectors,
      count === undefined ? { threshold } : { threshold, speakers: count },
    );
    const turns = stretches.map(({ startMs, endMs }, index) => ({
      startMs,
      endMs,
      speaker: groups[index] ?? 0,
    }));
    const nameOf = (speaker: number): string | undefined => {
      const vector = meanVector(vectors.filter((_, index) => groups[index] === speaker));
      if (vector === undefined) return undefined;
      return matchSpeaker({ kind: 'embedded', vector, speechMs: Infinity }, rules).speaker;
    };
    return named(turns, new Map([...new Set(groups)].map((each) => [each, nameOf(each)])));
  }

  async #diarized(
    whole: SpeakerModelEmbedder,
    samples: Float32Array,
  ): Promise<SpeakerTurnMessage[]> {
    const { rules, count, onFault } = this.#options;
    const turns = await whole.diarize(samples, count);
    if (typeof turns === 'string') {
      onFault(turns);
      return [];
    }
    const names = new Map<number, string | undefined>();
    for (const speaker of new Set(turns.map((turn) => turn.speaker))) {
      const theirs = turns.filter((turn) => turn.speaker === speaker);
      const cut = theirs.map(({ startMs, endMs }) =>
        samples.subarray(startMs * SAMPLES_A_MS, endMs * SAMPLES_A_MS),
      );
      const embedding = await whole.embed(joined(cut).subarray(0, MOST_LOOKED_AT));
      names.set(speaker, matchSpeaker(embedding, rules).speaker);
    }
    return named(turns, names);
  }
}

/** Numbered from 1 in the order in which they begin. */
function named(
  turns: readonly SpeakerTurn[],
  names: ReadonlyMap<number, string | undefined>,
): SpeakerTurnMessage[] {
  const ordered = turns.toSorted((one, other) => one.startMs - other.startMs);
  const order = [...new Set(ordered.map(({ speaker }) => speaker))];
  return ordered.map(({ startMs, endMs, speaker }) => {
    const name = names.get(speaker);
    const number = order.indexOf(speaker) + 1;
    return { startMs, endMs, speaker: number, ...(name === undefined ? {} : { name }) };
  });
}

function stretchesOf(length: number): readonly (readonly [number, number])[] {
  const starts: number[] = [0];
  while ((starts.at(-1) ?? 0) + STRETCH_SAMPLES + SHORTEST_STRETCH <= length) {
    starts.push((starts.at(-1) ?? 0) + STRETCH_SAMPLES);
  }
  return starts.map((start, index) => [start, starts[index + 1] ?? length] as const);
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

// Whether what a person is enrolled with is of one voice: how often sentences of one voice are doubted, and
// how often a second voice among them is not noticed, at each threshold.
import { leastAgreement, type SpeakerEmbedder, type VoiceStretch } from '@codex-voice/speech';
import type { Voice } from '../recognition/synthesis.ts';
import { sentenceBy } from './voices.ts';

/** As little as is enrolled with: about ten seconds of speech. */
const SENTENCES = 3;

/** What is asked: voices, and the sentences that each of them says. */
export interface EnrolmentTrial {
  readonly voices: readonly Voice[];
  readonly sentences: readonly string[];
}

/** Agreements of what was said, which a threshold parts. */
export interface EnrolmentScores {
  readonly oneVoice: readonly number[];
  /** One sentence of another voice among two of the first. */
  readonly twoVoices: readonly number[];
}

export async function enrolmentScores(
  embedder: SpeakerEmbedder,
  { voices, sentences }: EnrolmentTrial,
): Promise<EnrolmentScores> {
  const said: VoiceStretch[][] = [];
  for (const voice of voices) {
    const stretches: VoiceStretch[] = [];
    for (const sentence of sentences) {
      const embedding = await embedder.embed(sentenceBy(voice, sentence));
      if (embedding.kind === 'embedded') stretches.push(embedding);
    }
    said.push(stretches);
  }
  const oneVoice = said.flatMap((own) =>
    own.flatMap((_, first) => leastAgreement(taken(own, first, SENTENCES)) ?? []),
  );
  const twoVoices = said.flatMap((own, voice) =>
    said.flatMap((others, another) =>
      another === voice
        ? []
        : own.flatMap((_, first) => {
            const mixed = [...taken(own, first, SENTENCES - 1), ...taken(others, first + 2, 1)];
            return leastAgreement(mixed) ?? [];
          }),
    ),
  );
  return { oneVoice, twoVoices };
}

/** So many from there on, around the end to the beginning. */
function taken(
  stretches: readonly VoiceStretch[],
  first: number,
  count: number,
): readonly VoiceStretch[] {
  return Array.from(
    { length: count },
    (_, index) => stretches[(first + index) % stretches.length],
  ).filter((each) => each !== undefined);
}

/** Shares of one voice that are doubted, and of two that are not, with a threshold. */
export function enrolmentErrors(
  { oneVoice, twoVoices }: EnrolmentScores,
  threshold: number,
): { readonly doubted: number; readonly unnoticed: number } {
  return {
    doubted: oneVoice.filter((score) => score < threshold).length / oneVoice.length,
    unnoticed: twoVoices.filter((score) => score >= threshold).length / twoVoices.length,
  };
}

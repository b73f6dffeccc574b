// Recognition after somebody has spoken: the models that need a whole utterance, with a guess now and then
// while it lasts.

import type { ModelLayout } from '@codex-voice/protocol';
import type { Recognizer } from '@codex-voice/speech';
import { hotwordLines } from './hotwords.ts';
import { languageFor } from './language.ts';
import type { ModelParts } from './model-config.ts';
import type { Sherpa } from './native.ts';
import { OfflineDecoder } from './offline-decoder.ts';
import { OfflineUtterance } from './offline-utterance.ts';
import { Turn } from './one-at-a-time.ts';

/** Trained on subtitles, which go on where nobody speaks. */
const INVENTING_LAYOUTS: readonly ModelLayout[] = ['whisper'];

/**
 * Loads the model of an offline layout, in a thread of the library's.
 * @throws RecognizerError `engine-failed`.
 */
export async function createOfflineRecognizer(
  sherpa: Sherpa,
  parts: ModelParts,
): Promise<Recognizer> {
  const { spec, checked } = parts;
  const decoder = await OfflineDecoder.load(sherpa, parts);
  const turn = new Turn();
  return {
    name: spec.id,
    abilities: {
      dictation: 'free',
      partials: 'preview',
      terms: checked.hotwords === 'possible' ? 'decoder' : 'none',
      languages: spec.languages,
    },
    begin({ language, terms = [] } = {}, onGuess) {
      turn.begin();
      return new OfflineUtterance({
        decoder,
        hearing: {
          language: languageFor(parts, language),
          hotwords: checked.hotwords === 'possible' ? hotwordLines(terms, checked.tokens) : [],
          reading: { letters: checked.tokens.letters, leadMs: 0 },
          inventions: INVENTING_LAYOUTS.includes(spec.layout) ? 'dropped' : 'unknown',
        },
        closed: () => turn.end(),
        onGuess,
      });
    },
    dispose() {
      turn.dispose();
    },
  };
}

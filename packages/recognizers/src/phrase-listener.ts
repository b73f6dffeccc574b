// Makes the recogniser from the phrases that can be listened for; one that can't costs only itself.
import type { Recognizer } from '@codex-voice/speech';
import { RecognizerError } from './failure.ts';
import { createPhraseRecognizer } from './phrase-recognizer.ts';
import type { PhraseRecognizerOptions } from './phrase-search.ts';

/** Leaves out phrases that nobody can pronounce, saying each by `onLeftOut`. Throws where none is left. */
export async function createPhraseListener(
  { phrases, language }: PhraseRecognizerOptions,
  onLeftOut: (message: string) => void,
): Promise<Recognizer> {
  let usable = phrases;
  for (;;) {
    try {
      return await createPhraseRecognizer({ phrases: usable, language });
    } catch (error) {
      if (!(error instanceof RecognizerError) || error.phrase === undefined) throw error;
      const { phrase } = error;
      if (usable.length < 2) throw error;
      usable = usable.filter((each) => each.spoken !== phrase);
      onLeftOut(`"${phrase}" is not listened for (${error.message})`);
    }
  }
}

// The recogniser that works with nothing downloaded: a closed list of phrases, one utterance at a time.
// How phrases are searched for is left to the search.

import { type PhraseLanguage, type Recognizer, SAMPLE_RATE_HZ } from '@codex-voice/speech';
import {
  loadPhraseSearch,
  type PhraseRecognizerOptions,
  type PhraseSearch,
} from './phrase-search.ts';
import { Utterance, UtteranceBuffer } from './utterance.ts';

/** A phrase recogniser also tells what it holds, for measurements. */
export interface PhraseRecognizer extends Recognizer {
  /** Bytes of WebAssembly memory that models and searches have taken so far. */
  readonly heapBytes: number;
}

/**
 * An utterance longer than this, silence around it included, is rejected without being decoded, in
 * ms: the longest phrases take about three seconds, said slowly.
 */
export const LONGEST_UTTERANCE_MS = 8000;

/**
 * Loads the model and makes a recogniser for `phrases`; takes about 200 ms.
 * @throws RecognizerError `no-pronunciation` (naming the word), `missing-model` or `engine-failed`.
 * @throws TypeError or RangeError for phrases that aren't lower-case words, or none.
 */
export async function createPhraseRecognizer(
  options: PhraseRecognizerOptions,
): Promise<PhraseRecognizer> {
  return oneAtATime(await loadPhraseSearch(options), options.language);
}

function oneAtATime(search: PhraseSearch, language: PhraseLanguage): PhraseRecognizer {
  const buffer = new UtteranceBuffer((LONGEST_UTTERANCE_MS / 1000) * SAMPLE_RATE_HZ);
  let state: 'idle' | 'busy' | 'disposed' = 'idle';
  return {
    name: `phrases-${language}`,
    abilities: {
      dictation: 'closed',
      partials: 'preview',
      terms: 'none',
      languages: [language],
    },
    get heapBytes() {
      return search.engine.heapBytes;
    },
    begin() {
      if (state !== 'idle') {
        throw new TypeError(
          state === 'busy' ? 'begin: another utterance is still open' : 'begin: already disposed',
        );
      }
      state = 'busy';
      return new Utterance({
        search,
        buffer,
        closed: () => {
          if (state === 'busy') state = 'idle';
        },
      });
    },
    dispose() {
      if (state === 'disposed') return;
      state = 'disposed';
      search.dispose();
    },
  };
}

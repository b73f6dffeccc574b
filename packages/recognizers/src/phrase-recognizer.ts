// The recogniser that works with nothing downloaded: a closed list of phrases, decoded by
// PocketSphinx against a free sequence of phones, so that whatever is no phrase is rejected.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Recognition,
  type Recognizer,
  SAMPLE_RATE_HZ,
  type SpokenPhrase,
} from '@codex-voice/speech';
import { judge } from './acceptance.ts';
import { weigh } from './evidence.ts';
import { RecognizerError } from './failure.ts';
import { phoneLoopGrammar, phoneToken, phraseGrammar } from './grammar.ts';
import { type PhraseLanguage, pronounce, readDictionary } from './pronunciation.ts';
import {
  loadSphinx,
  type Pronounced,
  type SphinxDecoder,
  type SphinxEngine,
  sphinxModelFolder,
} from './sphinx.ts';
import { Utterance, UtteranceBuffer, type UtteranceSearch } from './utterance.ts';

/** What to listen for. */
export interface PhraseRecognizerOptions {
  readonly phrases: readonly SpokenPhrase[];
  readonly language: PhraseLanguage;
}

/** A phrase recogniser also tells what it holds, for measurements. */
export interface PhraseRecognizer extends Recognizer {
  /** Bytes of WebAssembly memory in use by all searches. */
  readonly heapBytes: number;
}

const MODEL_BY_LANGUAGE = { en: 'en-us', fr: 'fr-fr' } as const;

/**
 * An utterance longer than this, silence around it included, is rejected without being decoded, in
 * ms: the longest phrases take about three seconds, said slowly.
 */
export const LONGEST_UTTERANCE_MS = 8000;

/** Narrower than the engine's defaults (1e-48): measured to cost no phrase and a third of the time. */
const PHONE_LOOP_BEAMS = { beam: 1e-20, wbeam: 1e-15, pbeam: 1e-20 };

/**
 * Loads the model and makes a recogniser for `phrases`; takes about 200 ms.
 * @throws RecognizerError `no-pronunciation` (naming the word), `missing-model` or `engine-failed`.
 * @throws TypeError or RangeError for phrases that aren't lower-case words, or none.
 */
export async function createPhraseRecognizer(
  options: PhraseRecognizerOptions,
): Promise<PhraseRecognizer> {
  const { phrases, language } = options;
  const grammar = phraseGrammar(phrases.map((phrase) => phrase.spoken));
  const folder = sphinxModelFolder(MODEL_BY_LANGUAGE[language]);
  const phones = await readPhones(folder);
  const sounds = pronounce({
    phrases,
    language,
    dictionary: await readDictionary(join(folder, 'dict.txt'), new Set(grammar.tokenByWord.keys())),
    phones: new Set(phones),
  });
  const engine = await loadSphinx(folder);
  const phraseDecoder = await engine.createDecoder({
    words: Array.from(grammar.tokenByWord, ([word, token]) =>
      variants(token, sounds.get(word) ?? []),
    ).flat(),
    jsgf: grammar.jsgf,
    settings: { bestpath: false },
  });
  const phoneDecoder = await engine.createDecoder({
    words: phones.map((phone) => [phoneToken(phone), phone] as const),
    jsgf: phoneLoopGrammar(phones),
    settings: { bestpath: false, ...PHONE_LOOP_BEAMS },
  });
  const search = phraseSearch({ phraseDecoder, phoneDecoder, wordByToken: grammar.wordByToken });
  warm(search);
  return oneAtATime({ engine, decoders: [phraseDecoder, phoneDecoder], search, language });
}

/** Phones of the model that are speech. */
async function readPhones(folder: string): Promise<readonly string[]> {
  const path = join(folder, 'phoneset.json');
  try {
    const listed: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof listed !== 'object' || listed === null) throw new TypeError('not an object');
    return Object.keys(listed).filter((phone) => /^[a-z]+$/i.test(phone) && phone !== 'SIL');
  } catch (cause) {
    throw new RecognizerError('missing-model', `no usable list of phones at ${path}`, { cause });
  }
}

/** The engine takes `w1`, `w1(2)`, `w1(3)` for one word said in three ways. */
function variants(token: string, sounds: readonly string[]): readonly Pronounced[] {
  return sounds.map((sound, index) => [index === 0 ? token : `${token}(${index + 1})`, sound]);
}

function phraseSearch(options: {
  readonly phraseDecoder: SphinxDecoder;
  readonly phoneDecoder: SphinxDecoder;
  readonly wordByToken: ReadonlyMap<string, string>;
}): UtteranceSearch {
  const { phraseDecoder, phoneDecoder, wordByToken } = options;
  const textOf = (tokens: readonly string[]) =>
    tokens.map((token) => wordByToken.get(token) ?? '').join(' ');
  return {
    guess(samples) {
      const phrase = phraseDecoder.decode(samples, 'beginning');
      const { verdict } = judge(weigh(phrase, phoneDecoder.decode(samples, 'beginning')));
      return verdict === 'accepted' ? textOf(phrase.tokens) : '';
    },
    recognize(samples): Recognition {
      const phrase = phraseDecoder.decode(samples, 'whole');
      if (phrase.tokens.length === 0) return { verdict: 'rejected', text: '', confidence: 0 };
      const { verdict, confidence } = judge(weigh(phrase, phoneDecoder.decode(samples, 'whole')));
      return verdict === 'accepted'
        ? { verdict, text: textOf(phrase.tokens), confidence }
        : { verdict, text: '', confidence };
    },
  };
}

/** Compiles the WebAssembly paths and grows its memory now rather than in the first utterance. */
function warm(search: UtteranceSearch): void {
  const samples = new Float32Array((LONGEST_UTTERANCE_MS / 8 / 1000) * SAMPLE_RATE_HZ);
  for (let index = 0; index < samples.length; index += 1) {
    // A soft buzz: anything that isn't silence will do.
    samples[index] = (((index * 7919) % 101) / 101 - 0.5) * 0.02;
  }
  search.recognize(samples);
}

function oneAtATime(parts: {
  readonly engine: SphinxEngine;
  readonly decoders: readonly SphinxDecoder[];
  readonly search: UtteranceSearch;
  readonly language: PhraseLanguage;
}): PhraseRecognizer {
  const buffer = new UtteranceBuffer((LONGEST_UTTERANCE_MS / 1000) * SAMPLE_RATE_HZ);
  let state: 'idle' | 'busy' | 'disposed' = 'idle';
  return {
    name: `phrases-${parts.language}`,
    get heapBytes() {
      return parts.engine.heapBytes;
    },
    begin() {
      if (state !== 'idle') {
        throw new TypeError(
          state === 'busy' ? 'begin: another utterance is still open' : 'begin: already disposed',
        );
      }
      state = 'busy';
      return new Utterance({
        search: parts.search,
        buffer,
        closed: () => {
          if (state === 'busy') state = 'idle';
        },
      });
    },
    dispose() {
      if (state === 'disposed') return;
      state = 'disposed';
      for (const decoder of parts.decoders) decoder.dispose();
    },
  };
}

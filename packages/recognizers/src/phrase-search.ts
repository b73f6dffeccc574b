// The search behind the built-in recogniser and the wake phrase: a closed list of phrases, decoded by
// PocketSphinx against a free sequence of phones, so that whatever is no phrase is rejected.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type PhraseLanguage,
  type Recognition,
  SAMPLE_RATE_HZ,
  type SpokenPhrase,
} from '@codex-voice/speech';
import { judge } from './acceptance.ts';
import { type PhonesByToken, weigh } from './evidence.ts';
import { RecognizerError } from './failure.ts';
import { type PhraseGrammar, phoneLoopGrammar, phoneToken, phraseGrammar } from './grammar.ts';
import { type PhoneCost, phoneCost } from './phone-distance.ts';
import { pronounce, readDictionary } from './pronunciation.ts';
import {
  type Extent,
  loadSphinx,
  type Pronounced,
  type SphinxDecoder,
  type SphinxEngine,
  sphinxModelFolder,
} from './sphinx.ts';
import type { UtteranceSearch } from './utterance.ts';

/** What to listen for. */
export interface PhraseRecognizerOptions {
  readonly phrases: readonly SpokenPhrase[];
  readonly language: PhraseLanguage;
}

const MODEL_BY_LANGUAGE = { en: 'en-us', fr: 'fr-fr' } as const;

/**
 * Decoded while loading. After ten times as much the first search was measured to be a tenth faster, and
 * loading slower by what four such tenths take; an utterance's own guesses warm its last search as well.
 */
const WARM_MS = 200;

/** The search's own backtrace is enough; a second pass over its lattice changes nothing here. */
const PHRASE_SETTINGS = { bestpath: false };

/**
 * Phones without regard to their neighbours, each as likely as any other and no penalty on their
 * number: the most that can be said for "this was no phrase". Beams narrower than the engine's
 * (1e-48) halve its time and were measured to change no verdict.
 */
const BACKGROUND_SETTINGS = {
  bestpath: false,
  cionly: true,
  lw: 1,
  wip: 1,
  beam: 1e-20,
  wbeam: 1e-15,
  pbeam: 1e-20,
};

/** A search that is loaded and warm, with what else may be searched for in the same audio. */
export interface PhraseSearch extends UtteranceSearch {
  readonly engine: SphinxEngine;
  readonly grammar: PhraseGrammar;
  /** Words of the phrases and single phones, as the engine takes them. */
  readonly words: readonly Pronounced[];
  readonly phones: readonly string[];
  dispose(): void;
}

/**
 * Loads the model and makes the searches for `phrases`; takes about 200 ms.
 * @throws RecognizerError `no-pronunciation` (naming the word), `missing-model` or `engine-failed`.
 * @throws TypeError or RangeError for phrases that aren't lower-case words, or none.
 */
export async function loadPhraseSearch(options: PhraseRecognizerOptions): Promise<PhraseSearch> {
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
  const words = Array.from(grammar.tokenByWord, ([word, token]) =>
    variants(token, sounds.get(word) ?? []),
  ).flat();
  const loop = phones.map((phone) => [phoneToken(phone), phone] as const);
  const engine = await loadSphinx(folder);
  const phraseDecoder = await engine.createDecoder({
    words,
    jsgf: grammar.jsgf,
    settings: PHRASE_SETTINGS,
  });
  const backgroundDecoder = await engine.createDecoder({
    words: loop,
    jsgf: phoneLoopGrammar(phones),
    settings: BACKGROUND_SETTINGS,
  });
  const search = phraseSearch({
    phraseDecoder,
    backgroundDecoder,
    wordByToken: grammar.wordByToken,
    phonesByToken: new Map(
      [...words, ...loop].map(([token, sound]) => [token, sound.split(' ')] as const),
    ),
    cost: phoneCost(language),
  });
  warm(search);
  return {
    ...search,
    engine,
    grammar,
    words: [...words, ...loop],
    phones,
    dispose: () => {
      for (const decoder of [phraseDecoder, backgroundDecoder]) decoder.dispose();
    },
  };
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
  readonly backgroundDecoder: SphinxDecoder;
  readonly wordByToken: ReadonlyMap<string, string>;
  readonly phonesByToken: PhonesByToken;
  readonly cost: PhoneCost;
}): UtteranceSearch {
  const { phraseDecoder, backgroundDecoder, wordByToken, phonesByToken, cost } = options;
  const search = (samples: Float32Array, extent: Extent): Recognition => {
    const phrase = phraseDecoder.decode(samples, extent);
    // Where no phrase fits at all there is nothing to compare.
    if (phrase.tokens.length === 0) return { verdict: 'rejected', text: '', confidence: 0 };
    const background = backgroundDecoder.decode(samples, extent);
    const { verdict, confidence } = judge(weigh({ phrase, background, phonesByToken, cost }));
    if (verdict === 'rejected') return { verdict, text: '', confidence };
    const text = phrase.tokens.map((token) => wordByToken.get(token) ?? '').join(' ');
    return { verdict, text, confidence };
  };
  return {
    guess: (samples) => search(samples, 'beginning').text,
    recognize: (samples) => search(samples, 'whole'),
  };
}

/**
 * Runs the searches over a buzz until the WebAssembly code is compiled and its memory grown, so
 * that the first utterance isn't slower than the rest.
 */
function warm(search: UtteranceSearch): void {
  const samples = new Float32Array((WARM_MS / 1000) * SAMPLE_RATE_HZ);
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = (((index * 7919) % 101) / 101 - 0.5) * 0.02;
  }
  search.recognize(samples);
}

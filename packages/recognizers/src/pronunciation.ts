// Finds out how the words of phrases are said: given with the phrase, known to developers, in the
// model's dictionary, or sounded out from their spelling. Says which word it is when none can tell.

import { readFile } from 'node:fs/promises';
import type { PhraseLanguage, SpokenPhrase } from '@codex-voice/speech';
import { DEVELOPER_WORDS } from './developer-words.ts';
import { RecognizerError } from './failure.ts';
import { soundOut } from './letter-to-sound.ts';

/** The dictionary's pronunciations of those of `words` that are in it. */
export async function readDictionary(
  path: string,
  words: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new RecognizerError('missing-model', `no pronunciation dictionary at ${path}`, { cause });
  });
  return dictionaryEntries(text, words);
}

/** As `readDictionary`, from text: lines of `word P H O N E S` and `word(2) P H O N E S`. */
export function dictionaryEntries(
  text: string,
  words: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  if (words.size === 0) return found;
  // One expression over the whole text: going through its 134,000 lines took ten times as long.
  const anyOf = Array.from(words, (word) => word.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&')).join('|');
  for (const [, word = '', sound = ''] of text.matchAll(
    new RegExp(`^(${anyOf})(?:\\([^ \\n]*)? ([^\\n]*)`, 'gm'),
  )) {
    const phones = sound.trim().replaceAll(/\s+/g, ' ');
    const known = found.get(word);
    if (known === undefined) found.set(word, [phones]);
    else known.push(phones);
  }
  return found;
}

/**
 * Pronunciations of every word in `phrases`.
 * @throws RecognizerError `no-pronunciation`, naming the word, when there is none or one uses a phone outside `phones`.
 */
export function pronounce(options: {
  readonly phrases: readonly SpokenPhrase[];
  readonly language: PhraseLanguage;
  readonly dictionary: ReadonlyMap<string, readonly string[]>;
  readonly phones: ReadonlySet<string>;
}): ReadonlyMap<string, readonly string[]> {
  const { phrases, language, dictionary, phones } = options;
  const spoken = new Map<string, Set<string>>();
  for (const phrase of phrases) {
    for (const word of phrase.spoken.split(' ')) {
      const given = phrase.pronunciations?.[word];
      const sounds = given ?? generalPronunciations(word, language, dictionary);
      if (sounds.length === 0) {
        throw new RecognizerError(
          'no-pronunciation',
          `no pronunciation for "${word}": give one with the phrase "${phrase.spoken}"`,
          { phrase: phrase.spoken },
        );
      }
      for (const sound of sounds) {
        requireKnownPhones({ word, sound, phones, phrase: phrase.spoken });
        const known = spoken.get(word);
        if (known === undefined) spoken.set(word, new Set([sound]));
        else known.add(sound);
      }
    }
  }
  return new Map(Array.from(spoken, ([word, sounds]) => [word, [...sounds]]));
}

function generalPronunciations(
  word: string,
  language: PhraseLanguage,
  dictionary: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const listed = dictionary.get(word);
  if (language === 'fr') return listed ?? [];
  const developer = Object.hasOwn(DEVELOPER_WORDS, word) ? DEVELOPER_WORDS[word] : undefined;
  if (developer !== undefined) return developer;
  if (listed !== undefined) return listed;
  const guess = soundOut(word);
  return guess === undefined ? [] : [guess];
}

function requireKnownPhones(pronunciation: {
  readonly word: string;
  readonly sound: string;
  readonly phones: ReadonlySet<string>;
  readonly phrase: string;
}): void {
  const { word, sound, phones, phrase } = pronunciation;
  const unknown = sound.split(' ').find((phone) => !phones.has(phone));
  if (unknown !== undefined) {
    throw new RecognizerError(
      'no-pronunciation',
      `the pronunciation "${sound}" of "${word}" uses "${unknown}", which the model does not know`,
      { phrase },
    );
  }
}

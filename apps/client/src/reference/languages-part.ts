// The tables of languages in the guide to them: what works in each, and which models know it, from the
// tables of words and the catalogue.
import { CATALOGUE, knowsLanguage, type ModelEntry } from '@codex-voice/models';
import { isPhraseLanguage, languagePhrases, SPOKEN_LANGUAGES } from '@codex-voice/speech';
import { code, markdownTable } from './markdown-table.ts';

const names = new Intl.DisplayNames(['en'], { type: 'language' });

export function languagesPart(): string {
  return [
    ...markdownTable(
      [
        'language',
        'setting',
        'without a model',
        'command word',
        'keyword model',
        'models that know it',
      ],
      SPOKEN_LANGUAGES.map((language) => [
        names.of(language) ?? language,
        code(language),
        isPhraseLanguage(language)
          ? 'commands and prompts'
          : 'nothing: a model or a server is needed',
        languagePhrases(language)
          .commandWords.map((word) => `"${word}"`)
          .join(', '),
        modelsFor('keywords', language),
        modelsFor('recogniser', language),
      ]),
    ),
    '',
    'Models for other languages, with which free text is all there is:',
    '',
    ...markdownTable(['language', 'models'], otherLanguages()),
  ].join('\n');
}

function modelsFor(kind: ModelEntry['kind'], language: string): string {
  const known = CATALOGUE.filter((entry) => entry.kind === kind);
  const own = known.filter(({ languages }) => knowsLanguage(languages, language));
  return own.length === 0 ? '–' : own.map(({ id }) => code(id)).join(', ');
}

function otherLanguages(): readonly (readonly string[])[] {
  const named = CATALOGUE.flatMap(({ kind, languages }) =>
    kind === 'recogniser' && languages !== 'any' ? languages : [],
  );
  const others = [...new Set(named)].filter(
    (language) => !SPOKEN_LANGUAGES.some((spoken) => spoken === language),
  );
  return others
    .map((language) => [names.of(language) ?? language, modelsFor('recogniser', language)])
    .toSorted(([one = ''], [other = '']) => one.localeCompare(other, 'en'));
}

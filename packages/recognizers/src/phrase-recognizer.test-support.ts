// The phrase recogniser in each of its languages, with a recording of one of its phrases.

import { fixture } from './fixture.ts';
import { createPhraseRecognizer } from './phrase-recognizer.ts';

export const PHRASE_RECOGNIZERS = [
  {
    name: 'phrases-en',
    create: () =>
      createPhraseRecognizer({
        language: 'en',
        phrases: [
          'fix the failing tests',
          'send it',
          'scratch that',
          'explain this code',
          'refactor this function',
        ].map((spoken) => ({ spoken })),
      }),
    recording: fixture('fix-the-failing-tests'),
    text: 'fix the failing tests',
  },
  {
    name: 'phrases-fr',
    create: () =>
      createPhraseRecognizer({
        language: 'fr',
        phrases: [
          { spoken: 'corrige les erreurs' },
          { spoken: 'lance les tests' },
          { spoken: "arrête d'écouter", pronunciations: { "d'écouter": ['dd ei kk ou tt ei'] } },
        ],
      }),
    recording: fixture('corrige-les-erreurs'),
    text: 'corrige les erreurs',
  },
] as const;

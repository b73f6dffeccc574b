// The phrases that work with nothing configured and nothing downloaded, by language. Chosen to sound
// unlike one another: at least two words, or three syllables, each.
import type {
  Phrase,
  PhraseAction,
  Phrasebook,
  PhraseLanguage,
  SpokenCommand,
} from './phrasebook.ts';

/** Words of the defaults that the recogniser's dictionaries lack, in the phones of their language. */
const PRONUNCIATIONS: Readonly<Record<string, readonly string[]>> = {
  refactor: ['R IY F AE K T ER'],
  readme: ['R IY D M IY'],
  "d'écouter": ['dd ai kk ou tt ei'],
};

function command(spoken: string, does: SpokenCommand): Phrase {
  return phrase(spoken, { kind: 'command', command: does });
}

function says(spoken: string, text: string): Phrase {
  return phrase(spoken, { kind: 'text', text });
}

function phrase(spoken: string, action: PhraseAction): Phrase {
  const found = spoken.split(' ').flatMap((word) => {
    const phones = PRONUNCIATIONS[word];
    return phones === undefined ? [] : [[word, phones] as const];
  });
  if (found.length === 0) return { spoken, action };
  return { spoken, action, pronunciations: Object.fromEntries(found) };
}

const ENGLISH: readonly Phrase[] = [
  command('send it', 'send'),
  command('submit prompt', 'send'),
  command('scratch that', 'scratch'),
  command('stop listening', 'stop'),
  command('cancel that', 'cancel'),
  command('new line', 'new-line'),
  says('run the tests', 'Run the tests.'),
  says('fix the failing tests', 'Fix the failing tests.'),
  says('add a test for this', 'Add a test for this.'),
  says('check the formatting', 'Check the formatting.'),
  says('fix the type errors', 'Fix the type errors.'),
  says('find the bug', 'Find the bug.'),
  says('reproduce the problem first', 'Reproduce the problem first.'),
  says('explain this code', 'Explain this code.'),
  says('explain the error message', 'Explain the error message.'),
  says('show me the diff', 'Show me the diff.'),
  says('what changed', 'What changed?'),
  says('what is the status', 'What is the status?'),
  says('suggest a solution', 'Suggest a solution.'),
  says('review my changes', 'Review my changes.'),
  says('commit the changes', 'Commit the changes.'),
  says('push the branch', 'Push the branch.'),
  says('open a pull request', 'Open a pull request.'),
  says('undo the last change', 'Undo the last change.'),
  says('refactor this function', 'Refactor this function.'),
  says('make it simpler please', 'Make it simpler, please.'),
  says('rename this variable', 'Rename this variable.'),
  says('remove the dead code', 'Remove the dead code.'),
  says('handle the edge cases', 'Handle the edge cases.'),
  says('make it faster', 'Make it faster.'),
  says('update the readme', 'Update the README.'),
  says('write the documentation', 'Write the documentation.'),
  says('summarize the plan', 'Summarize the plan.'),
  says('make a plan first', 'Make a plan first.'),
  says('check for security problems', 'Check for security problems.'),
  says('keep going', 'Keep going.'),
  says('try again', 'Try again.'),
  says('yes please', 'Yes, please.'),
  says('no do not do that', 'No, do not do that.'),
  says('thank you very much', 'Thank you very much.'),
];

const FRENCH: readonly Phrase[] = [
  command('envoie le message', 'send'),
  command('efface ça', 'scratch'),
  command("arrête d'écouter", 'stop'),
  command('annule tout', 'cancel'),
  command('nouvelle ligne', 'new-line'),
  says('lance les tests', 'Lance les tests.'),
  says('corrige les erreurs', 'Corrige les erreurs.'),
  says('explique ce code', 'Explique ce code.'),
  says('montre les différences', 'Montre les différences.'),
  says('valide les modifications', 'Valide les modifications.'),
  says('annule la dernière modification', 'Annule la dernière modification.'),
  says('ouvre une demande de fusion', 'Ouvre une demande de fusion.'),
  says('continue le travail', 'Continue le travail.'),
  says('résume le plan', 'Résume le plan.'),
];

const BOOKS: Readonly<Record<PhraseLanguage, Phrasebook>> = {
  en: { language: 'en', phrases: ENGLISH },
  fr: { language: 'fr', phrases: FRENCH },
};

/** The built-in phrasebook of a language. */
export function defaultPhrasebook(language: PhraseLanguage): Phrasebook {
  return BOOKS[language];
}

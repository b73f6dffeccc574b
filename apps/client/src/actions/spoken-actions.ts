// The actions as phrases to say: "slash explain" and words behind it. Each becomes a text that waits in
// the composer, whatever is said with it.
import { ACTION_NAMES, languageActions } from '@codex-voice/actions';
import {
  type Phrase,
  SPOKEN_LANGUAGES,
  type SpokenLanguage,
  TRANSCRIPT,
} from '@codex-voice/speech';
import type { ProjectConfig } from '../project-config.ts';
import type { SpokenSetup } from '../spoken-setup.ts';
import { UserError } from '../user-error.ts';
import { phraseLanguage } from '../voice-start.ts';
import { actionPrompt } from './action-prompt.ts';
import { findPlugins, type Plugin } from './plugin-catalogue.ts';
import { type ProjectTasks, projectTasks } from './project-toolchain.ts';

/** Words of another language, and names that somebody chose, can't all be said in the built-in recogniser. */
const UNHEARD = { unheard: true } as const;

interface SpokenProject {
  /** The language of the built-in recogniser. */
  readonly heardIn: SpokenLanguage;
  readonly languages: readonly SpokenLanguage[];
  readonly folder: string;
  readonly tasks: ProjectTasks;
}

/** What may be said, with the actions behind everything else: what means something already stays so. */
export function withSpokenActions(
  setup: SpokenSetup,
  { folder, project }: { readonly folder: string; readonly project: ProjectConfig },
): SpokenSetup {
  const languages = setup.languages.length === 0 ? SPOKEN_LANGUAGES : setup.languages;
  const { tasks, notes } = tasksOrNote(folder, project);
  const { phrasebook } = setup;
  const said = new Set(phrasebook.phrases.map(({ spoken }) => spoken));
  const { plugins } = findPlugins(folder);
  const more = [
    ...actionPhrases({ heardIn: phraseLanguage(setup.languages), languages, folder, tasks }),
    ...donePhrases(languages, plugins),
  ].filter(({ spoken }) => !said.has(spoken));
  return {
    ...setup,
    phrasebook: { ...phrasebook, phrases: [...phrasebook.phrases, ...more] },
    notes: [...setup.notes, ...notes],
  };
}

function tasksOrNote(
  folder: string,
  project: ProjectConfig,
): { readonly tasks: ProjectTasks; readonly notes: readonly string[] } {
  try {
    return { tasks: projectTasks(folder, project), notes: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { tasks: {}, notes: [error.message] };
  }
}

/** Whole phrases where an action needs no words, and triggers for the words behind them. */
function actionPhrases({ heardIn, languages, folder, tasks }: SpokenProject): readonly Phrase[] {
  const phrases = languages.flatMap((language) => {
    const { slash, actions } = languageActions(language);
    return ACTION_NAMES.flatMap((name) => {
      const texts = [undefined, TRANSCRIPT].flatMap((args) => {
        const prompt = actionPrompt({ name, args, language, folder, tasks });
        return prompt.kind === 'prompt' ? [prompt.text] : [];
      });
      return slash.flatMap((before) =>
        actions[name].said.flatMap((said) =>
          texts.map(
            (text): Phrase => ({
              spoken: `${before} ${said}`,
              action: { kind: 'text', text, held: true },
              ...(language === heardIn ? {} : UNHEARD),
            }),
          ),
        ),
      );
    });
  });
  return distinct(phrases);
}

/** Of those whose text only exists once they were carried out: a note, the notes, and plugins by their names. */
function donePhrases(
  languages: readonly SpokenLanguage[],
  plugins: readonly Plugin[],
): readonly Phrase[] {
  const phrases = languages.flatMap((language) => {
    const { slash, notes, note, role, flush, session } = languageActions(language);
    const named = plugins.flatMap(({ name, manifest }) => {
      const said = name.replaceAll('-', ' ').trim();
      // A digit is not said as it is written.
      return /^[a-z]+(?: [a-z]+)*$/u.test(said) ? [{ name, said, manifest }] : [];
    });
    const noted = donePhrase({ spoken: note, name: 'note', words: 'needed' });
    const behindSlash = slash.flatMap((before) => [
      ...donePhrase({ spoken: `${before} ${notes}`, name: 'kb', words: 'needed' }),
      ...donePhrase({ spoken: `${before} ${role}`, name: 'role', words: 'needed' }),
      ...donePhrase({ spoken: `${before} ${flush}`, name: 'flush', words: 'optional' }),
      ...donePhrase({ spoken: `${before} ${session}`, name: 'session', words: 'optional' }),
      ...named.flatMap(({ name, said, manifest }) =>
        donePhrase({
          spoken: `${before} ${said}`,
          name,
          words: manifest.needs_words ? 'needed' : 'optional',
        }),
      ),
    ]);
    return [...noted, ...behindSlash];
  });
  return distinct(phrases);
}

interface DonePhrase {
  readonly spoken: string;
  readonly name: string;
  readonly words: 'needed' | 'optional';
}

function donePhrase({ spoken, name, words }: DonePhrase): readonly Phrase[] {
  const phrase = (text: string): Phrase => ({
    spoken,
    action: { kind: 'text', text, held: true, does: name },
    ...UNHEARD,
  });
  const filled = phrase(`/${name} ${TRANSCRIPT}`);
  return words === 'needed' ? [filled] : [phrase(`/${name}`), filled];
}

/** Where two languages say the same, the earlier one counts. */
function distinct(phrases: readonly Phrase[]): readonly Phrase[] {
  const known = new Set<string>();
  return phrases.filter(({ spoken, action }) => {
    const takesWords = action.kind === 'text' && action.text.includes(TRANSCRIPT);
    const key = `${spoken} ${takesWords}`;
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

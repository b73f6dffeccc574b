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
import { actionPrompt } from './action-prompt.ts';
import { type ProjectTasks, projectTasks } from './project-toolchain.ts';

interface SpokenProject {
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
  const more = actionPhrases({ languages, folder, tasks }).filter(
    ({ spoken }) => !said.has(spoken),
  );
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
function actionPhrases({ languages, folder, tasks }: SpokenProject): readonly Phrase[] {
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
            }),
          ),
        ),
      );
    });
  });
  return distinct(phrases);
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

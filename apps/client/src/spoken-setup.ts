// What may be said in a session, from the person's config file and the project's: the languages, and the
// phrasebook of all that is built in, the person's own, and the project's.
import {
  checkPhrases,
  defaultPhrasebook,
  mergePhrases,
  type Phrase,
  type Phrasebook,
  SPOKEN_LANGUAGES,
  type SpokenLanguage,
} from '@codex-voice/speech';
import type { ConfigFile } from './config-file.ts';
import type { Config } from './config-schema.ts';
import type { ProjectConfig } from './project-config.ts';
import { UserError } from './user-error.ts';

export interface SpokenSetup {
  /** Those that are spoken, the usual one first; none: it is to be found out. */
  readonly languages: readonly SpokenLanguage[];
  readonly phrasebook: Phrasebook;
  /** What of the project's file is not obeyed, a line each. */
  readonly notes: readonly string[];
}

/** Throws `UserError` for a wrong phrase of the person's own. */
export function spokenSetup(config: Config, project?: ProjectConfig): SpokenSetup {
  const { languages, language, command_word: commandWord, default_phrases: all } = config.speech;
  const spoken = languages ?? (language === 'auto' ? [] : [language]);
  const defaults = defaultPhrasebook(...(spoken.length === 0 ? SPOKEN_LANGUAGES : spoken));
  const builtIn: Phrasebook = {
    ...defaults,
    ...(commandWord === undefined ? {} : { commandWords: commandWord === '' ? [] : [commandWord] }),
    phrases: defaults.phrases.filter(({ action }) => all || action.kind === 'command'),
  };
  const theirs = projectPhrases(project);
  const { book, refused } = mergePhrases({
    builtIn,
    own: ownPhrases(config),
    project: theirs.phrases,
  });
  const taken = refused.map(
    ({ spoken: said }) => `${project?.file?.path}: "${said}" means something already: left out`,
  );
  return { languages: spoken, phrasebook: book, notes: [...theirs.notes, ...taken] };
}

interface Entry {
  readonly say: string;
  readonly text: string;
  readonly pronunciations?: Record<string, string[]> | undefined;
}

type Tables<Item extends Entry> = {
  readonly phrases: readonly Item[];
  readonly macros: readonly Item[];
};

function ownPhrases(config: Config): readonly Phrase[] {
  const own = listed(config, ({ send }) => (send ? { afterwards: 'send' as const } : {}));
  const [wrong] = faults(own, config.file);
  if (wrong !== undefined) throw new UserError(wrong);
  return own.map(({ phrase }) => phrase);
}

/** A fault in somebody else's file costs the file, not the session. */
function projectPhrases(project: ProjectConfig | undefined): {
  readonly phrases: readonly Phrase[];
  readonly notes: readonly string[];
} {
  const { file, problem, tables } = project ?? {};
  if (problem !== undefined) return { phrases: [], notes: [problem] };
  if (file === undefined || tables === undefined) return { phrases: [], notes: [] };
  const theirs = listed(tables, () => ({ held: true as const }));
  const [wrong] = faults(theirs, file);
  if (wrong !== undefined) return { phrases: [], notes: [`${wrong}: the file is left aside`] };
  return { phrases: theirs.map(({ phrase }) => phrase), notes: [] };
}

interface Listed {
  readonly phrase: Phrase;
  /** Where it stands in the file. */
  readonly keys: readonly (string | number)[];
}

function listed<Item extends Entry>(
  tables: Tables<Item>,
  manner: (item: Item) => { readonly afterwards?: 'send'; readonly held?: true },
): readonly Listed[] {
  return (['phrases', 'macros'] as const).flatMap((table) =>
    tables[table].map((item, index): Listed => {
      const { say, text, pronunciations } = item;
      return {
        keys: [table, index, 'say'],
        phrase: {
          spoken: say.toLowerCase().trim().replaceAll(/\s+/gu, ' '),
          action: { kind: 'text', text, ...manner(item) },
          ...(pronunciations === undefined ? {} : { pronunciations }),
        },
      };
    }),
  );
}

function faults(phrases: readonly Listed[], file: ConfigFile): readonly string[] {
  return checkPhrases(phrases.map(({ phrase }) => phrase))
    .filter(({ severity }) => severity === 'error')
    .map(({ index, message }) => `${file.place(phrases[index]?.keys ?? [])}: ${message}`);
}

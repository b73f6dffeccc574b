// The prompt that an action becomes in a folder: its template in the person's language, filled with what
// was said and with the project's commands.
import {
  ACTION_NAMES,
  type ActionLanguage,
  type ActionName,
  type Expansion,
  expandFirst,
  languageActions,
} from '@codex-voice/actions';
import { nearest } from '../nearest.ts';
import { UserError, visible } from '../user-error.ts';
import { type ProjectTasks, toldCommand } from './project-toolchain.ts';

export interface ActionSaid {
  readonly name: ActionName;
  readonly args?: string | undefined;
  readonly selection?: string | undefined;
  readonly language: ActionLanguage;
  /** Where the agent works. */
  readonly folder: string;
  readonly tasks: ProjectTasks;
}

export function actionPrompt(said: ActionSaid): Expansion {
  const { name, args, selection, language, folder, tasks } = said;
  const { test, build } = tasks;
  return expandFirst(languageActions(language).actions[name].prompts, {
    args,
    selection,
    'toolchain.test': test === undefined ? undefined : toldCommand(test, folder),
    'toolchain.build': build === undefined ? undefined : toldCommand(build, folder),
  });
}

/** The text of an expansion. Throws `UserError` where there is none. */
export function promptText(name: string, expansion: Expansion): string {
  switch (expansion.kind) {
    case 'prompt':
      return expansion.text;
    case 'missing':
      throw new UserError(
        `${name} needs words: codex-voice do ${name} WORDS…, or - for a text on standard input`,
      );
    case 'too-long':
      throw new UserError(
        `the prompt is too long (${expansion.units} characters): put the text into a file and name that`,
      );
  }
}

export function isActionName(name: string): name is ActionName {
  return ACTION_NAMES.some((known) => known === name);
}

/** For a name that is none. */
export function unknownAction(name: string, known: readonly string[]): UserError {
  const guess = nearest(name, known);
  const hint = guess === undefined ? 'codex-voice do --list shows them' : `did you mean ${guess}?`;
  return new UserError(`there is no command /${visible(name)}: ${hint}`);
}

// The commands of ours that a session's palette offers, for the folder its agent works in: what each one
// is called and becomes. Putting it into the session is left to the panels' owner.
import { ACTION_NAMES, type ActionLanguage, languageActions } from '@codex-voice/actions';
import type { CommandItem } from '@codex-voice/overlay';
import { readProjectConfig } from '../project-config.ts';
import { UserError } from '../user-error.ts';
import { actionPrompt, isActionName } from './action-prompt.ts';
import { type ProjectTasks, projectTasks } from './project-toolchain.ts';

/** What becomes of a command. */
export type CommandOutcome =
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'unknown' };

export class SessionCommands {
  readonly #language: ActionLanguage;
  #folder: string | undefined;
  #tasks: ProjectTasks | undefined;
  #items: readonly CommandItem[] | undefined;

  /** `folder`: undefined where it is not known yet. */
  constructor(language: ActionLanguage, folder: string | undefined) {
    this.#language = language;
    this.#folder = folder;
  }

  setFolder(folder: string): void {
    this.#folder = folder;
    this.reload();
  }

  /** The project's files may have changed. */
  reload(): void {
    this.#tasks = undefined;
    this.#items = undefined;
  }

  get items(): readonly CommandItem[] {
    this.#items ??= ACTION_NAMES.map((name) => {
      const { label } = languageActions(this.#language).actions[name];
      const alone = this.prompt(name, '');
      const filled = this.prompt(name, '{args}');
      return {
        name,
        label,
        usage: alone.kind === 'prompt' ? '[WORDS]' : 'WORDS',
        note: '',
        filled: filled.kind === 'prompt' ? filled.text : '',
        ...(alone.kind === 'prompt' ? { alone: alone.text } : {}),
      };
    });
    return this.#items;
  }

  prompt(name: string, words: string): CommandOutcome {
    if (!isActionName(name)) return { kind: 'unknown' };
    const expansion = actionPrompt({
      name,
      args: words,
      language: this.#language,
      folder: this.#folder ?? '',
      tasks: this.#knownTasks(),
    });
    switch (expansion.kind) {
      case 'prompt':
        return expansion;
      case 'too-long':
        return { kind: 'too-long' };
      case 'missing':
        return { kind: 'unknown' };
    }
  }

  #knownTasks(): ProjectTasks {
    const folder = this.#folder;
    if (folder === undefined) return {};
    this.#tasks ??= tasksOrNone(folder);
    return this.#tasks;
  }
}

/** A wrong configuration is told by `codex-voice do`; here the agent finds the command out. */
function tasksOrNone(folder: string): ProjectTasks {
  try {
    return projectTasks(folder, readProjectConfig(folder));
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}

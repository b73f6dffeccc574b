// What may be said and what each phrase does: the phrasebook's types. The defaults, merging, the checks
// and reading a text against it are beside.
import type { SpokenLanguage } from './language.ts';
import type { SpokenPhrase } from './ports.ts';
import type { SpokenCommand } from './spoken-command.ts';

export type PhraseAction =
  | { readonly kind: 'command'; readonly command: SpokenCommand }
  /** A text to type. With `{transcript}` in it, the phrase is a trigger, and what follows it stands there. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly afterwards?: 'send';
      /** Somebody else wrote it: it waits in the composer, whatever is said with it. */
      readonly held?: true;
      /** An action of this name is carried out with the words, and nothing is typed. */
      readonly does?: string;
    };

/** One phrase: what is said, what it does, and how words the dictionary lacks are pronounced. */
export interface Phrase extends SpokenPhrase {
  readonly action: PhraseAction;
  /** The phrase recogniser is not given it: it may have words that can't be said there. */
  readonly unheard?: true;
}

export interface Phrasebook {
  /** Those that are spoken, the usual one first. */
  readonly languages: readonly SpokenLanguage[];
  /** Any of these, said before a command, makes a command of it; none: no word does. */
  readonly commandWords: readonly string[];
  /** Where two are said alike the first one counts. */
  readonly phrases: readonly Phrase[];
}

/** Where in a text the words after the trigger go. */
export const TRANSCRIPT = '{transcript}';

/** Whether the phrase is a trigger that needs words after it. */
export function takesTranscript({ action }: Pick<Phrase, 'action'>): boolean {
  return action.kind === 'text' && action.text.includes(TRANSCRIPT);
}

/** The text with what was said after its trigger in it. */
export function filledText(text: string, transcript: string): string {
  return text.replaceAll(TRANSCRIPT, () => transcript);
}

// What the built-in phrases of one language consist of. A command without words is a compile error.
import type { SpokenCommand } from '../spoken-command.ts';

export interface LanguagePhrases {
  /** Said before a command, it makes a command of it anywhere: the first one is told to people. */
  readonly commandWords: readonly [string, ...string[]];
  /** What is said for each command: the first one is told to people, the others are written or said alike. */
  readonly commands: Readonly<Record<SpokenCommand, readonly [string, ...string[]]>>;
  /** Said alone while the agent works, one of them is `interrupt`. Too short for a closed list of phrases. */
  readonly stopWords: readonly [string, ...string[]];
  /** Behind a command word: a prompt that ends the running turn first, or goes into it. */
  readonly mannerWords: Readonly<Record<'now' | 'also', readonly [string, ...string[]]>>;
  /** What is said, and the prompt it types. */
  readonly texts: readonly (readonly [spoken: string, text: string])[];
  /**
   * Words after which a sentence goes on: what looks like a command behind one of them is none. For
   * recognisers without punctuation, in languages that are written with spaces.
   */
  readonly leaning: readonly string[];
  /** Of words that the phrase recogniser's dictionary lacks, in the phones of its model. */
  readonly pronunciations?: Readonly<Record<string, readonly string[]>>;
}

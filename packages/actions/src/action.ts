// What an action of ours is, in whatever language. Carrying one out is left to whoever knows sessions.

export const ACTION_NAMES = [
  'search',
  'define',
  'explain',
  'refactor',
  'test',
  'build',
  'docs',
  'summarize',
  'commit',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

export const ACTION_LANGUAGES = ['en', 'es', 'fr', 'de', 'ja', 'zh'] as const;
export type ActionLanguage = (typeof ACTION_LANGUAGES)[number];

/** One action in one language. */
export interface ActionWords {
  /** What it does, in a few words. */
  readonly label: string;
  /** Said behind the language's word for "slash": lower case, the one that is told to people first. */
  readonly said: readonly [string, ...string[]];
  /** Templates of its prompt, the first that has all it needs is taken. */
  readonly prompts: readonly [string, ...string[]];
}

export interface LanguageActions {
  /** Said before an action's own words; the first is told to people. */
  readonly slash: readonly [string, ...string[]];
  /** Said for /kb, /role, /flush and /session. */
  readonly notes: string;
  readonly role: string;
  readonly flush: string;
  readonly session: string;
  /** Said, without a slash, before what is to be noted. */
  readonly note: string;
  readonly actions: Readonly<Record<ActionName, ActionWords>>;
}

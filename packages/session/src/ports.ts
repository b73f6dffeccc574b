// What the delivery logic needs to know of the terminal, and nothing of how it is learnt.

/** What stands in a composer, as far as the screen shows it. */
export interface ComposerView {
  /**
   * The visible text, one line per screen row: a soft wrap looks like a line feed, and trailing
   * blanks of a row are gone. Empty when only a placeholder is shown.
   */
  readonly text: string;
  /** Where the cursor stands in `text`, in UTF-16 units; absent when that can't be told. */
  readonly cursorOffset?: number;
  /** The composer is taller than its window: `text` is only a part of what stands in it. */
  readonly clipped?: true;
}

/** What the agent's screen shows just now, as far as can be told. `unknown` is an honest answer. */
export type ScreenState =
  /** A prompt composer with the cursor in it; `text` is what stands in it now. */
  | ({ readonly kind: 'composer' } & ComposerView)
  /**
   * An approval, a menu or any other question: nothing may be typed. A list that hangs on a
   * composer (slash commands, mentions, shell mode) says in `composer` what stands there.
   */
  | { readonly kind: 'dialog'; readonly what: string; readonly composer?: ComposerView }
  /** The agent works; its composer may still take text (`composer` then says what is in it). */
  | { readonly kind: 'busy'; readonly composer?: ComposerView }
  | { readonly kind: 'unknown' };

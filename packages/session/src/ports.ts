// What the delivery logic needs to know of the terminal, and nothing of how it is learnt.

/** What the agent's screen shows just now, as far as can be told. `unknown` is an honest answer. */
export type ScreenState =
  /** A prompt composer with the cursor in it; `text` is what stands in it now. */
  | { readonly kind: 'composer'; readonly text: string }
  /** An approval, a menu or any other question: nothing may be typed. */
  | { readonly kind: 'dialog'; readonly what: string }
  /** The agent works; its composer may still take text (`composerText` then says what is in it). */
  | { readonly kind: 'busy'; readonly composerText?: string }
  | { readonly kind: 'unknown' };

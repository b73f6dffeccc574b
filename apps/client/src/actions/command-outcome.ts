// What a command of ours comes to; showing it, or putting it into the session, is left to the panels' owner.

import type { PanelName } from '@codex-voice/overlay';

/** What becomes of a command. */
export type CommandOutcome =
  /** `because`: told beside it. */
  | { readonly kind: 'prompt'; readonly text: string; readonly because?: string }
  | { readonly kind: 'panel'; readonly panel: PanelName }
  /** To be shown, and nothing else. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'unknown' };

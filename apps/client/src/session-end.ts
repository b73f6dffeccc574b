// How a session ended for this terminal.

export type SessionEnd =
  /** The agent has ended; `status` is its own, as a shell would have it. */
  | { readonly kind: 'exited'; readonly status: number }
  /** This terminal left; the session goes on. */
  | { readonly kind: 'detached' }
  /** This terminal left for another session. */
  | {
      readonly kind: 'switched';
      readonly sessionId: string;
      readonly hold: 'if-free' | 'take';
    }
  /** The session's keeper is gone, and nobody said why. */
  | { readonly kind: 'lost'; readonly why: string };

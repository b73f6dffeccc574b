// The time a vocabulary is kept by, as a port: so that its rules can be tested without waiting.

export interface VocabularyClock {
  /** The wall clock, in ms since 1970. */
  wallMs(): number;
  /** Calls once, `delayMs` from now at the earliest; what it gives ends the timer. */
  after(delayMs: number, call: () => void): () => void;
}

/** The machine's own clock. Its timers keep no process alive. */
export const systemVocabularyClock: VocabularyClock = {
  wallMs: () => Date.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

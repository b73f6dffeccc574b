// Whether the journal can be written just now, and that a fault of it is told once until it can be again.
// What is written, and when it counts as written again, is for those who write.

export interface JournalFaultParts {
  /** The fault, in words. */
  readonly tell: (message: string) => void;
}

export class JournalFault {
  readonly #tell: JournalFaultParts['tell'];
  #isTold = false;

  constructor({ tell }: JournalFaultParts) {
    this.#tell = tell;
  }

  /** Never throws: what the journal does not take is not kept from the agent. */
  async attempt(work: () => Promise<void>): Promise<'kept' | 'lost'> {
    try {
      await work();
      return 'kept';
    } catch (error) {
      if (this.#isTold) return 'lost';
      this.#isTold = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.#tell(
        `the journal can't be written (${reason}): free some space; what is said is heard all the same`,
      );
      return 'lost';
    }
  }

  /** It has taken an utterance: the next fault is a new one. */
  mended(): void {
    this.#isTold = false;
  }
}

// One line of a doctor's report: what was looked at, what was measured, how it stands, and how to mend it.

/** `unasked`: it could not be looked at, or nobody answered; that says nothing about it. */
export type FindingState = 'good' | 'weak' | 'broken' | 'unasked';

export interface Mend {
  /** What to do, in words; absent where the command says it all. */
  readonly words?: string;
  /** A line to type into a shell. */
  readonly command?: string;
}

export interface Finding {
  /** Stable, for programs: `microphone`, `folder.state`. */
  readonly id: string;
  readonly area: 'machine' | 'sound' | 'recognition' | 'sessions' | 'agents' | 'terminal';
  /** As a person calls it. */
  readonly subject: string;
  readonly state: FindingState;
  /** What was measured or read, in one line. */
  readonly fact: string;
  readonly mend?: Mend;
}

/** The parts of `what is wrong: how to mend it`. */
export function partsOf(message: string): { readonly fact: string; readonly words?: string } {
  const at = message.indexOf(': ');
  if (at < 0) return { fact: message };
  return { fact: message.slice(0, at), words: message.slice(at + 2) };
}

/** A finding about something that gave no answer. */
export function unanswered(
  about: Pick<Finding, 'id' | 'area' | 'subject'>,
  asked:
    | { readonly kind: 'late'; readonly afterMs: number }
    | { readonly kind: 'failed'; readonly why: string },
): Finding {
  const fact =
    asked.kind === 'late'
      ? `no answer within ${(asked.afterMs / 1_000).toFixed(0)} s`
      : `could not be looked at (${asked.why})`;
  return { ...about, state: asked.kind === 'late' ? 'weak' : 'unasked', fact };
}

// How a session ended for this terminal, and how that is told.
import { join } from 'node:path';
import { sessionsDirectory } from './places.ts';
import { EXIT_FAILURE, errorLine } from './user-error.ts';
import type { EndWords } from './words/session-words.ts';

export type SessionEnd =
  /** The agent has ended; `status` is its own, as a shell would have it. */
  | {
      readonly kind: 'exited';
      readonly status: number;
      /** `others`: another terminal or command has ended it. */
      readonly why: 'itself' | 'others';
    }
  /** This terminal left; the session goes on. */
  | { readonly kind: 'detached' }
  /** This terminal left for another session. */
  | {
      readonly kind: 'switched';
      readonly sessionId: string;
      readonly hold: 'if-free' | 'take';
    }
  /** The session's keeper is gone, and nobody said why. */
  | { readonly kind: 'lost' };

/** Says how a session ended for this terminal, where that is not plain. Returns the exit status. */
export function tellEnd(
  end: Exclude<SessionEnd, { kind: 'switched' }>,
  { sessionId = '', words }: { readonly sessionId: string | undefined; readonly words: EndWords },
): number {
  switch (end.kind) {
    case 'exited':
      if (end.why === 'others') process.stdout.write(`${words.elsewhere(sessionId)}\n`);
      return end.status;
    case 'detached':
      process.stdout.write(`${words.goesOn(sessionId)}\n`);
      return 0;
    case 'lost': {
      const folder = sessionId === '' ? undefined : join(sessionsDirectory(), sessionId);
      process.stderr.write(errorLine(words.keeperDied(folder)));
      return EXIT_FAILURE;
    }
  }
}

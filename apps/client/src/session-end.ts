// How a session ended for this terminal, and how that is told.
import { join } from 'node:path';
import type { KeeperEvent } from '@codex-voice/protocol';
import { exitStatus } from '@codex-voice/pty';
import { sessionsDirectory } from './places.ts';
import { tellError, tellLines } from './told-lines.ts';
import { EXIT_FAILURE } from './user-error.ts';
import type { EndWords } from './words/session-words.ts';

/** The name of a conversation is its agent's: a line that a person may copy into a shell has nothing else in it. */
const AGAIN = /^[a-z]+ resume \w[\w-]{0,99}$/u;

export type SessionEnd =
  /** The agent has ended; `status` is its own, as a shell would have it. */
  | {
      readonly kind: 'exited';
      readonly status: number;
      /** `others`: another terminal or command has ended it. */
      readonly why: 'itself' | 'others';
      /** Prompts that it never got; absent: none. */
      readonly waiting?: number;
      /** The command that opens the agent's conversation again, where the agent did not tell it. */
      readonly again?: string;
    }
  /** This terminal left; the session goes on. */
  | { readonly kind: 'detached' }
  /** This terminal left for another session. */
  | {
      readonly kind: 'switched';
      readonly sessionId: string;
      readonly hold: 'if-free' | 'take';
    }
  /** The connection broke, or the session's keeper is gone; `hold`: as what this terminal was on it. */
  | {
      readonly kind: 'lost';
      readonly hold: 'if-free' | 'take' | 'never';
      /** It was not found to be gone: only this terminal does not come back to it. */
      readonly goesOn?: true;
    };

/** The end of a session whose agent has ended. */
export function agentEnd(
  exited: Extract<KeeperEvent, { type: 'exited' }>,
  { why, waiting }: { readonly why: 'itself' | 'others'; readonly waiting: number },
): SessionEnd {
  const again = AGAIN.test(exited.again ?? '') ? exited.again : undefined;
  const status = exitStatus(exited);
  return {
    ...{ kind: 'exited', status, why },
    ...(waiting === 0 ? {} : { waiting }),
    ...(again === undefined ? {} : { again }),
  };
}

export interface ToldEnd {
  /** Undefined: its terminal alone reached it, and its queue went with it. */
  readonly sessionId: string | undefined;
  readonly words: EndWords;
  /** Where what waited is kept: on this machine, or on the session's. */
  readonly keptAt?: 'here' | 'there';
}

/** Says how a session ended for this terminal, where that is not plain. Returns the exit status. */
export function tellEnd(
  end: SessionEnd,
  { sessionId = '', words, keptAt = 'here' }: ToldEnd,
): number {
  switch (end.kind) {
    case 'exited':
      if (end.why === 'others') tellLines(`${words.elsewhere(sessionId)}\n`, process.stdout);
      if (end.waiting !== undefined && sessionId !== '')
        tellLines(`${words.kept(end.waiting, keptAt)}\n`, process.stdout);
      if (end.again !== undefined) process.stdout.write(`${words.again(end.again)}\n`);
      return end.status;
    // The other session is shown instead.
    case 'switched':
      return 0;
    case 'detached':
      tellLines(`${words.goesOn(sessionId)}\n`, process.stdout);
      return 0;
    case 'lost': {
      if (end.goesOn === true) {
        tellError(words.goesOn(sessionId));
        return EXIT_FAILURE;
      }
      const folder = sessionId === '' ? undefined : join(sessionsDirectory(), sessionId);
      tellError(words.keeperDied(folder));
      return EXIT_FAILURE;
    }
  }
}

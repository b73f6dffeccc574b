// A prompt handed to a host until one says what became of it: told again under the same id where a host goes
// away, and never called refused where one that went away may have taken it.
import { UserError, visible } from '../user-error.ts';
import type { HostReply } from './host-questions.ts';

/** A host that goes away while it is told is told again under the same id; more often helps nobody. */
const ATTEMPTS = 3;

/** The session may have it, or not. `host`: whether one can be asked to keep it, marked as that. */
export class DoubtfulError extends UserError {
  readonly host: 'gone' | 'silent';

  constructor(message: string, host: 'gone' | 'silent') {
    super(message);
    this.host = host;
  }
}

export interface Handed {
  readonly sessionId: string;
  /** Why it is not on disk. */
  readonly unkept: string | undefined;
}

/** Throws `UserError` where no session has it, and `DoubtfulError` where one may. */
export async function handedIn(
  hand: () => Promise<{ readonly sessionId: string; readonly reply: HostReply }>,
): Promise<Handed> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { sessionId, reply } = await hand();
      if (reply.kind === 'gone' && attempt < ATTEMPTS) continue;
      return { sessionId, unkept: settle(reply).unkept };
    } catch (error) {
      if (attempt === 1 || !(error instanceof UserError) || error instanceof DoubtfulError)
        throw error;
      // The one that went away may have put it into the queue before.
      const [why] = error.message.split(':');
      throw new DoubtfulError(
        `the host ended while it was told, and now ${why}: a session may have it already`,
        'gone',
      );
    }
  }
}

function settle(reply: HostReply): Extract<HostReply, { kind: 'done' }> {
  switch (reply.kind) {
    case 'done':
      return reply;
    case 'refused':
      throw new UserError(visible(reply.message));
    case 'silent':
      throw new DoubtfulError(
        'the host does not answer: codex-voice host stop, then say it again',
        'silent',
      );
    case 'gone':
      throw new DoubtfulError(
        'the host ended while it was told: codex-voice host logs tells why',
        'gone',
      );
    case 'sessions':
    case 'status':
    case 'approvals':
    case 'waiting':
    case 'kept':
    case 'answered':
    case 'unanswered':
      throw new DoubtfulError(
        'the host answers something else: codex-voice host stop, then again',
        'silent',
      );
  }
}

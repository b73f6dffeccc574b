// The prompts that were offered to Codex's server, and what became of them where it died: each stands in the
// conversation, or nowhere, or that can't be known. It tells nobody and sends nothing.
import type { CodexThread } from './codex-messages.ts';
import type { FollowedThread, UnansweredTurn } from './followed-thread.ts';
import { messagesBehind, type WrittenMessage, writtenBytes } from './written-messages.ts';

/** Offers that are remembered, the oldest forgotten: one is under way at a time, a few come late. */
const REMEMBERED = 32;

export interface Offer {
  /** The server, the conversation and the text that it was offered with. */
  readonly server: string;
  readonly threadId: string;
  readonly text: string;
  /** Codex's record of the conversation, where it is known. */
  readonly rollout: string | undefined;
}

interface Offered extends Offer {
  /** How long the record was: what was written of it stands behind. Undefined: that is not known. */
  readonly writtenBytes: number | undefined;
  /** A message of the conversation has it. */
  isSeen: boolean;
}

/** A conversation as a server has read it from the disk; without `record` nothing of it was written down. */
export interface ReadConversation {
  readonly server: string;
  readonly thread: FollowedThread;
  readonly record: Pick<CodexThread, 'path'> | undefined;
  readonly unanswered: UnansweredTurn | undefined;
}

export interface Found {
  /** No message has them, shown or not: they are nowhere. */
  readonly lost: readonly string[];
  /** Codex's model is told them with its next question, though no server shows them. */
  readonly written: readonly string[];
  /** The conversation ends with a prompt of ours that no answer is known to, and whose server is gone. */
  readonly isUnanswered: boolean;
}

export class OfferedPrompts {
  readonly #offers = new Map<string, Offered>();

  /** Before it is sent. */
  add(promptId: string, offer: Offer): void {
    const bytes = writtenBytes(offer.rollout);
    this.#offers.set(promptId, { ...offer, writtenBytes: bytes, isSeen: false });
    for (const oldest of this.#offers.keys()) {
      if (this.#offers.size <= REMEMBERED) break;
      this.#offers.delete(oldest);
    }
  }

  seen(promptId: string): void {
    const offer = this.#offers.get(promptId);
    if (offer !== undefined) offer.isSeen = true;
  }

  /** The server would not have it. */
  refused(promptId: string): void {
    this.#offers.delete(promptId);
  }

  /** What is known now of what was offered to servers before this one. */
  read({ server, thread: { threadId }, record, unanswered }: ReadConversation): Found {
    const before = [...this.#offers].filter(
      ([, offer]) => offer.server !== server && offer.threadId === threadId,
    );
    const seen = before.filter(([, { isSeen }]) => isSeen);
    const unseen = before.filter(([, { isSeen }]) => !isSeen);
    const lost: string[] = [];
    const written: string[] = [];
    let isUnanswered = seen.some(([id]) => unanswered?.promptIds.includes(id) ?? false);
    const path = record?.path ?? undefined;
    const others = new Set<string>();
    // Of two with the same words, the message that is shown is not the other one's.
    for (const [, offer] of seen) {
      if (!unseen.some(([, { text }]) => text === offer.text)) continue;
      const message = messageOf(offer, path, others);
      if (typeof message === 'object') others.add(message.messageId);
    }
    for (const [promptId, offer] of unseen) {
      const message = record === undefined ? 'nowhere' : messageOf(offer, path, others);
      if (message === 'unknown') continue;
      if (message === 'nowhere') {
        this.#offers.delete(promptId);
        lost.push(promptId);
        continue;
      }
      others.add(message.messageId);
      offer.isSeen = true;
      written.push(promptId);
      if (message.turnId !== undefined && message.turnId === unanswered?.turnId)
        isUnanswered = true;
    }
    return { lost, written, isUnanswered };
  }
}

/** Where the record has it, other than in these messages. */
function messageOf(
  { text, writtenBytes: bytes }: Offered,
  path: string | undefined,
  others: ReadonlySet<string>,
): WrittenMessage | 'nowhere' | 'unknown' {
  const messages = messagesBehind(path, bytes);
  if (messages === undefined) return 'unknown';
  const isIts = (message: WrittenMessage) =>
    message.text === text && !others.has(message.messageId);
  return messages.find(isIts) ?? 'nowhere';
}

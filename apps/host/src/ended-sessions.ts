// Brings what ended sessions have left to whoever keeps it: once a session, from its folder, before that may
// be removed. Whether it is news is the keeper of it to say.
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ControlMemory,
  type LeftPrompt,
  leftPrompts,
  leftWords,
  readJournalTail,
  readQueue,
} from '@codex-voice/control';
import {
  foldersIn,
  isKilled,
  readSessionRecord,
  type SessionRecord,
  STARTING_MS,
} from './session-folder.ts';

/** Says in a session's folder that nothing is left in its queue to be brought. */
const MARK = 'queue.kept';
const FILE_MODE = 0o600;
/** A voice process writes down what was being said within this, in ms, after its session's end. */
const LAST_WORDS_MS = 60_000;
/** Words are looked for in sessions that ended less than this ago, in ms. */
const WORDS_AGE_MS = 24 * 60 * 60_000;

/** What a session has left. */
export interface LeftBySession {
  readonly sessionId: string;
  readonly agent?: string;
  readonly folder?: string;
  readonly because: 'agent-ended' | 'keeper-died' | 'said-to-nobody';
  readonly prompts: readonly LeftPrompt[];
  /** Ids that its queue had taken. */
  readonly taken: readonly string[];
}

export interface EndedSessionsParts {
  readonly sessionsDirectory: string;
  readonly running: () => ReadonlySet<string>;
  /** False: it could not be kept, and is to be brought again. */
  readonly keep: (left: LeftBySession) => boolean;
}

export class EndedSessions {
  readonly #parts: EndedSessionsParts;
  /** Whose queues were brought, by us or by a predecessor. */
  readonly #brought = new Set<string>();
  /** Whose last words were looked for. */
  readonly #heardOut = new Set<string>();

  constructor(parts: EndedSessionsParts) {
    this.#parts = parts;
  }

  /** Brings queues. Answers the sessions whose queue could not be kept: their folders are to stay. */
  bringQueues(): readonly string[] {
    return this.#ended().flatMap((ended) => {
      const { name } = ended;
      if (this.#brought.has(name)) return [];
      const mark = join(this.#parts.sessionsDirectory, name, MARK);
      if (!existsSync(mark)) {
        if (!this.#bringQueue(ended)) return [name];
        this.#mark(ended, mark);
      }
      this.#brought.add(name);
      return [];
    });
  }

  /** Brings words that were said to sessions and reached nobody. */
  async bringWords(): Promise<void> {
    const nowMs = Date.now();
    for (const { name, record, changedMs } of this.#ended()) {
      if (this.#heardOut.has(name)) continue;
      const agoMs = nowMs - (record?.ended?.endedAtMs ?? changedMs);
      if (agoMs < WORDS_AGE_MS) await this.#bringWordsOf(name, record);
      if (agoMs > LAST_WORDS_MS) this.#heardOut.add(name);
    }
  }

  /** Ids that the queue of a session has taken, by its folder; undefined: nothing is left of it. */
  takenBy(sessionId: string): readonly string[] | undefined {
    return this.#memoryOf(sessionId)?.delivery.ids;
  }

  #bringQueue({ name: sessionId, record }: EndedFolder): boolean {
    const memory = this.#memoryOf(sessionId);
    const { ended } = record ?? {};
    const isQuit = ended?.exitCode === 0 && ended.signal === 0;
    const how = isQuit ? 'by-its-person' : 'otherwise';
    const prompts =
      memory === undefined ? [] : leftPrompts({ ...memory, ended: how, nowMs: Date.now() });
    const taken = memory?.delivery.ids ?? [];
    const because = ended === undefined ? 'keeper-died' : 'agent-ended';
    return this.#parts.keep({ ...known(sessionId, record), because, prompts, taken });
  }

  /** The folder stays as old as it was: by that it is chosen to go. */
  #mark({ name, changedMs }: EndedFolder, mark: string): void {
    const at = new Date(changedMs);
    try {
      writeFileSync(mark, '', { mode: FILE_MODE });
      utimesSync(join(this.#parts.sessionsDirectory, name), at, at);
    } catch {
      // It is brought once more, and is no news then.
    }
  }

  async #bringWordsOf(sessionId: string, record: SessionRecord | undefined): Promise<void> {
    const memory = this.#memoryOf(sessionId);
    const directory = memory?.settings?.voice?.start.journalDirectory;
    if (directory === undefined) return;
    const records = await readJournalTail(directory);
    const prompts = leftWords({ records, sessionId, memory, nowMs: Date.now() });
    const because = 'said-to-nobody';
    if (prompts.length > 0)
      this.#parts.keep({ ...known(sessionId, record), because, prompts, taken: [] });
  }

  #memoryOf(sessionId: string): ControlMemory | undefined {
    return readQueue(join(this.#parts.sessionsDirectory, sessionId));
  }

  #ended(): readonly EndedFolder[] {
    const { sessionsDirectory } = this.#parts;
    const running = this.#parts.running();
    return foldersIn(sessionsDirectory).flatMap(({ name, changedMs }) => {
      if (running.has(name)) return [];
      const record = readSessionRecord(join(sessionsDirectory, name));
      const hasEnded =
        record === undefined
          ? Date.now() - changedMs > STARTING_MS
          : record.ended !== undefined || isKilled(record);
      return hasEnded ? [{ name, changedMs, record }] : [];
    });
  }
}

interface EndedFolder {
  readonly name: string;
  readonly changedMs: number;
  readonly record: SessionRecord | undefined;
}

function known(
  sessionId: string,
  record: SessionRecord | undefined,
): Pick<LeftBySession, 'sessionId' | 'agent' | 'folder'> {
  return {
    sessionId,
    ...(record === undefined ? {} : { agent: record.agent.name, folder: record.cwd }),
  };
}

// Brings what ended sessions have left to whoever keeps it: once a session, from its folder, before that may
// be removed. Whether it is news is the keeper of it to say.
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ControlMemory,
  type LeftPrompt,
  leftPrompts,
  leftWords,
  type QueueFound,
  readJournalTail,
  readQueue,
} from '@codex-voice/control';
import {
  findSessionRecord,
  foldersIn,
  isKilled,
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
  /** Of sessions of which nobody knows what they were started with. */
  readonly journalDirectory: string;
  readonly running: () => ReadonlySet<string>;
  /** False: it could not be kept, and is to be brought again. */
  readonly keep: (left: LeftBySession) => boolean;
  /** A line for the log. */
  readonly note: (text: string) => void;
  /** For tests, another disk. */
  readonly readQueue?: typeof readQueue;
  readonly readJournal?: typeof readJournalTail;
  readonly findRecord?: typeof findSessionRecord;
}

export class EndedSessions {
  readonly #parts: Required<EndedSessionsParts>;
  /** What of which session could not be read, as it was noted. */
  readonly #unread = new Set<string>();
  /** Whose queues were brought, by us or by a predecessor. */
  readonly #brought = new Set<string>();
  /** Whose last words were looked for. */
  readonly #heardOut = new Set<string>();
  /** Whose own control has left all it knew, and whether that is kept by now. */
  readonly #leftByControl = new Map<string, () => boolean>();
  /** Session → ids that its own control knows to be taken: its folder may not. */
  readonly #takenByControl = new Map<string, readonly string[]>();

  constructor(parts: EndedSessionsParts) {
    this.#parts = {
      readQueue,
      readJournal: readJournalTail,
      findRecord: findSessionRecord,
      ...parts,
    };
  }

  /** A session's own control has left all it knew: its folder may know less, where the disk refused for a while. */
  leftByControl(
    sessionId: string,
    left: { readonly isKept: () => boolean; readonly taken: readonly string[] },
  ): void {
    this.#leftByControl.set(sessionId, left.isKept);
    this.#takenByControl.set(sessionId, left.taken);
  }

  /** Brings queues. Answers the sessions whose queue could not be read or kept: their folders are to stay. */
  bringQueues(): readonly string[] {
    return this.#ended().flatMap((ended) => {
      const { name } = ended;
      if (this.#brought.has(name) || this.#hasNotBegun(ended)) return [];
      const mark = join(this.#parts.sessionsDirectory, name, MARK);
      const isKept = this.#leftByControl.get(name);
      if (!existsSync(mark)) {
        if (!(isKept?.() ?? this.#bringQueue(ended))) return [name];
        this.#mark(ended, mark);
        // A successor would take the folder's word: the mark is tried again.
        if (isKept !== undefined && !existsSync(mark)) return [];
      }
      this.#brought.add(name);
      this.#leftByControl.delete(name);
      return [];
    });
  }

  /** Brings words that were said to sessions and reached nobody. */
  async bringWords(): Promise<void> {
    const nowMs = Date.now();
    for (const ended of this.#ended()) {
      const { name, record, changedMs } = ended;
      if (record === 'unknown' || this.#heardOut.has(name)) continue;
      const agoMs = nowMs - (record?.ended?.endedAtMs ?? changedMs);
      const isBrought = agoMs >= WORDS_AGE_MS || (await this.#bringWordsOf(name, record));
      // What is still to come of one that has not begun is looked for as well.
      if (!isBrought || agoMs <= LAST_WORDS_MS || this.#hasNotBegun(ended)) continue;
      this.#heardOut.add(name);
      this.#takenByControl.delete(name);
    }
  }

  /**
   * Ids that the queue of a session has taken, by its folder; `unknown`: it can't be read just now. Undefined:
   * nothing is left of it.
   */
  takenBy(sessionId: string): readonly string[] | 'unknown' | undefined {
    const found = this.#queueOf(sessionId);
    if (found.kind === 'unknown') return 'unknown';
    return found.kind === 'memory' ? found.memory.delivery.ids : undefined;
  }

  /** A clock that was set makes a folder old whose keeper is about to begin: it leaves its queue later. */
  #hasNotBegun({ name, record }: EndedFolder): boolean {
    return record === undefined && this.#queueOf(name).kind === 'nothing';
  }

  #bringQueue({ name: sessionId, record }: EndedFolder): boolean {
    const found = this.#queueOf(sessionId);
    if (record === 'unknown' || found.kind === 'unknown') return false;
    const { ended } = record ?? {};
    const isQuit = ended?.exitCode === 0 && ended.signal === 0;
    const how = isQuit ? 'by-its-person' : 'otherwise';
    const memory = found.kind === 'memory' ? found.memory : undefined;
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

  /** False: that could not be told, or not be kept, and is to be looked at again. */
  async #bringWordsOf(sessionId: string, record: SessionRecord | undefined): Promise<boolean> {
    const found = this.#queueOf(sessionId);
    if (found.kind === 'unknown') return false;
    const memory = found.kind === 'memory' ? found.memory : undefined;
    const directory = this.#journalOf(memory);
    if (directory === undefined) return true;
    const records = await this.#parts.readJournal(directory).catch((error: unknown) => {
      this.#noteUnread(sessionId, `what was said to it (${messageOf(error)})`);
    });
    if (records === undefined) return false;
    const taken = this.#takenByControl.get(sessionId);
    const prompts = leftWords({ records, sessionId, memory, nowMs: Date.now() }).filter(
      ({ id }) => taken?.includes(id) !== true,
    );
    if (prompts.length === 0) return true;
    const because = 'said-to-nobody';
    return this.#parts.keep({ ...known(sessionId, record), because, prompts, taken: [] });
  }

  /** Undefined: nothing that was said to it is written down. */
  #journalOf(memory: ControlMemory | undefined): string | undefined {
    // A disk that was full may have taken the journal's lines, and never what the session was started with.
    if (memory?.settings === undefined) return this.#parts.journalDirectory;
    return memory.settings.voice?.start.journalDirectory;
  }

  #queueOf(sessionId: string): QueueFound {
    const found = this.#parts.readQueue(join(this.#parts.sessionsDirectory, sessionId));
    if (found.kind === 'unknown') this.#noteUnread(sessionId, `its queue (${found.message})`);
    return found;
  }

  /** Once. */
  #noteUnread(sessionId: string, what: string): void {
    const text = `${sessionId}: ${what} can't be read: what is in it is left there, and looked at again`;
    if (!this.#unread.has(text)) this.#parts.note(text);
    this.#unread.add(text);
  }

  #ended(): readonly EndedFolder[] {
    const { sessionsDirectory } = this.#parts;
    const running = this.#parts.running();
    return foldersIn(sessionsDirectory).flatMap(({ name, changedMs }): EndedFolder[] => {
      if (running.has(name)) return [];
      const record = this.#parts.findRecord(join(sessionsDirectory, name));
      // Whether it has ended is not known: it is one of those whose folders stay.
      if (record === 'unknown') return [{ name, changedMs, record }];
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
  /** `unknown`: it can't be read just now. */
  readonly record: SessionRecord | 'unknown' | undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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

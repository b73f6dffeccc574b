// The sessions of this user: adopts each running keeper once, finds one that is only just starting, and
// clears up after those that end.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionControl } from '@codex-voice/control';
import type { KeeperConnection, SessionInfo, SessionRow } from '@codex-voice/protocol';
import { AdoptedSession, type EndedHow, type OpenedKeeper } from './adopted-session.ts';
import type { DriverLink } from './driver-link.ts';
import type { SessionRecord } from './session-folder.ts';

/** A terminal may ask for its session while its keeper is still starting: it is waited for, in ms. */
export const KEEPER_PATIENCE_MS = 3_000;
/** A keeper that says nothing to a new connection for this long, in ms, is shown as lost meanwhile. */
const ADOPT_PATIENCE_MS = 1_000;
/** What can't be read on disk is looked at again after this, in ms. */
export const UNREAD_AGAIN_MS = 2_000;
/** Between two looks for a starting keeper, in ms. */
const LOOK_EVERY_MS = 25;
const ENDING = 'the host is ending';

export interface SessionTableParts {
  /** Ids of the sessions that have a keeper's socket. */
  readonly running: () => readonly string[];
  readonly openKeeper: (
    sessionId: string,
    connection: KeeperConnection,
    onClosed: (why: string) => void,
  ) => Promise<OpenedKeeper>;
  /** Throws the system's error where what the session keeps on disk can't be read just now. */
  readonly makeControl: (sessionId: string) => SessionControl;
  readonly makeDriver: (
    sessionId: string,
    control: SessionControl,
  ) => Pick<DriverLink, 'placed' | 'close'>;
  readonly readRecord: (sessionId: string) => SessionRecord | undefined;
  /** Where the keeper was killed, what its agent has left running is to be ended. */
  readonly endLeftovers: (sessionId: string) => Promise<void>;
  /** A session has ended: what it still had to do can be taken from it. */
  readonly onLeft: (session: AdoptedSession, how: EndedHow) => void;
  readonly onAdopted: () => void;
  /** A session has come or gone, or is waited for no more. */
  readonly onChange: () => void;
  readonly note: (text: string) => void;
}

export type Found =
  | { readonly kind: 'found'; readonly session: AdoptedSession }
  /** `unread`: it runs, and what it keeps on disk can't be read: it is looked at again. */
  | { readonly kind: 'missing'; readonly message: string; readonly unread?: true };

export class SessionTable {
  readonly #parts: SessionTableParts;
  readonly #sessions = new Map<string, AdoptedSession>();
  readonly #adopting = new Map<string, Promise<Found>>();
  /** Sessions whose files could not be read, and why, until they are looked at again. */
  readonly #unread = new Map<string, { readonly why: string; timer: NodeJS.Timeout | undefined }>();
  #closed = false;

  constructor(parts: SessionTableParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Sessions that are being adopted just now, or are to be as soon as their files can be read. */
  get adopting(): number {
    return this.#adopting.size + this.#unread.size;
  }

  get sessions(): readonly AdoptedSession[] {
    return [...this.#sessions.values()];
  }

  /** Adopts every keeper that runs. */
  async adoptAll(): Promise<void> {
    if (this.#closed) return;
    await Promise.all(this.#parts.running().map((sessionId) => this.find(sessionId, 'running')));
  }

  /** The session of this id; `starting`: its keeper may not be there yet. */
  async find(sessionId: string, state: 'running' | 'starting'): Promise<Found> {
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) return { kind: 'found', session: known };
    const deadlineMs = performance.now() + (state === 'starting' ? KEEPER_PATIENCE_MS : 0);
    for (;;) {
      const found = await this.#adopt(sessionId);
      const isOver = performance.now() >= deadlineMs || this.#closed;
      if (found.kind === 'found' || found.unread === true || isOver) return found;
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** A row for every session, those whose keeper does not answer included. */
  async rows(): Promise<SessionRow[]> {
    await Promise.race([this.adoptAll(), sleep(ADOPT_PATIENCE_MS, undefined, { ref: false })]);
    const ids = new Set([...this.#parts.running(), ...this.#sessions.keys()]);
    const rows = await Promise.all([...ids].sort().map((sessionId) => this.#row(sessionId)));
    return rows.filter((row) => row !== undefined);
  }

  /** Lets go of all sessions, which live on. */
  close(): void {
    this.#closed = true;
    for (const { timer } of this.#unread.values()) clearTimeout(timer);
    this.#unread.clear();
    for (const session of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
  }

  #adopt(sessionId: string): Promise<Found> {
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) return Promise.resolve({ kind: 'found', session: known });
    const wasUnread = this.#unread.has(sessionId);
    const pending = this.#adopting.get(sessionId) ?? this.#adoptNow(sessionId);
    this.#adopting.set(sessionId, pending);
    return pending.finally(() => {
      this.#adopting.delete(sessionId);
      // It may have been all that a host still waited for.
      if (wasUnread && !this.#unread.has(sessionId) && !this.#closed) this.#parts.onChange();
    });
  }

  async #adoptNow(sessionId: string): Promise<Found> {
    // What a session keeps on disk is its next host's by now.
    if (this.#closed) return { kind: 'missing', message: ENDING };
    const missing = `no session ${sessionId} is running: see codex-voice sessions`;
    // Who connects to a socket that is not there removes what it takes for a dead keeper's.
    if (!this.#parts.running().includes(sessionId)) {
      this.#unread.delete(sessionId);
      return { kind: 'missing', message: missing };
    }
    const { makeDriver, openKeeper } = this.#parts;
    const control = this.#controlOf(sessionId);
    if (typeof control === 'string') return { kind: 'missing', message: control, unread: true };
    const session: AdoptedSession = new AdoptedSession({
      sessionId,
      control,
      driver: makeDriver(sessionId, control),
      openKeeper: (connection, onClosed) => openKeeper(sessionId, connection, onClosed),
      onEnded: (how, why) => void this.#ended(session, { how, why }),
    });
    const refused = await session.connect();
    if (refused === undefined && !this.#closed) {
      this.#sessions.set(sessionId, session);
      this.#parts.note(`${sessionId}: adopted`);
      this.#parts.onAdopted();
      this.#parts.onChange();
      return { kind: 'found', session };
    }
    session.dispose();
    if (refused === undefined) return { kind: 'missing', message: ENDING };
    if (refused.code === 'absent') await this.#parts.endLeftovers(sessionId);
    this.#parts.note(`${sessionId}: not adopted (${refused.code}): ${refused.message}`);
    return { kind: 'missing', message: refused.code === 'absent' ? missing : refused.message };
  }

  /** As if nothing stood in its files it would be told anew what it has had: it is left alone meanwhile. */
  #controlOf(sessionId: string): SessionControl | string {
    const before = this.#unread.get(sessionId);
    clearTimeout(before?.timer);
    try {
      const control = this.#parts.makeControl(sessionId);
      this.#unread.delete(sessionId);
      return control;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `what ${sessionId} has kept can't be read (${why}): it is looked at again, and nothing is put into it until then`;
      if (before?.why !== why) this.#parts.note(message);
      const again = (): void => {
        this.find(sessionId, 'running').catch((failed: unknown) =>
          this.#parts.note(String(failed)),
        );
      };
      const timer = this.#closed ? undefined : setTimeout(again, UNREAD_AGAIN_MS).unref();
      this.#unread.set(sessionId, { why, timer });
      return message;
    }
  }

  async #ended(
    session: AdoptedSession,
    end: { readonly how: EndedHow; readonly why: string },
  ): Promise<void> {
    const { sessionId, control } = session;
    this.#parts.note(`${sessionId}: ${end.how} (${end.why})`);
    if (end.how === 'lost') {
      const text = `the session's keeper is gone (${end.why}): what waited is kept on disk`;
      control.notice({ severity: 'error', text, code: 'keeper-died' });
    }
    this.#parts.onLeft(session, end.how);
    session.dispose();
    this.#sessions.delete(sessionId);
    this.#parts.onChange();
    if (end.how === 'lost') await this.#parts.endLeftovers(sessionId);
  }

  async #row(sessionId: string): Promise<SessionRow | undefined> {
    const session = this.#sessions.get(sessionId);
    const info = await session?.status();
    if (session !== undefined && info !== undefined) return rowOf(session, info);
    const record = this.#parts.readRecord(sessionId);
    if (record === undefined) return undefined;
    const { agent, cwd, startedAtMs } = record;
    return {
      sessionId,
      agent: agent.name,
      cwd,
      state: 'lost',
      columns: 0,
      rows: 0,
      startedAtMs,
      terminals: 0,
      held: false,
      queued: session?.control.queuedCount ?? 0,
      keeperMemoryBytes: 0,
    };
  }
}

const ROW_STATE = {
  composer: 'idle',
  busy: 'busy',
  dialog: 'dialog',
  unknown: 'unknown',
} as const;

function rowOf({ sessionId, control }: AdoptedSession, info: SessionInfo): SessionRow {
  return {
    sessionId,
    agent: info.agent.name,
    cwd: info.cwd,
    state: ROW_STATE[control.screen.kind],
    columns: info.size.columns,
    rows: info.size.rows,
    startedAtMs: info.startedAtMs,
    terminals: info.terminals,
    held: info.held,
    queued: control.queuedCount,
    ...control.row,
    keeperMemoryBytes: info.keeperMemoryBytes,
    ...(info.agentMemoryBytes === undefined ? {} : { agentMemoryBytes: info.agentMemoryBytes }),
  };
}

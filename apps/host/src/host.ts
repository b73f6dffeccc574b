// The host of one user: holds the sessions, the voice hub and whoever is connected, and knows when it is
// not needed any more. What each of them does is its own.
import { join } from 'node:path';
import {
  ApprovalFile,
  folderHead,
  type OpenProjectNames,
  type OpenVoiceLink,
  QueueFile,
  readJournalTail,
  SessionControl,
  systemClock,
  VoiceHub,
} from '@codex-voice/control';
import { makeFolder } from '@codex-voice/folders';
import {
  connectKeeper,
  type HostClient,
  removeDriverFolder,
  runningKeepers,
} from '@codex-voice/ipc';
import type { HostRequest, HostStatus } from '@codex-voice/protocol';
import { ClientDesk } from './client-desk.ts';
import { DriverLink } from './driver-link.ts';
import type { HostLog } from './host-log.ts';
import { IdleWatch } from './idle-watch.ts';
import { endLeftProcesses } from './left-processes.ts';
import {
  isKilled,
  killedSessions,
  pruneSessions,
  readSessionRecord,
  type SessionRecord,
} from './session-folder.ts';
import { SessionTable } from './session-table.ts';

/** With no session and no client for this long, in ms, the host ends: a next one starts in a tenth of a second. */
export const IDLE_MS = 30_000;

const DIRECTORY_MODE = 0o700;

export interface HostParts {
  readonly runtimeDirectory: string;
  readonly sessionsDirectory: string;
  readonly log: HostLog;
  /** Absent: names of projects are not gathered. */
  readonly openProjectNames?: OpenProjectNames;
  readonly openLink: OpenVoiceLink;
  readonly version: string;
  /** Folders of ended sessions that are kept. */
  readonly keepEnded: number;
  /** How long it waits for somebody to need it. */
  readonly idleMs?: number | 'for-ever';
  /** Everything has been put down: the process may end. */
  readonly onEnded: () => void;
}

export class Host {
  readonly #parts: HostParts;
  readonly #hub: VoiceHub;
  readonly #table: SessionTable;
  readonly #idle: IdleWatch;
  readonly #clients = new Set<ClientDesk>();
  /** Killed sessions whose leftovers were looked for: nothing comes to life in them again. */
  readonly #swept = new Set<string>();
  readonly #startedAtMs = Date.now();
  #ending: Promise<void> | undefined;

  constructor(parts: HostParts) {
    this.#parts = parts;
    const { openLink, log } = parts;
    this.#hub = new VoiceHub({ openLink, clock: systemClock, readJournal: readJournalTail });
    this.#table = this.#makeTable();
    this.#idle = new IdleWatch({
      isIdle: () => this.#clients.size + this.#table.size + this.#table.adopting === 0,
      onIdle: () => void this.end('nobody needs it'),
      patienceMs: parts.idleMs ?? IDLE_MS,
    });
    log.note(`started, version ${parts.version}`);
  }

  /** Adopts what runs, and clears up what ended long ago. */
  async start(): Promise<void> {
    await this.#table.adoptAll();
    await this.#sweep();
    this.#prune();
    this.#idle.changed();
  }

  /** A client has connected. */
  accept(client: Pick<HostClient, 'send' | 'pause' | 'resume'>): {
    request(request: HostRequest): void;
    closed(): void;
  } {
    const desk = new ClientDesk({
      send: (event) => client.send(event),
      pause: () => client.pause(),
      resume: () => client.resume(),
      find: (sessionId, state) => this.#table.find(sessionId, state),
      rows: () => this.#table.rows(),
      status: () => this.#status(),
      shutdown: () => setImmediate(() => void this.end('asked to')),
      note: (text) => this.#parts.log.note(text),
    });
    this.#clients.add(desk);
    this.#idle.changed();
    return {
      request: (request) => desk.request(request),
      closed: () => {
        desk.closed();
        this.#clients.delete(desk);
        this.#idle.changed();
        // It may be gone because its keeper was killed before anybody knew of the session.
        void this.#sweep();
      },
    };
  }

  /** Ends the host and its voice processes; sessions live on. */
  end(why: string): Promise<void> {
    this.#ending ??= this.#end(why);
    return this.#ending;
  }

  async #end(why: string): Promise<void> {
    this.#parts.log.note(`ends: ${why}`);
    this.#idle.dispose();
    this.#table.close();
    await this.#hub.close();
    this.#parts.onEnded();
  }

  #makeTable(): SessionTable {
    const { runtimeDirectory, log } = this.#parts;
    return new SessionTable({
      running: () => runningKeepers(runtimeDirectory),
      openKeeper: (sessionId, connection, onClosed) =>
        connectKeeper({ runtimeDirectory, sessionId, capability: 'control', connection, onClosed }),
      makeControl: (sessionId) => this.#makeControl(sessionId),
      makeDriver: (sessionId, control) =>
        new DriverLink({
          directory: this.#directoryOf(sessionId),
          setDriver: (driver) => control.setDriver(driver),
          note: (text) => log.note(`${sessionId}: ${text}`),
        }),
      readRecord: (sessionId) => readSessionRecord(this.#directoryOf(sessionId)),
      endLeftovers: async (sessionId) => {
        const record = readSessionRecord(this.#directoryOf(sessionId));
        if (record !== undefined && isKilled(record)) await this.#endLeftovers(record);
      },
      onChange: () => {
        this.#prune();
        this.#idle.changed();
      },
      note: (text) => log.note(text),
    });
  }

  #makeControl(sessionId: string): SessionControl {
    const directory = this.#directoryOf(sessionId);
    makeFolder(directory, DIRECTORY_MODE);
    const store = new QueueFile(directory);
    let folder: string | undefined;
    const { openProjectNames } = this.#parts;
    return new SessionControl({
      sessionId,
      clock: systemClock,
      hub: this.#hub,
      store,
      approvals: new ApprovalFile(directory),
      openProjectNames,
      head: () => {
        folder ??= readSessionRecord(directory)?.cwd;
        return folder === undefined ? undefined : folderHead(folder);
      },
    });
  }

  async #endLeftovers({ sessionId, agentPid }: SessionRecord): Promise<void> {
    const count = await endLeftProcesses({ sessionId, agentPid });
    removeDriverFolder(this.#parts.runtimeDirectory, sessionId);
    if (count > 0) this.#parts.log.note(`${sessionId}: ended ${count} processes its agent left`);
  }

  /** Ends what agents whose keeper was killed have left running. */
  async #sweep(): Promise<void> {
    for (const record of killedSessions(this.#parts.sessionsDirectory)) {
      if (this.#swept.has(record.sessionId)) continue;
      this.#swept.add(record.sessionId);
      await this.#endLeftovers(record);
    }
  }

  #directoryOf(sessionId: string): string {
    return join(this.#parts.sessionsDirectory, sessionId);
  }

  #prune(): void {
    const { runtimeDirectory, sessionsDirectory, keepEnded, log } = this.#parts;
    const running = new Set([
      ...runningKeepers(runtimeDirectory),
      ...this.#table.sessions.map((session) => session.sessionId),
    ]);
    try {
      const removed = pruneSessions({ sessionsDirectory, running, keep: keepEnded });
      if (removed.length > 0) log.note(`removed ${removed.length} ended sessions`);
    } catch (error) {
      log.note(`ended sessions could not be removed: ${String(error)}`);
    }
  }

  #status(): HostStatus {
    return {
      pid: process.pid,
      version: this.#parts.version,
      startedAtMs: this.#startedAtMs,
      memoryBytes: process.memoryUsage.rss(),
      sessions: this.#table.size,
      // Without the one that asks.
      clients: this.#clients.size - 1,
      voicePids: [...this.#hub.pids],
      logFile: this.#parts.log.path,
    };
  }
}

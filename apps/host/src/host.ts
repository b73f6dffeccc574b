// The host of one user: holds the sessions, the voice hub and whoever is connected, and knows when it is
// not needed any more. What each of them does is its own.
import { join } from 'node:path';
import {
  ApprovalFile,
  type FailedPrompt,
  folderHead,
  leftPrompts,
  type OpenProjectNames,
  type OpenVoiceLink,
  QueueFile,
  RecordedControl,
  readJournalTail,
  type SessionControl,
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
import { Spool } from '@codex-voice/spool';
import type { EndedHow } from './adopted-session.ts';
import { ClientDesk } from './client-desk.ts';
import { DriverLink } from './driver-link.ts';
import { EndedSessions } from './ended-sessions.ts';
import type { HostLog } from './host-log.ts';
import type { HostRecords } from './host-records.ts';
import { IdleWatch } from './idle-watch.ts';
import { KeptPrompts } from './kept-prompts.ts';
import { endLeftProcesses } from './left-processes.ts';
import { type KeeperFigures, ProcessCosts } from './process-costs.ts';
import {
  isKilled,
  killedSessions,
  pruneSessions,
  readSessionRecord,
  type SessionRecord,
} from './session-folder.ts';
import { SessionRecordings } from './session-recordings.ts';
import { SessionTable } from './session-table.ts';

/** With no session and no client for this long, in ms, the host ends: a next one starts in a tenth of a second. */
export const IDLE_MS = 30_000;

/** How often a host that is to end looks whether somebody is still heard, in ms. */
const RETIRING_LOOK_MS = 200;

const DIRECTORY_MODE = 0o700;

export interface HostParts {
  readonly runtimeDirectory: string;
  readonly sessionsDirectory: string;
  readonly spoolFile: string;
  readonly journalDirectory: string;
  readonly log: HostLog;
  readonly records: HostRecords;
  /** Absent: names of projects are not gathered. */
  readonly openProjectNames?: OpenProjectNames;
  readonly openLink: OpenVoiceLink;
  readonly version: string;
  /** Where the program of the thread lies that writes recordings. */
  readonly recordingWorker: URL;
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
  readonly #ended: EndedSessions;
  readonly #kept: KeptPrompts;
  readonly #costs: ProcessCosts;
  readonly #recordings: SessionRecordings;
  /** Killed sessions whose leftovers were looked for: nothing comes to life in them again. */
  readonly #swept = new Set<string>();
  readonly #startedAtMs = Date.now();
  #ending: Promise<void> | undefined;
  #retiring: NodeJS.Timeout | undefined;

  constructor(parts: HostParts) {
    this.#parts = parts;
    const { openLink, log } = parts;
    this.#hub = new VoiceHub({ openLink, clock: systemClock, readJournal: readJournalTail });
    this.#ended = new EndedSessions({
      sessionsDirectory: parts.sessionsDirectory,
      journalDirectory: parts.journalDirectory,
      running: () => this.#running(),
      keep: (left) => this.#kept.keepLeft(left),
      note: (text) => log.note(text),
    });
    this.#recordings = this.#makeRecordings();
    this.#table = this.#makeTable();
    this.#kept = this.#makeKept();
    this.#idle = new IdleWatch({
      isIdle: () =>
        this.#clients.size + this.#table.size + this.#table.adopting === 0 && !this.#kept.isHolding,
      onIdle: () => void this.end('nobody needs it'),
      patienceMs: parts.idleMs ?? IDLE_MS,
    });
    this.#costs = new ProcessCosts({
      record: (record) => parts.records.own(record),
      voicePids: () => this.#hub.pids,
      keepers: () => this.#keepers(),
      happened: () => parts.records.happened,
      sessionCount: () => this.#table.size,
    });
    log.note(`started, version ${parts.version}`);
    parts.records.count('started');
  }

  /** Adopts what runs, and clears up what ended long ago. */
  async start(): Promise<void> {
    await this.#table.adoptAll();
    await this.#sweep();
    this.#prune();
    await this.#ended.bringWords();
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
      spool: (request) => this.#kept.request(request),
      keptCount: () => this.#kept.count,
      recordings: {
        request: (request) => this.#recordings.request(request),
        opened: (sessionId, settings) => this.#recordings.opened(sessionId, settings),
        state: (sessionId) => this.#recordings.state(sessionId),
      },
      status: () => this.#status(),
      shutdown: (when) => setImmediate(() => this.#shutdown(when)),
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

  /** A successor waits: nothing that is being said is cut for it. */
  #shutdown(when: 'now' | 'unheard'): void {
    if (when === 'now' || !this.#hub.isHearing) {
      void this.end('asked to');
      return;
    }
    if (this.#retiring === undefined) this.#parts.log.note('ends as soon as nobody is heard');
    this.#retiring ??= setInterval(() => {
      if (!this.#hub.isHearing) void this.end('asked to, and nobody is heard');
    }, RETIRING_LOOK_MS);
  }

  /** Ends the host and its voice processes; sessions live on. */
  end(why: string): Promise<void> {
    this.#ending ??= this.#end(why);
    return this.#ending;
  }

  async #end(why: string): Promise<void> {
    this.#parts.log.note(`ends: ${why}`);
    this.#idle.dispose();
    this.#kept.dispose();
    clearInterval(this.#retiring);
    this.#costs.dispose();
    await this.#recordings.close();
    this.#table.close();
    await this.#hub.close();
    await this.#parts.records.close();
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
      onLeft: ({ sessionId, control }, how) => this.#left(sessionId, control, how),
      onAdopted: () => this.#parts.records.count('session-adopted'),
      onChange: () => {
        this.#prune();
        this.#idle.changed();
      },
      note: (text) => log.note(text),
    });
  }

  #makeRecordings(): SessionRecordings {
    const { runtimeDirectory, version, recordingWorker, journalDirectory, log } = this.#parts;
    return new SessionRecordings({
      ...{ version, workerUrl: recordingWorker, journalDirectory },
      nowMs: () => systemClock.nowMs(),
      directoryOf: (sessionId) => this.#directoryOf(sessionId),
      agentOf: (sessionId) =>
        readSessionRecord(this.#directoryOf(sessionId))?.agent.name ?? 'agent',
      openViewer: async (sessionId, connection) => {
        const place = { runtimeDirectory, sessionId, capability: 'view' as const, connection };
        const opened = await connectKeeper({ ...place, onClosed: () => undefined });
        return opened.kind === 'connected' ? opened.peer : undefined;
      },
      tell: (sessionId, event) => {
        for (const client of this.#clients) client.recording(sessionId, event);
      },
      note: (text) => log.note(text),
    });
  }

  #makeKept(): KeptPrompts {
    const { spoolFile, log } = this.#parts;
    return new KeptPrompts({
      spool: new Spool(spoolFile),
      find: (sessionId) => this.#table.find(sessionId, 'running'),
      isRunning: (sessionId) => this.#running().has(sessionId),
      gather: async () => {
        this.#ended.bringQueues();
        await this.#ended.bringWords();
      },
      takenBy: (sessionId) => this.#ended.takenBy(sessionId),
      onChange: (change) => {
        for (const client of this.#clients) client.kept(change);
        if (!this.#kept.isHolding) this.#idle.changed();
      },
      note: (text) => log.note(text),
    });
  }

  /** What it still had to do, as it knows itself: the disk may have refused to keep it. */
  #left(sessionId: string, { memory }: SessionControl, how: EndedHow): void {
    const { records } = this.#parts;
    records.count('session-ended', { code: how });
    records.forget(sessionId);
    const record = readSessionRecord(this.#directoryOf(sessionId));
    const ended = how === 'quit' ? 'by-its-person' : 'otherwise';
    const isKept = this.#kept.keepOrHold({
      sessionId,
      ...(record === undefined ? {} : { agent: record.agent.name, folder: record.cwd }),
      because: how === 'lost' ? 'keeper-died' : 'agent-ended',
      prompts: leftPrompts({ delivery: memory, ended, nowMs: Date.now() }),
      taken: memory.ids,
    });
    this.#ended.leftByControl(sessionId, { isKept, taken: memory.ids });
    this.#recordings.left(sessionId);
  }

  /** What they tell of themselves, and what they measured is recorded. */
  async #keepers(): Promise<readonly KeeperFigures[]> {
    const told = await Promise.all(
      this.#table.sessions.map(async (session) => {
        const info = await session.status('taken');
        if (info === undefined) return [];
        this.#parts.records.echoes(session.sessionId, info.echoMs ?? []);
        return [{ pid: info.keeperPid, startedAtMs: info.startedAtMs }];
      }),
    );
    return told.flat();
  }

  #running(): ReadonlySet<string> {
    return new Set([
      ...runningKeepers(this.#parts.runtimeDirectory),
      ...this.#table.sessions.map((session) => session.sessionId),
    ]);
  }

  #makeControl(sessionId: string): SessionControl {
    const directory = this.#directoryOf(sessionId);
    makeFolder(directory, DIRECTORY_MODE);
    const store = new QueueFile(directory);
    let folder: string | undefined;
    const { openProjectNames, records } = this.#parts;
    const parts = {
      sessionId,
      clock: systemClock,
      hub: this.#hub,
      store,
      approvals: new ApprovalFile(directory),
      meter: records.meterOf(sessionId, (record) => this.#recordings.measured(sessionId, record)),
      openProjectNames,
      onTurnFailed: (failed: FailedPrompt) => this.#kept.keepFailed(sessionId, failed),
      head: () => {
        folder ??= readSessionRecord(directory)?.cwd;
        return folder === undefined ? undefined : folderHead(folder);
      },
    };
    return new RecordedControl(parts, this.#recordings.sinkOf(sessionId));
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
    const { sessionsDirectory, keepEnded, log } = this.#parts;
    try {
      // What is in a folder and can't be kept elsewhere keeps the folder.
      const running = new Set([...this.#running(), ...this.#ended.bringQueues()]);
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

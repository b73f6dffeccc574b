// A session in one process tree (--no-host): the keeper and the control of a session run in this very
// process, over nothing but calls. It ends with its terminal and leaves nothing behind.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  folderHead,
  forgetfulStore,
  NAMES_STDIO,
  NamesProcess,
  RecordedControl,
  readJournalTail,
  SessionMeter,
  systemClock,
  VOICE_STDIO,
  VoiceHub,
  VoiceLink,
} from '@codex-voice/control';
import { type MetricRecord, MetricsLog, OtlpExport } from '@codex-voice/metrics';
import type { CellSize, KeeperPeer, SessionSettings } from '@codex-voice/protocol';
import { type PtyProcess, spawnPty, withoutInheriting } from '@codex-voice/pty';
import { recordingPath, SessionRecording } from '@codex-voice/recorder';
import { Keeper, LateShadow } from '@codex-voice/session';
import type { AgentChoice } from './agent-choice.ts';
import { SESSION_VARIABLE, UNREACHED_SESSION } from './host-link.ts';
import { monotonicMs } from './monotonic.ts';
import { places } from './places.ts';
import { packageVersion } from './program-root.ts';
import { recordingWorker } from './recording-worker.ts';
import type {
  Attach,
  HostListener,
  HostPort,
  KeeperListener,
  SessionBackend,
} from './session-backend.ts';
import { UserError } from './user-error.ts';
import { namesCommand, voiceCommand } from './voice-start.ts';

/** As it is told to parts that name their session, and to the agent: nobody reaches it by this name. */
const SESSION_ID = UNREACHED_SESSION;
/** What was said to another session like this is not for this one: in the journal each has a name of its own. */
const SPOKEN_TO = `${UNREACHED_SESSION}-${randomUUID()}`;

/** Output kept for a terminal that stands still, in bytes: the only one, so little is enough. */
const LOG_MEMORY_BYTES = 256 * 1024;
/** Lines above the screen: nobody attaches here; a few let a program scroll back into what it drew. */
const SCROLLBACK_LINES = 20;

/** Loading waits until output has rested this long, in ms: for tens of them it would stand still. */
const LOAD_REST_MS = 15;
/** Output that never rests is waited for this long, in ms: who speaks at once is not kept waiting. */
const LOAD_PATIENCE_MS = 1_500;

export interface SingleTree {
  readonly agent: AgentChoice;
  readonly launcher: string;
}

export function singleTree(given: SingleTree): SessionBackend {
  const tree = new Tree(given);
  return {
    openKeeper: (listener, attach) => tree.openKeeper(listener, attach),
    openHost: (listener, settings) => tree.openHost(listener, settings),
    close: () => tree.close(),
  };
}

class Tree {
  readonly #given: SingleTree;
  readonly #shadow = new LateShadow();
  #keeper: Keeper | undefined;
  #pty: PtyProcess | undefined;
  #lastOutputMs = Number.NEGATIVE_INFINITY;
  #loadShadow: () => Promise<void> = () => Promise.resolve();
  #closed = false;

  constructor(given: SingleTree) {
    this.#given = given;
  }

  openKeeper(listener: KeeperListener, attach: Attach): KeeperPeer {
    const { agent } = this.#given;
    const { size } = attach;
    const spawned = spawnPty({
      file: agent.file,
      args: agent.args,
      cwd: process.cwd(),
      env: { ...process.env, [SESSION_VARIABLE]: SESSION_ID },
      ...size,
    });
    if (spawned.kind === 'failed') throw new UserError(spawned.message, spawned.status);
    const { pty } = spawned;
    const keeper = this.#makeKeeper(pty, size);
    this.#pty = pty;
    this.#keeper = keeper;
    pty.onData((chunk) => {
      this.#lastOutputMs = monotonicMs();
      keeper.agentOutput(chunk);
    });
    void pty.exited.then((exit) => keeper.agentExited(exit));
    const peer = keeper.connect(listener, 'control');
    peer.request(attach);
    return peer;
  }

  openHost(listener: HostListener, settings: SessionSettings): HostPort {
    const { launcher } = this.#given;
    const keeper = this.#keeper;
    const pty = this.#pty;
    if (keeper === undefined || pty === undefined) throw new TypeError('there is no keeper yet');
    const hub = new VoiceHub({
      clock: systemClock,
      readJournal: readJournalTail,
      openLink: (handlers) =>
        new VoiceLink({
          ...handlers,
          command: voiceCommand(launcher),
          stdio: withoutInheriting(pty.masterFd, VOICE_STDIO),
        }),
    });
    const recording = this.#makeRecording(keeper, listener);
    const measured = measuring({
      note: (text) => control.notice({ severity: 'warning', text }),
      also: (record) => recording.measured(record),
    });
    const parts = {
      sessionId: SPOKEN_TO,
      clock: systemClock,
      hub,
      store: forgetfulStore(),
      meter: measured.meter,
      head: () => folderHead(process.cwd()),
      openProjectNames: new NamesProcess({
        command: namesCommand(launcher),
        stdio: withoutInheriting(pty.masterFd, NAMES_STDIO),
        clock: systemClock,
      }).open,
    };
    const control: RecordedControl = new RecordedControl(parts, recording.sink);
    this.#record(recording, { listener, settings });
    control.connected(keeper.connect(control.keeperConnection, 'control'));
    void this.#watch();
    const seat = control.openHud({ send: (event) => listener.event(event) }, settings);
    return {
      request: (request) => {
        seat.request(request);
        return 'sent';
      },
      close: async () => {
        seat.close();
        control.dispose();
        await recording.end();
        await hub.close();
        await measured.close();
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#keeper?.dispose();
    await this.#shadow.dispose();
  }

  #makeRecording(keeper: Keeper, listener: HostListener): SessionRecording {
    return new SessionRecording({
      sessionId: SESSION_ID,
      version: packageVersion(),
      workerUrl: recordingWorker,
      journalDirectory: places(process.env, process.platform).journalDirectory,
      nowMs: monotonicMs,
      wallMs: () => Date.now(),
      agent: () => this.#given.agent.name,
      openViewer: (connection) => {
        const peer = keeper.connect(connection, 'view');
        return Promise.resolve({ ...peer, close: () => peer.closed() });
      },
      onState: (state) => listener.event({ type: 'recording', ...state }),
    });
  }

  #record(
    recording: SessionRecording,
    given: { readonly listener: HostListener; readonly settings: SessionSettings },
  ): void {
    const { listener, settings } = given;
    if (settings.record === undefined) {
      recording.decline();
      return;
    }
    const path = recordingPath(settings.record, { sessionId: SESSION_ID, wallMs: Date.now() });
    recording.begin(path).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      listener.event({ type: 'recording', state: 'off', file: path, why });
    });
  }

  #makeKeeper(pty: PtyProcess, size: CellSize): Keeper {
    const { agent } = this.#given;
    return new Keeper({
      agent: pty,
      openShadow: (listener) => {
        this.#loadShadow = async () => {
          const { createShadowInThread } = await import('./shadow-module.ts');
          if (this.#closed) return;
          this.#shadow.load((missedBytes) =>
            createShadowInThread(
              {
                ...size,
                kind: agent.kind,
                scrollbackLines: SCROLLBACK_LINES,
                missedBytes,
              },
              listener,
            ),
          );
        };
        return this.#shadow;
      },
      size,
      logMemoryBytes: LOG_MEMORY_BYTES,
      nowMs: monotonicMs,
      setTimer: (delayMs, call) => {
        const timer = setTimeout(call, delayMs);
        return () => clearTimeout(timer);
      },
      describe: () => ({
        sessionId: SESSION_ID,
        agent: { name: agent.name, kind: agent.kind },
        argv: [agent.file, ...agent.args],
        cwd: process.cwd(),
        startedAtMs: Date.now(),
        keeperPid: process.pid,
        agentPid: pty.pid,
        keeperMemoryBytes: process.memoryUsage.rss(),
      }),
      onFinished: () => undefined,
    });
  }

  /** Watches the agent's screen once its first words are out, so that they need not wait. */
  async #watch(): Promise<void> {
    const startMs = monotonicMs();
    for (let nowMs = startMs; nowMs - startMs < LOAD_PATIENCE_MS; nowMs = monotonicMs()) {
      if (this.#closed || nowMs - this.#lastOutputMs >= LOAD_REST_MS) break;
      await sleep(LOAD_REST_MS, undefined, { ref: false });
    }
    if (!this.#closed) await this.#loadShadow();
  }
}

/** What is measured here, and where it goes; a line for the person where it can't. */
function measuring({
  note,
  also,
}: {
  readonly note: (text: string) => void;
  readonly also: (record: MetricRecord) => void;
}) {
  const metrics = new MetricsLog(places(process.env, process.platform).metricsDirectory);
  const otlp = new OtlpExport({ version: packageVersion(), note });
  const meter: SessionMeter = new SessionMeter({
    ...{ sessionId: SESSION_ID, clock: systemClock },
    record: (record) => {
      metrics.record(record);
      also(record);
      const to = meter.sentTo === undefined ? [] : [meter.sentTo];
      otlp.to(to);
      otlp.record(record, to);
    },
  });
  const close = async (): Promise<void> => {
    metrics.flush();
    await otlp.close();
  };
  return { meter, close };
}

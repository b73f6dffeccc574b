// The recordings of a host's sessions: begun with a session or while it runs, gone on with by a successor, ended with
// it or when asked. What one consists of is the recorder's.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricRecord } from '@codex-voice/metrics';
import type {
  HostAnswer,
  KeeperConnection,
  RecordingEvent,
  RecordingTarget,
  RecordRequest,
  SessionSettings,
} from '@codex-voice/protocol';
import {
  type RecordingPlace,
  recordingPath,
  SessionRecording,
  type SessionRecordingParts,
} from '@codex-voice/recorder';

/** In a session's folder: where a successor finds the recording, or that its person has stopped it. */
const PLACE_FILE = 'recording.json';
const FILE_MODE = 0o600;
/** The end of a session reaches its recording by another connection, within this long, in ms. */
const LAST_WORD_MS = 300;

type Viewer = Awaited<ReturnType<SessionRecordingParts['openViewer']>>;

export interface SessionRecordingsParts {
  readonly version: string;
  readonly workerUrl: URL;
  /** Where the sound of what was said may lie. */
  readonly journalDirectory: string;
  readonly directoryOf: (sessionId: string) => string;
  readonly agentOf: (sessionId: string) => string;
  readonly openViewer: (sessionId: string, connection: KeeperConnection) => Promise<Viewer>;
  /** To all screens of the session. */
  readonly tell: (sessionId: string, event: RecordingEvent) => void;
  readonly note: (text: string) => void;
  readonly nowMs: () => number;
}

export class SessionRecordings {
  readonly #parts: SessionRecordingsParts;
  readonly #recordings = new Map<string, SessionRecording>();
  readonly #states = new Map<string, RecordingEvent>();

  constructor(parts: SessionRecordingsParts) {
    this.#parts = parts;
  }

  /** What hears a session's control; a predecessor's recording goes on. */
  sinkOf(sessionId: string): SessionRecording['sink'] {
    const recording = this.#made(sessionId);
    const place = this.#kept(sessionId);
    if (place === 'declined') recording.decline();
    else if (place !== undefined)
      void this.#begin(sessionId, { recording, path: place.path, on: place });
    return recording.sink;
  }

  /** Of this session. */
  measured(sessionId: string, record: MetricRecord): void {
    this.#recordings.get(sessionId)?.measured(record);
  }

  /** How it is recorded, for a screen that opens; undefined: not at all. */
  state(sessionId: string): RecordingEvent | undefined {
    const state = this.#states.get(sessionId);
    return state?.state === 'on' ? state : undefined;
  }

  /** The first screen of a session says whether it is recorded from the start on. */
  opened(sessionId: string, settings: SessionSettings | undefined): void {
    const recording = this.#recordings.get(sessionId);
    if (recording === undefined || recording.place !== undefined) return;
    const target = settings?.record;
    if (target !== undefined && recording.isUndecided)
      void this.#begin(sessionId, { recording, path: this.#pathOf(sessionId, target) });
    else recording.decline();
  }

  async request(request: RecordRequest): Promise<HostAnswer> {
    const { sessionId, target } = request;
    const recording = this.#recordings.get(sessionId);
    if (recording === undefined) return refused(`no session ${sessionId} is running`);
    const file = recording.place?.path;
    if (request.do === 'start' && file === undefined) {
      if (target === undefined) return refused('a recording needs a file');
      const path = this.#pathOf(sessionId, target);
      const why = await this.#begin(sessionId, { recording, path });
      return why === undefined
        ? { kind: 'done', recording: { state: 'begun', file: path } }
        : refused(why);
    }
    if (request.do === 'stop' && file !== undefined) {
      this.#keep(sessionId, 'declined');
      await recording.end();
      // One that was just beginning has told its place meanwhile.
      if (this.#recordings.get(sessionId) === recording) this.#keep(sessionId, 'declined');
      return { kind: 'done', recording: { state: 'stopped', file } };
    }
    const is =
      file === undefined ? { state: 'none' as const } : { state: 'running' as const, file };
    return { kind: 'done', recording: is };
  }

  /** The session has ended. */
  left(sessionId: string): void {
    const recording = this.#recordings.get(sessionId);
    this.#recordings.delete(sessionId);
    this.#states.delete(sessionId);
    this.#forget(sessionId);
    if (recording?.place === undefined) return;
    setTimeout(() => void recording.end(), LAST_WORD_MS);
  }

  /** The host ends; the sessions live on, and a successor goes on with them. */
  async close(): Promise<void> {
    await Promise.all([...this.#recordings.values()].map((recording) => recording.end()));
    this.#recordings.clear();
  }

  #made(sessionId: string): SessionRecording {
    void this.#recordings.get(sessionId)?.end();
    const { version, workerUrl, journalDirectory, nowMs, agentOf, openViewer } = this.#parts;
    const recording = new SessionRecording({
      ...{ sessionId, version, workerUrl, journalDirectory, nowMs },
      wallMs: () => Date.now(),
      agent: () => agentOf(sessionId),
      openViewer: (connection) => openViewer(sessionId, connection),
      onState: (state) => {
        const event: RecordingEvent = { type: 'recording', ...state };
        if (state.state === 'off' && state.why !== undefined) {
          if (this.#kept(sessionId) !== 'declined') this.#forget(sessionId);
          this.#parts.note(`${sessionId}: the recording has ended: ${state.why}`);
        }
        this.#states.set(sessionId, event);
        this.#parts.tell(sessionId, event);
      },
    });
    this.#recordings.set(sessionId, recording);
    return recording;
  }

  /** Answers why it could not begin. */
  async #begin(
    sessionId: string,
    {
      recording,
      path,
      on,
    }: {
      readonly recording: SessionRecording;
      readonly path: string;
      readonly on?: RecordingPlace;
    },
  ): Promise<string | undefined> {
    try {
      await recording.begin(path, on);
      const { place } = recording;
      if (place !== undefined && this.#recordings.get(sessionId) === recording)
        this.#keep(sessionId, place);
      return undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.note(`${sessionId}: no recording: ${reason}`);
      this.#parts.tell(sessionId, { type: 'recording', state: 'off', file: path, why: reason });
      return reason;
    }
  }

  #pathOf(sessionId: string, target: RecordingTarget): string {
    return recordingPath(target, { sessionId, wallMs: Date.now() });
  }

  /** `declined`: its screens ask for it again as they open anew, and are not heard. */
  #keep(sessionId: string, place: RecordingPlace | 'declined'): void {
    try {
      const path = join(this.#parts.directoryOf(sessionId), PLACE_FILE);
      const kept = place === 'declined' ? { declined: true } : place;
      writeFileSync(path, `${JSON.stringify(kept)}\n`, { mode: FILE_MODE });
    } catch (error) {
      this.#parts.note(`${sessionId}: no successor will know of its recording: ${String(error)}`);
    }
  }

  #forget(sessionId: string): void {
    try {
      rmSync(join(this.#parts.directoryOf(sessionId), PLACE_FILE), { force: true });
    } catch (error) {
      this.#parts.note(`${sessionId}: where its recording was can't be removed: ${String(error)}`);
    }
  }

  #kept(sessionId: string): RecordingPlace | 'declined' | undefined {
    try {
      const text = readFileSync(join(this.#parts.directoryOf(sessionId), PLACE_FILE), 'utf8');
      const value: unknown = JSON.parse(text);
      if (typeof value !== 'object' || value === null) return undefined;
      if (Reflect.get(value, 'declined') === true) return 'declined';
      const path: unknown = Reflect.get(value, 'path');
      const startedMs: unknown = Reflect.get(value, 'startedMs');
      if (typeof path !== 'string' || typeof startedMs !== 'number') return undefined;
      return { path, startedMs };
    } catch {
      return undefined;
    }
  }
}

function refused(message: string): HostAnswer {
  return { kind: 'refused', message };
}

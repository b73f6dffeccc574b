// The recording of one session: watches it as one more viewer does, hears what reaches and leaves its control, and
// begins, goes on and ends as its person says. Whatever happens to it, the session goes on.
import { dirname } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import type { MetricRecord } from '@codex-voice/metrics';
import type { CellSize, KeeperConnection, KeeperEvent, KeeperPeer } from '@codex-voice/protocol';
import { SESSION_FORMAT } from '@codex-voice/recording';
import { MeasuredFigures } from './measured-figures.ts';
import { Recorder } from './recorder.ts';
import type { TappedEntry } from './tapped-entry.ts';
import { TappedMarks } from './tapped-marks.ts';

/** Whether it is recorded, as its screens are told. `why`: it has ended though nobody asked for that. */
export type RecordingState =
  | { readonly state: 'on'; readonly file: string }
  | { readonly state: 'off'; readonly file?: string; readonly why?: string };

export interface SessionRecordingParts {
  readonly sessionId: string;
  readonly version: string;
  readonly workerUrl: URL;
  /** Where the sound of what was said may lie. */
  readonly journalDirectory: string;
  /** The machine-wide monotonic clock, in ms. */
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  /** A connection that may watch; undefined: the session can't be reached. */
  readonly openViewer: (
    connection: KeeperConnection,
  ) => Promise<(KeeperPeer & { close(): void }) | undefined>;
  readonly agent: () => string;
  readonly onState: (state: RecordingState) => void;
}

/** What is kept so that another process can go on with it. */
export interface RecordingPlace {
  readonly path: string;
  /** Of the monotonic clock. */
  readonly startedMs: number;
}

/** Entries kept until it is known whether there is a recording, and their texts, in bytes; beyond it they are let go. */
export const EARLY_ENTRIES = 4_000;
const EARLY_BYTES = 16 * 1024 * 1024;
/** As a text takes in memory at most. */
const BYTES_A_UNIT = 2;
/** The session tells its size within this long, in ms; else it is taken for the usual one. */
const SIZE_PATIENCE_MS = 2_000;
const USUAL_SIZE: CellSize = { columns: 80, rows: 24 };
const FOLDER_MODE = 0o700;
/** Between two pictures, in ms: each is searched for secrets as a whole, and of a flood nobody reads more. */
const PICTURE_EVERY_MS = 100;
/** The last one is waited for at most so long, in ms, where a session is over. */
const LAST_PICTURE_PATIENCE_MS = 400;
/** As shells have the status of a program that a signal has ended. */
const SIGNALLED = 128;

interface Heard {
  readonly code: string;
  readonly nowMs: number;
  readonly json: string;
  /** Of the marks that it makes. */
  readonly labels: readonly string[];
}

interface Exit {
  readonly exitCode: number;
  readonly signal: number;
}

export class SessionRecording {
  readonly #parts: SessionRecordingParts;
  /** Nobody has said yet whether there is one. */
  #isUndecided = true;
  /** What came before anybody has decided; undefined: it is decided, or was too much. */
  #early: Heard[] | undefined = [];
  #earlyBytes = 0;
  #figures: MeasuredFigures | undefined;
  #marks = new TappedMarks();
  #recorder: Recorder | undefined;
  #viewer: (KeeperPeer & { close(): void }) | undefined;
  #place: RecordingPlace | undefined;
  #size: CellSize = USUAL_SIZE;
  #isExitTold = false;
  /** It is beginning; who ends it waits for that. */
  #beginning: Promise<void> | undefined;
  /** Came before there was a recording, or while it began. */
  #earlyExit: Exit | undefined;
  #sized: () => void = () => undefined;
  /** The keeper has told the end to who watches, behind the last picture. */
  readonly #viewerEnded = Promise.withResolvers<void>();

  constructor(parts: SessionRecordingParts) {
    this.#parts = parts;
  }

  /** What reaches and leaves the control. Never throws. */
  readonly sink = (entry: TappedEntry): void => {
    if (this.#early === undefined && this.#recorder === undefined) return;
    const { code, nowMs, data } = entry;
    const heard = { code, nowMs, json: JSON.stringify(data), labels: this.#marks.of(entry) };
    if (this.#recorder === undefined) this.#keepEarly(heard);
    else this.#hear(heard);
    const exit = code === 'k' ? exitIn(data.event) : undefined;
    if (exit !== undefined) this.#exited(exit);
  };

  /** Nobody has said yet whether there is one. */
  get isUndecided(): boolean {
    return this.#isUndecided;
  }

  /** What was measured of the session. */
  measured(record: MetricRecord): void {
    if (this.#recorder !== undefined) this.#figures?.record(record, this.#parts.nowMs());
  }

  get place(): RecordingPlace | undefined {
    return this.#place;
  }

  /** Nobody wants a recording from the start on. */
  decline(): void {
    this.#isUndecided = false;
    if (this.#recorder === undefined) this.#early = undefined;
  }

  /**
   * Begins, with what came from the session's start on where that is still here; `on`: the file of a predecessor goes on.
   * Answers with the file; a second time, with the one there is. Rejects with the system's reason.
   */
  async begin(path: string, on?: RecordingPlace): Promise<'begun' | 'running'> {
    if (this.#beginning !== undefined) {
      await this.#beginning;
      return 'running';
    }
    if (this.#recorder !== undefined) return 'running';
    const beginning = this.#begin(path, on);
    this.#beginning = beginning;
    try {
      await beginning;
    } finally {
      this.#beginning = undefined;
    }
    return 'begun';
  }

  async #begin(path: string, on: RecordingPlace | undefined): Promise<void> {
    makeFolder(dirname(path), FOLDER_MODE);
    this.#isUndecided = false;
    const early = this.#early ?? [];
    this.#early = undefined;
    const { sessionId, version, agent, nowMs, wallMs, workerUrl, journalDirectory } = this.#parts;
    const startedMs = on?.startedMs ?? early[0]?.nowMs ?? nowMs();
    this.#place = { path, startedMs };
    const later: Heard[] = [];
    // What comes until the thread is there stands behind what came before it.
    this.#early = later;
    this.#earlyBytes = 0;
    await this.#watch();
    const header = {
      size: this.#size,
      startedWallS: Math.round((wallMs() - (nowMs() - startedMs)) / 1_000),
      title: `${agent()} (${sessionId})`,
      session: {
        format: SESSION_FORMAT,
        version,
        agent: agent(),
        session: sessionId,
        redacted: true,
      },
    };
    const recorder = new Recorder({
      start: { path, how: on === undefined ? 'new' : 'append', header, journalDirectory },
      workerUrl,
      onOver: (why) => this.#over(why),
      onCaughtUp: () => this.#viewer?.request({ type: 'resize', size: this.#size }),
    });
    const why = await recorder.begun;
    if (why !== undefined) {
      this.#early = undefined;
      this.#letGo();
      throw new Error(why);
    }
    this.#recorder = recorder;
    this.#early = undefined;
    const since = { nowMs: nowMs(), sinceMs: this.#at(nowMs()) };
    this.#figures = new MeasuredFigures(since, (json) =>
      recorder.give({ do: 'heard', atMs: this.#at(nowMs()), code: 'n', json }),
    );
    // No line is earlier than the one before it: what came early keeps its time only behind one of that time.
    const all = [...early, ...later];
    if (on !== undefined) this.#tellSize(all[0]?.nowMs);
    for (const heard of all) this.#hear(heard);
    this.#viewer?.request({ type: 'resize', size: this.#size });
    this.#parts.onState({ state: 'on', file: path });
    if (this.#earlyExit !== undefined) this.#exited(this.#earlyExit);
  }

  /** Ends it and answers with its file; undefined: there was none. `how`: for good, or another process goes on. */
  async end(): Promise<string | undefined> {
    // Why it could not begin is told to who began it.
    await this.#beginning?.catch(() => undefined);
    const recorder = this.#recorder;
    const path = this.#place?.path;
    this.#figures?.tell(this.#parts.nowMs());
    if (this.#isExitTold && this.#viewer !== undefined) await this.#sawLast();
    this.#letGo();
    const why = await recorder?.end();
    if (recorder === undefined) return undefined;
    const told = {
      ...(path === undefined ? {} : { file: path }),
      ...(why === undefined ? {} : { why }),
    };
    this.#parts.onState({ state: 'off', ...told });
    return path;
  }

  /** The session's last picture is on its way, and behind it the word that it is over. */
  async #sawLast(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_PICTURE_PATIENCE_MS);
    });
    await Promise.race([this.#viewerEnded.promise, patience]);
    clearTimeout(timer);
  }

  /** Watches as a viewer that has a window of the session's own size. */
  async #watch(): Promise<void> {
    const sized = new Promise<void>((resolve) => {
      this.#sized = resolve;
    });
    const viewer = await this.#parts.openViewer({
      event: (event) => this.#keeperEvent(event),
      output: () => undefined,
      snapshot: () => undefined,
      picture: (bytes) => this.#recorder?.picture(this.#at(this.#parts.nowMs()), bytes),
    });
    this.#viewer = viewer;
    if (viewer === undefined) return;
    viewer.request({
      ...{ type: 'attach', size: USUAL_SIZE, hold: 'never' },
      pictureEveryMs: PICTURE_EVERY_MS,
    });
    const timer = setTimeout(() => this.#sized(), SIZE_PATIENCE_MS);
    await sized;
    clearTimeout(timer);
  }

  #keeperEvent(event: KeeperEvent): void {
    if (event.type === 'role' || event.type === 'size') {
      this.#size = event.size;
      this.#sized();
      if (this.#recorder === undefined) return;
      this.#tellSize();
      this.#viewer?.request({ type: 'resize', size: event.size });
    } else if (event.type === 'exited') {
      this.#exited(event);
      this.#viewerEnded.resolve();
    }
  }

  /** Told by whoever hears of it first: the session may be gone before all its viewers know. */
  #exited(exit: Exit): void {
    if (this.#isExitTold) return;
    if (this.#recorder === undefined) {
      this.#earlyExit = exit;
      return;
    }
    this.#isExitTold = true;
    const { exitCode, signal } = exit;
    const status = String(signal === 0 ? exitCode : SIGNALLED + signal);
    this.#recorder.give({ do: 'exit', atMs: this.#at(this.#parts.nowMs()), status });
  }

  #tellSize(nowMs = this.#parts.nowMs()): void {
    this.#recorder?.give({ do: 'size', atMs: this.#at(nowMs), ...this.#size });
  }

  #hear({ code, nowMs, json, labels }: Heard): void {
    const atMs = this.#at(nowMs);
    this.#recorder?.give({ do: 'heard', atMs, code, json });
    for (const label of labels) this.#recorder?.give({ do: 'mark', atMs, label });
  }

  #keepEarly(heard: Heard): void {
    const early = this.#early;
    if (early === undefined) return;
    this.#earlyBytes += heard.json.length * BYTES_A_UNIT;
    if (early.length < EARLY_ENTRIES && this.#earlyBytes <= EARLY_BYTES) early.push(heard);
    else this.#early = undefined;
  }

  #at(nowMs: number): number {
    return Math.max(0, nowMs - (this.#place?.startedMs ?? nowMs));
  }

  #over(why: string): void {
    const file = this.#place?.path;
    this.#letGo();
    this.#parts.onState({ state: 'off', why, ...(file === undefined ? {} : { file }) });
  }

  #letGo(): void {
    this.#viewer?.close();
    this.#viewer = undefined;
    this.#recorder = undefined;
    this.#figures = undefined;
    this.#place = undefined;
    this.#marks = new TappedMarks();
  }
}

function exitIn(event: unknown): Exit | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  if (Reflect.get(event, 'type') !== 'exited') return undefined;
  return {
    exitCode: Number(Reflect.get(event, 'exitCode')),
    signal: Number(Reflect.get(event, 'signal')),
  };
}

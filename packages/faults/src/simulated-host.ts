// A host for one session at a time: the real control and voice hub, the real queue file on the simulated
// disk, and the way back to a keeper whose connection broke. It may be killed at any moment.
import {
  forgetfulStore,
  type LeftPrompt,
  leftPrompts,
  leftWords,
  QueueFile,
  type QueueStore,
  readQueue,
  SessionControl,
  VoiceHub,
} from '@codex-voice/control';
import { keeperOverStream } from '@codex-voice/ipc';
import type { HostAnswer, KeeperPeer, QueueEntry, SessionEvent } from '@codex-voice/protocol';
import type { KeptSpool } from './kept-spool.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedSession } from './simulated-session.ts';
import type { SimulatedJournal, SimulatedVoices } from './simulated-voice.ts';
import { UnkeptTexts } from './unkept-texts.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { WorldChanges } from './world-changes.ts';

/** A broken connection is made again this often, with a pause before each, in ms: as the host has it. */
const RECONNECTS = 5;
const RECONNECT_PAUSE_MS = 100;
/** What can't be read is looked at again after this, in ms: as the host has it. */
const UNREAD_AGAIN_MS = 2_000;
/** A new session is found within this, in ms, and sessions that have ended are looked at this often. */
const ADOPT_MS = 150;
const BRING_MS = 5_000;

/** What the whole of a run shares. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly disk: SimulatedDisk;
  readonly journal: SimulatedJournal;
  readonly voices: SimulatedVoices;
  readonly ledger: Ledger;
  readonly spool: KeptSpool;
  /** Every session so far, the last of which may run. */
  readonly sessions: readonly SimulatedSession[];
  readonly changes: WorldChanges;
}

export class SimulatedHost {
  readonly process: SimulatedProcess;
  readonly hub: VoiceHub;
  control: SessionControl | undefined;
  /** As its screens were told last. */
  toldQueue: readonly QueueEntry[] = [];
  readonly #world: Surroundings;
  #session: SimulatedSession | undefined;
  #peer: (KeeperPeer & { close(): void }) | undefined;
  #isReached = false;
  #unreadUntilMs = Number.NEGATIVE_INFINITY;
  /** Session → ids that its own control knew to be taken. */
  readonly #leftByControl = new Map<string, readonly string[]>();
  /** Session → what of it is not on the disk just now. */
  readonly #unkept = new Map<string, UnkeptTexts>();

  constructor(world: Surroundings, number: number) {
    this.#world = world;
    this.process = new SimulatedProcess(`host ${number}`, world.clock);
    const { process } = this;
    this.hub = new VoiceHub({
      openLink: world.voices.openedBy(process),
      clock: process,
      ...(world.changes.recovery === 'off' ? {} : { readJournal: world.journal.read }),
    });
    process.onEnd(() => {
      // It has told that only over its own death nothing is protected.
      const unkept = [...this.#unkept.values()];
      world.ledger.unprotected((asked) => unkept.some((of) => of.has(asked)));
    });
    process.after(30, () => this.#look());
    process.after(60, () => this.#bringAll());
  }

  get session(): SimulatedSession | undefined {
    return this.#session;
  }

  /** It speaks with the session's keeper. */
  get isReached(): boolean {
    return this.#isReached;
  }

  say(id: string, text: string, intent: 'compose' | 'send'): HostAnswer | undefined {
    return this.process.isAlive ? this.control?.say({ promptId: id, text, intent }) : undefined;
  }

  /** As SIGTERM does. */
  async end(): Promise<void> {
    this.control?.dispose();
    this.#peer?.close();
    await this.hub.close();
  }

  /** Adopts what runs, where it is not to be waited for. */
  #look(): void {
    const { clock, sessions } = this.#world;
    const running = sessions.find(({ isRunning, exit }) => isRunning && exit === undefined);
    const isDue = clock.nowMs() >= this.#unreadUntilMs;
    if (running !== undefined && this.#session === undefined && isDue) this.#adopt(running);
    this.process.after(ADOPT_MS, () => this.#look());
  }

  #bringAll(): void {
    for (const session of this.#world.sessions)
      if (session !== this.#session && !session.isRunning) this.#bring(session);
    this.#world.spool.retry(this.process);
    this.process.after(BRING_MS, () => this.#bringAll());
  }

  #adopt(session: SimulatedSession): void {
    const { disk, ledger, spool, changes } = this.#world;
    const { process } = this;
    const unkept = new UnkeptTexts();
    try {
      const file =
        changes.memory === 'off'
          ? forgetfulStore()
          : new QueueFile(directoryOf(session), disk.of(process));
      const store: QueueStore = {
        load: () => {
          const found = file.load();
          unkept.found(found);
          return found;
        },
        save: (memory) => {
          unkept.knows(memory);
          const kept = file.save(memory);
          if (process.isAlive) unkept.answered(kept);
          return kept;
        },
        close: () => file.close(),
      };
      this.control = new SessionControl({
        sessionId: session.id,
        clock: process,
        hub: this.hub,
        store,
      });
    } catch (error) {
      if (disk.isReadable && process.isAlive) throw error;
      // It may hold something: no control is made without it.
      this.#unreadUntilMs = process.nowMs() + UNREAD_AGAIN_MS;
      return;
    }
    this.#session = session;
    this.#unkept.set(session.id, unkept);
    this.control.openHud({
      microphone: 'none',
      send: (event) => {
        if (!process.isAlive) return;
        if (event.type === 'queue') this.toldQueue = event.entries;
        if (event.type === 'opened') this.toldQueue = event.queue;
        // All that is told of a session but its beginning.
        ledger.told(event as SessionEvent);
      },
    });
    spool.settle(process, { session: session.id, taken: this.control.memory.ids });
    this.#connect(session);
  }

  #connect(session: SimulatedSession): void {
    const { control, process } = this;
    if (control === undefined) return;
    const { stream, start } = session.connect(process);
    const heard = control.keeperConnection;
    const peer = keeperOverStream(
      stream,
      {
        ...heard,
        event: (event) => {
          if (!process.isAlive || this.control !== control) return;
          heard.event(event);
          if (event.type === 'exited')
            this.#ended(event.exitCode === 0 && event.signal === 0 ? 'quit' : 'exited');
        },
      },
      () => this.#closed(session),
    );
    peer.start(start);
    this.#peer = peer;
    this.#isReached = true;
    control.connected(peer);
  }

  #closed(session: SimulatedSession): void {
    this.#isReached = false;
    if (!this.process.isAlive || this.#session !== session) return;
    this.control?.disconnected();
    this.#again(session, 0);
  }

  #again(session: SimulatedSession, attempt: number): void {
    this.process.after(RECONNECT_PAUSE_MS, () => {
      if (this.#session !== session) return;
      if (session.isRunning) this.#connect(session);
      else if (attempt >= RECONNECTS || !session.isRunning) this.#ended('lost');
    });
  }

  /** What it still had to do, as it knows itself. */
  #ended(how: 'quit' | 'exited' | 'lost'): void {
    const { control } = this;
    const session = this.#session;
    if (control === undefined || session === undefined) return;
    const { memory } = control;
    const ended = how === 'quit' ? 'by-its-person' : 'otherwise';
    const prompts = leftPrompts({ delivery: memory, ended, nowMs: this.process.wallMs() });
    // The folder may know less, where the disk refused for a while.
    this.#leftByControl.set(session.id, memory.ids);
    this.#world.spool.keep(this.process, { session: session.id, prompts, taken: memory.ids });
    this.control = undefined;
    this.#session = undefined;
    this.toldQueue = [];
    this.#isReached = false;
    control.dispose();
    this.#peer?.close();
    this.#peer = undefined;
  }

  /** What a session has left on the disk and in the journal. */
  #bring(session: SimulatedSession): void {
    const { disk, journal, spool } = this.#world;
    if (!disk.isReadable) return;
    const found = readQueue(directoryOf(session), (path) => disk.read(path));
    if (found.kind === 'unknown') return;
    const memory = found.kind === 'memory' ? found.memory : undefined;
    const nowMs = this.process.wallMs();
    const known = this.#leftByControl.get(session.id);
    const { records } = journal;
    const words = leftWords({ records, sessionId: session.id, memory, nowMs }).filter(
      ({ id }) => known?.includes(id) !== true,
    );
    const isQuit = session.exit?.exitCode === 0 && session.exit.signal === 0;
    const isKnown = spool.isMarked(session.id) || known !== undefined;
    const left: readonly LeftPrompt[] =
      memory === undefined || isKnown
        ? []
        : leftPrompts({ ...memory, ended: isQuit ? 'by-its-person' : 'otherwise', nowMs });
    const prompts = [...left, ...words];
    const taken = memory?.delivery.ids ?? [];
    if (spool.keep(this.process, { session: session.id, prompts, taken }) === 'kept')
      spool.mark(session.id);
    // What its folder says of it counts no more.
    if (spool.isMarked(session.id)) this.#unkept.delete(session.id);
  }
}

export function directoryOf({ id }: Pick<SimulatedSession, 'id'>): string {
  return `/sessions/${id}`;
}

// The whole in one process: a person, terminals, a host, keepers with their agents, voice processes and a
// disk, on one clock. A plan's steps are done to it; what must hold is looked at all the while.
import type { SessionSettings } from '@codex-voice/protocol';
import { QUEUE_LIMIT } from '@codex-voice/session';
import { KeptSpool } from './kept-spool.ts';
import { Ledger } from './ledger.ts';
import { Random } from './random.ts';
import { sessionSettings } from './session-settings.ts';
import { SimulatedClient } from './simulated-client.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { directoryOf, SimulatedHost, type Surroundings } from './simulated-host.ts';
import { SimulatedSession } from './simulated-session.ts';
import { SimulatedJournal, SimulatedVoices } from './simulated-voice.ts';
import { VirtualClock } from './virtual-clock.ts';
import type { WorldChanges } from './world-changes.ts';

/** A host that is gone is started by whoever needs it, and a person starts the next session, within this, in ms. */
const HOST_AGAIN_MS = 200;
const SESSION_AGAIN_MS = 400;
/** Of all sessions the screens of so many are read by the real readers, behind a real terminal. */
const SHARE_READ = 0.5;
/** How often the whole is looked at, in ms. */
const LOOK_MS = 250;
/** A queue file is begun anew beyond 1 MiB: one record more may stand in it. */
const QUEUE_FILE_BYTES = 1_048_576 + 262_144;

export class World implements Surroundings {
  readonly clock = new VirtualClock();
  readonly ledger = new Ledger(() => this.clock.nowMs());
  readonly disk = new SimulatedDisk(this.clock);
  readonly journal = new SimulatedJournal(this.disk);
  readonly voices: SimulatedVoices;
  readonly spool = new KeptSpool(this.disk, () => this.clock.wallMs());
  readonly sessions: SimulatedSession[] = [];
  readonly clients: SimulatedClient[] = [];
  readonly trace: string[] = [];
  /** What went wrong, by kind. */
  readonly injected = new Map<string, number>();
  readonly changes: WorldChanges;
  host: SimulatedHost | undefined;
  /** A person's paste that is not over. */
  pasting = false;
  readonly #random: Random;
  readonly settings: SessionSettings;
  #hosts = 0;
  #isOver = false;

  constructor(seed: number, changes: WorldChanges = {}) {
    this.changes = changes;
    this.#random = new Random(seed).fork('world');
    this.settings = sessionSettings(this.#random.pick(['compose', 'send']));
    this.voices = new SimulatedVoices({
      clock: this.clock,
      random: this.#random.fork('voices'),
      journal: this.journal,
      onJournaled: (id) => {
        const asked = this.ledger.asked.get(id);
        if (asked !== undefined) asked.isAccepted = true;
      },
    });
    this.newSession();
    this.newHost();
    this.newClient();
    this.#look();
  }

  get session(): SimulatedSession {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error('there is no session');
    return session;
  }

  /** The terminal that a person types into. */
  get client(): SimulatedClient | undefined {
    return this.clients.findLast((client) => client.process.isAlive);
  }

  random(label: string): Random {
    return this.#random.fork(label);
  }

  note(text: string): void {
    this.trace.push(`${(this.clock.nowMs() - 1_000_000).toFixed(1)} ${text}`);
  }

  newSession(): void {
    const id = `s${this.sessions.length + 1}`;
    const { clock, ledger, changes } = this;
    this.note(`session ${id} begins`);
    const random = this.#random.fork(`session ${id}`);
    const screen = random.chance(SHARE_READ) ? 'read' : 'known';
    this.sessions.push(new SimulatedSession({ id, clock, random, ledger, changes, screen }));
  }

  newHost(): void {
    this.#hosts += 1;
    this.note(`host ${this.#hosts} starts`);
    this.host = new SimulatedHost(this, this.#hosts);
  }

  newClient(): void {
    const { clock, ledger, session, settings, changes } = this;
    const random = this.#random.fork(`client ${this.clients.length}`);
    const host = (): SimulatedHost | undefined => this.host;
    this.clients.push(
      new SimulatedClient({ clock, random, ledger, session, settings, host, changes }),
    );
  }

  /** A fault has come about. */
  happened(kind: string): void {
    this.note(`fault ${kind}`);
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
  }

  /** What was broken is whole again; nothing more goes wrong. */
  heal(): void {
    this.note('everything is well again');
    this.disk.heal();
    this.voices.heal();
    this.session.agent.heal();
    // What waits for somebody to look finds somebody.
    if (this.session.isRunning && this.client === undefined) this.newClient();
  }

  /** Everything ends; what is left then is a leak. */
  end(): void {
    this.#isOver = true;
    for (const client of this.clients) client.leave();
    // It waits for its voice processes, and they for time to pass.
    void this.host?.end();
  }

  /** What people and the system start again, and what is within its bounds. */
  #look(): void {
    if (this.#isOver) return;
    const { clock, session } = this;
    if (this.host?.process.isAlive !== true) clock.after(HOST_AGAIN_MS, () => this.#hostAgain());
    if (!session.isRunning) clock.after(SESSION_AGAIN_MS, () => this.#sessionAgain());
    this.#bounds();
    clock.after(LOOK_MS, () => this.#look());
  }

  #hostAgain(): void {
    if (!this.#isOver && this.host?.process.isAlive !== true) this.newHost();
  }

  #sessionAgain(): void {
    if (this.#isOver || this.session.isRunning) return;
    this.newSession();
    this.newClient();
  }

  #bounds(): void {
    const { ledger, host, disk, session } = this;
    const queued = host?.control?.queuedCount ?? 0;
    // A text that could not be written goes back to the head, whatever the bound (SESSION-51).
    ledger.holds('SIM-7', queued <= QUEUE_LIMIT + 1, () => `${queued} prompts wait`);
    const bytes = disk.bytesOf(`${directoryOf(session)}/queue.jsonl`);
    ledger.holds('SIM-7', bytes <= QUEUE_FILE_BYTES, () => `the queue file has ${bytes} bytes`);
    ledger.holds('SIM-7', disk.openFiles <= 2, () => `${disk.openFiles} files are open`);
  }
}

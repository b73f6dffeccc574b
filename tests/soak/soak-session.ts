// One session under a soak: its home behind relays, the terminal that is on it, the host that is kept going, and
// what must be true when it is over. What its agent is and what is said to it is a lane's.
import { spawn } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScratchHome } from '@codex-voice/testing';
import { runPlain } from '../program/command.ts';
import { spokenRecording, unfinishedAudio } from '../program/sessions/spoken-home.ts';
import { Chance, type Weighted } from './chance.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { ProcessFaults, type Struck } from './process-faults.ts';
import { SoakHome } from './soak-home.ts';
import type { Invariant, SoakRecord } from './soak-record.ts';
import { SoakTerminal, stateOf } from './soak-terminal.ts';

/** A loaded machine gets many times what anything here takes, in ms. */
export const PATIENCE_MS = 60_000;
/** The most that a machine under load gets more, as a factor. */
const MOST_PATIENCE = 4;
/** Of so many breaches it is kept what their terminals were sent, each some MB. */
const MOST_SEEN_KEPT = 8;

/** The same where more processes want a processor than it has: each waits for its turn that much longer. */
export function loadedPatienceMs(): number {
  const [perMinute = 0] = loadavg();
  const share = perMinute / availableParallelism() / 2;
  return PATIENCE_MS * Math.min(MOST_PATIENCE, Math.max(1, share));
}

/** The narrowest is wider than any line of an agent with a ledger. */
const COLUMNS = { least: 62, most: 130 };
const ROWS = { least: 12, most: 46 };
const LOOK_EVERY_MS = 100;
/** Memory, and whether a host runs: all processes of the machine are looked through. */
const WATCH_EVERY_MS = 1_000;
/** Between two faults of the transport, in ms: most of them last a moment and meet what is said then. */
const TRANSPORT_MS = { least: 8, most: 80 };
/** Of the machine, for a session with a queue on its disk. */
export const MACHINE_ACTS: readonly Weighted<(session: SoakSession) => unknown>[] = [
  { weight: 2, value: ({ place }) => place.machine.slow() },
  { weight: 2, value: ({ place }) => place.machine.write('torn', 'host') },
  { weight: 2, value: ({ place }) => place.machine.write('short', 'host') },
  { weight: 1, value: ({ place }) => place.machine.write('refused', 'host') },
];
/** Ctrl-\ d. */
export const DETACH = '\u001cd';

/** A check that is made to find something: what a soak that proves itself adds. */
export type Mutant = 'duplicate' | 'wrong-row' | 'spoilt-terminal' | 'orphan' | 'left-file';

export interface LaneParts {
  readonly name: string;
  readonly seed: number;
  readonly record: SoakRecord;
  readonly memory: MemoryWatch;
  /** Nothing new is begun after this, on the clock of `performance.now`. */
  readonly untilMs: number;
  /** Folder for the home; absent: where temporary files are. */
  readonly parent?: string;
  readonly mutants: ReadonlySet<Mutant>;
  /** The home of a session that broke something is kept. */
  readonly keep: boolean;
}

export interface SessionWish {
  readonly isAgent: (command: string) => boolean;
  readonly args: readonly string[];
  /** Of everything that is started in this home, the host included. */
  readonly env?: Readonly<Record<string, string>>;
}

export class SoakSession implements AsyncDisposable {
  readonly lane: LaneParts;
  readonly chance: Chance;
  readonly place: SoakHome;
  readonly faults: ProcessFaults;
  readonly #wish: SessionWish;
  #front: SoakTerminal;
  readonly #viewers = new Set<SoakTerminal>();
  readonly #watching: NodeJS.Timeout;
  #renewing = false;
  #isCalm = false;
  readonly #transport: Promise<void>;
  #hasFinished = false;
  #isBroken = false;
  /** What the terminal was sent that a breach was seen on, of each. */
  readonly #seenThen: string[] = [];

  /** `prepare`: what must be in the home before anything runs there. */
  static async start(
    lane: LaneParts,
    prepare: (home: ScratchHome, chance: Chance) => SessionWish | Promise<SessionWish>,
  ): Promise<SoakSession> {
    const chance = new Chance(lane.seed);
    const place = new SoakHome({
      chance,
      record: lane.record,
      ...(lane.parent === undefined ? {} : { parent: lane.parent }),
    });
    const wish = await prepare(place.home, chance);
    await runPlain(place.home, ['host', 'start'], { ...place.env('host'), ...wish.env });
    return new SoakSession(lane, { chance, place, wish });
  }

  private constructor(
    lane: LaneParts,
    made: { readonly chance: Chance; readonly place: SoakHome; readonly wish: SessionWish },
  ) {
    this.lane = lane;
    this.chance = made.chance;
    this.place = made.place;
    this.#wish = made.wish;
    this.faults = new ProcessFaults({
      ...{ home: this.home, chance: this.chance, record: lane.record },
      isAgent: made.wish.isAgent,
    });
    this.#front = this.#terminal(made.wish.args, 'keeper');
    this.#watching = setInterval(() => this.#watch(), WATCH_EVERY_MS);
    this.#transport = this.#disturb();
  }

  get home(): ScratchHome {
    return this.place.home;
  }

  get front(): SoakTerminal {
    return this.#front;
  }

  get isOver(): boolean {
    return performance.now() >= this.lane.untilMs;
  }

  get sessionId(): string {
    const sockets = readdirSync(join(this.home.path, 'keep', 'codex-voice'));
    return (
      /^keeper-(.*)\.sock$/u.exec(
        sockets.find((name) => name.endsWith('.sock') && name.startsWith('keeper-')) ?? '',
      )?.[1] ?? ''
    );
  }

  /** The environment of what is started on a side of its relays. */
  env(side: 'host' | 'keeper' | 'near'): Readonly<Record<string, string | undefined>> {
    return { ...this.place.env(side), ...this.#wish.env };
  }

  /** While it is calm, nothing new happens to connections. */
  set calm(isCalm: boolean) {
    this.#isCalm = isCalm;
  }

  breach(invariant: Invariant, what: string): void {
    // The terminal that it was seen on; the next may take its place.
    if (this.#seenThen.length < MOST_SEEN_KEPT) this.#seenThen.push(this.#front.lastSeen);
    this.#isBroken = true;
    this.lane.record.breach({ invariant, lane: this.lane.name, what });
  }

  /** A terminal is on the session again, if its client is gone. */
  async comeBack(): Promise<void> {
    this.#front.toForeground();
    if (!this.#front.hasEnded) return;
    await this.#front.close();
    // A relay may not have told the keeper yet that the one before is gone.
    this.#front = this.#terminal(['attach', '--take'], 'near');
  }

  /** Another terminal takes the place of the one that is on the session, which leaves. */
  async leaveAndReturn(): Promise<void> {
    await this.#front.leave(DETACH);
    this.lane.record.fault('terminals: detached');
    await this.comeBack();
  }

  async killClient(): Promise<boolean> {
    if (!this.#front.kill()) return false;
    this.lane.record.fault('killed: client');
    await this.#front.close();
    await this.comeBack();
    return true;
  }

  /** One more terminal watches for a while. */
  async view(): Promise<boolean> {
    const viewer = this.#terminal(['attach', '--view'], 'near');
    this.#viewers.add(viewer);
    this.lane.record.fault('terminals: another one');
    await sleep(this.chance.below(1_500));
    await viewer.leave(DETACH);
    this.#viewers.delete(viewer);
    return true;
  }

  resize(): boolean {
    if (this.#front.hasEnded) return false;
    this.#front.resize(this.#size());
    this.lane.record.fault('terminals: resized');
    return true;
  }

  async strike(struck: Struck, how: 'kill' | 'stop'): Promise<boolean> {
    return how === 'kill' ? this.faults.kill(struck) : await this.faults.stop(struck);
  }

  /** Its processes, each with the system's letter for its state, for a report: `keeper 7 S`. */
  processes(): string {
    const all = this.home.ours().map(({ role, pid }) => `${role} ${pid} ${stateOf(pid)}`);
    return `${all.join(', ')}; the terminal is that of client ${this.#front.pid}`;
  }

  /** Looks until it holds; false: it did not. */
  async until(holds: () => boolean, patienceMs = PATIENCE_MS): Promise<boolean> {
    const deadlineMs = performance.now() + patienceMs;
    while (!holds()) {
      if (performance.now() > deadlineMs) return false;
      await sleep(LOOK_EVERY_MS);
    }
    return true;
  }

  async #disturb(): Promise<void> {
    while (!this.isOver && !this.#hasFinished) {
      await sleep(this.chance.between(TRANSPORT_MS.least, TRANSPORT_MS.most));
      if (!this.#isCalm) this.place.injectTransport();
    }
  }

  /** Ends the agent by `keys`, then everything, and looks at what is left. */
  async finish(keys: string): Promise<void> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (this.home.pids('keeper').length > 0 && performance.now() < deadlineMs) {
      await this.comeBack();
      this.#front.send(keys);
      await this.until(() => this.home.pids('keeper').length === 0, 1_500);
    }
    if (this.home.pids('keeper').length > 0)
      this.breach('no orphan process', 'the session does not end when its agent is told to');
    await this.closing();
  }

  /** The session is over, however: nothing of it may be left. */
  async closing(): Promise<void> {
    this.#hasFinished = true;
    await this.#transport;
    await this.until(() => this.#front.hasEnded, 5_000);
    await this.#front.close();
    clearInterval(this.#watching);
    await this.until(() => !this.#renewing);
    // One that was killed leaves its socket to the next.
    await runPlain(this.home, ['host', 'start'], this.env('host'));
    await runPlain(this.home, ['host', 'stop'], this.env('host'));
    await this.#takeCareOfSound();
    this.#mutate();
    const left = await this.home.leaked(PATIENCE_MS / 3);
    this.lane.record.looked('no orphan process');
    if (left.length > 0)
      this.breach('no orphan process', left.map(({ command }) => command).join('; '));
    const files = await this.place.leftFiles();
    const temporary = readdirSync(join(this.home.path, 'tmp')).map((name) => `tmp/${name}`);
    const all = [...files, ...temporary, ...unfinishedAudio(this.home)].filter(
      (name) => !name.startsWith('tmp/node-compile-cache'),
    );
    this.lane.record.looked('no leaked socket or file');
    if (all.length > 0) this.breach('no leaked socket or file', all.join(', '));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasFinished = true;
    clearInterval(this.#watching);
    await Promise.all([...this.#viewers, this.#front].map((terminal) => terminal.close()));
    if (this.lane.keep && this.#isBroken) this.#keepHome();
    await this.place[Symbol.asyncDispose]();
  }

  #keepHome(): void {
    const kept = mkdtempSync(join(tmpdir(), `codex-voice-broken-${this.lane.name}-`));
    // A socket can't be copied, and nobody answers there any more.
    const filter = (path: string): boolean => !lstatSync(path).isSocket();
    cpSync(this.home.path, kept, { recursive: true, filter });
    for (const [index, seen] of this.#seenThen.entries())
      writeFileSync(join(kept, `terminal-seen-${index + 1}.jsonl`), seen);
    console.log(`${this.lane.name}: its home is kept in ${kept}`);
  }

  /** What was being said when its voice was killed is made whole by the next one, whoever starts that. */
  async #takeCareOfSound(): Promise<void> {
    await this.until(() => this.home.pids('voice').length === 0, PATIENCE_MS / 3);
    if (unfinishedAudio(this.home).length === 0) return;
    const recording = spokenRecording(this.home, 1);
    await runPlain(this.home, ['listen', '--audio', recording], this.env('host'));
  }

  #mutate(): void {
    const { mutants } = this.lane;
    if (mutants.has('orphan'))
      spawn('sleep', ['60'], { env: this.home.env, detached: true, stdio: 'ignore' }).unref();
    if (!mutants.has('left-file')) return;
    // One as a voice leaves it that no other may touch: its writer lives.
    const sound = join(this.home.stateDirectory, 'journal', 'audio');
    mkdirSync(sound, { recursive: true });
    writeFileSync(join(sound, `0-0.wav.${process.pid}.part`), '');
    writeFileSync(join(this.home.path, 'tmp', 'left'), '');
  }

  #terminal(args: readonly string[], side: 'keeper' | 'near'): SoakTerminal {
    const { record, mutants } = this.lane;
    return new SoakTerminal({
      home: this.home,
      env: this.env(side),
      args,
      size: this.#size(),
      ...(mutants.has('spoilt-terminal') ? { afterwards: 'stty -echo' } : {}),
      onRestored: () => record.looked('terminal restored'),
      onWrong: (what) => {
        record.looked('terminal restored');
        this.breach('terminal restored', what);
      },
    });
  }

  #size(): { readonly columns: number; readonly rows: number } {
    const columns = this.chance.between(COLUMNS.least, COLUMNS.most);
    return { columns, rows: this.chance.between(ROWS.least, ROWS.most) };
  }

  #watch(): void {
    const ours = this.home.ours();
    for (const { role, pid } of ours) this.lane.memory.look(role, pid);
    if (this.#renewing || ours.some(({ role }) => role === 'host')) return;
    // The terminals start a host where nothing answers; here a relay does.
    this.#renewing = true;
    void runPlain(this.home, ['host', 'start'], this.env('host')).finally(() => {
      this.#renewing = false;
    });
  }
}

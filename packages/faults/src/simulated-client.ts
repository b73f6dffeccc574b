// A terminal that shows a session: attached by a stream that can break, coming back where it was, its keys
// and its screen for what is said. Every byte it shows is held against what the agent wrote.
import { PassthroughFilter } from '@codex-voice/ansi';
import type { HudSeat } from '@codex-voice/control';
import { keeperOverStream } from '@codex-voice/ipc';
import type {
  HostRequest,
  KeeperConnection,
  KeeperEvent,
  KeeperPeer,
  SessionSettings,
} from '@codex-voice/protocol';
import { WINDOW_BYTES } from '@codex-voice/session';
import type { Ledger } from './ledger.ts';
import { ModeTrail } from './mode-trail.ts';
import type { Random } from './random.ts';
import type { SimulatedHost } from './simulated-host.ts';
import { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedSession } from './simulated-session.ts';
import type { SimulatedWire } from './simulated-wire.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { WorldChanges } from './world-changes.ts';

/** A broken stream is made again after this, in ms. */
const AGAIN_MS = 60;
const SIZE = { columns: 80, rows: 24 };

export interface SimulatedClientParts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly session: SimulatedSession;
  readonly settings: SessionSettings;
  readonly host: () => SimulatedHost | undefined;
  readonly changes: WorldChanges;
}

export class SimulatedClient implements KeeperConnection {
  readonly process: SimulatedProcess;
  readonly #parts: SimulatedClientParts;
  readonly #filter = new PassthroughFilter({ ...SIZE, reservedRows: 1 });
  readonly #trail = new ModeTrail();
  #peer: (KeeperPeer & { close(): void }) | undefined;
  #role: 'holder' | 'viewer' | 'none' = 'none';
  /** Everything up to here is on this screen; undefined: nothing of the session is. */
  #shownOffset: number | undefined;
  #ackedOffset = 0;
  #isDeaf = false;
  #isEnded = false;
  #isAcknowledging = false;
  #seat: { readonly host: SimulatedHost; readonly seat: HudSeat } | undefined;
  /** Attaching that has been asked for, to be told from an older one. */
  #attempt = 0;
  #wire: SimulatedWire | undefined;

  constructor(parts: SimulatedClientParts) {
    this.#parts = parts;
    this.process = new SimulatedProcess('client', parts.clock);
    this.#write(this.#filter.start());
    this.#connect();
    this.#openHud();
  }

  get isHolder(): boolean {
    return this.#role === 'holder' && this.process.isAlive;
  }

  get session(): SimulatedSession {
    return this.#parts.session;
  }

  /** It takes the session, whoever has it. */
  take(): void {
    this.#peer?.request({ type: 'take' });
  }

  resize(columns: number): void {
    this.#peer?.request({ type: 'resize', size: { columns, rows: SIZE.rows } });
  }

  /** What it shows is told to nobody for a while: a terminal that stands still. */
  standStill(durationMs: number): void {
    this.#isDeaf = true;
    this.process.after(durationMs, () => {
      this.#isDeaf = false;
      this.#acknowledge();
    });
  }

  /** Keys, or a part of a paste. */
  type(text: string, state: { readonly atRest: boolean; readonly insidePaste: boolean }): void {
    this.#peer?.input(new TextEncoder().encode(text), state);
  }

  hud(request: HostRequest): void {
    const seat = this.#seat;
    if (seat?.host.process.isAlive === true) seat.seat.request(request);
  }

  /** Leaves as a person does: the terminal is given back. */
  leave(): void {
    if (!this.process.isAlive) return;
    this.#isEnded = true;
    this.#peer?.close();
    this.#closeHud();
    this.#giveBack();
    // The stream's last words are the system's to bring.
    this.process.after(1_100, () => this.process.kill());
  }

  /** Dies: nothing is given back, and its streams end. */
  kill(): void {
    this.#closeHud();
    this.process.kill();
  }

  event(event: KeeperEvent): void {
    switch (event.type) {
      case 'role':
        this.#role = event.role;
        if (event.role === 'viewer') this.#shownOffset = undefined;
        return;
      case 'snapshot':
        if (event.requestId === undefined) this.#snapshotAt(event);
        return;
      case 'exited':
        this.#exited();
        return;
      default:
    }
  }

  output(offset: number, bytes: Uint8Array): void {
    const { ledger, session } = this.#parts;
    // A hole in the stream: nothing after it is shown, and the rest is asked for anew.
    if (offset !== this.#shownOffset) {
      this.#peer?.close();
      this.#lost();
      return;
    }
    ledger.holds(
      'SIM-5',
      session.agent.truth.isAt(offset, bytes),
      () => `${bytes.length} bytes at ${offset} are not what the agent wrote there`,
    );
    for (const piece of this.#filter.write(bytes)) this.#write(piece);
    this.#shownOffset = offset + bytes.length;
    ledger.holds(
      'SIM-7',
      this.#shownOffset - this.#ackedOffset <= WINDOW_BYTES + 64 * 1024,
      () => `${offset + bytes.length - this.#ackedOffset} bytes are under way to one terminal`,
    );
    this.#acknowledge();
  }

  snapshot(): void {
    // Draws what the shadow knows; how well is tried with real screens.
  }

  picture(): void {
    // As above.
  }

  #snapshotAt({ at, basis }: Extract<KeeperEvent, { type: 'snapshot' }>): void {
    const { ledger, session } = this.#parts;
    const isOutOfPlace = basis === 'resumed' && at !== (this.#shownOffset ?? 0);
    // What a broken stream has doubled or mixed up is as a hole in it.
    if (isOutOfPlace && this.#wire?.isBroken === true) {
      this.#peer?.close();
      this.#lost();
      return;
    }
    ledger.holds(
      'SIM-5',
      at <= session.agent.truth.length,
      () => `a snapshot of ${at} is of what was never written`,
    );
    ledger.holds(
      'SIM-5',
      !isOutOfPlace,
      () => `resumed at ${at}, where ${this.#shownOffset} was shown`,
    );
    this.#shownOffset = at;
    this.#ackedOffset = at;
  }

  #exited(): void {
    const { ledger, session } = this.#parts;
    const { length } = session.agent.truth;
    // Whoever follows is told of the end after the last byte; who stood still is not waited for.
    if (
      this.#role === 'holder' &&
      !this.#isDeaf &&
      this.#wire?.isBroken !== true &&
      this.#shownOffset !== undefined &&
      this.#ackedOffset === this.#shownOffset
    )
      ledger.holds(
        'SIM-5',
        this.#shownOffset === length,
        () =>
          `the end was told at ${this.#shownOffset}, ${length - (this.#shownOffset ?? 0)} bytes early`,
      );
    this.leave();
  }

  #acknowledge(): void {
    if (this.#isAcknowledging || this.#isDeaf) return;
    this.#isAcknowledging = true;
    this.process.after(this.#parts.random.next() * 8, () => {
      this.#isAcknowledging = false;
      if (this.#isDeaf || this.#shownOffset === undefined) return;
      this.#ackedOffset = this.#shownOffset;
      this.#peer?.acknowledge(this.#shownOffset);
    });
  }

  #connect(): void {
    const { session } = this.#parts;
    if (!session.isRunning) {
      this.leave();
      return;
    }
    this.#attempt += 1;
    const attempt = this.#attempt;
    const isNow = (): boolean => attempt === this.#attempt && !this.#isEnded;
    const { stream, wire, start } = session.connect(this.process);
    this.#wire = wire;
    const peer = keeperOverStream(
      stream,
      {
        event: (event) => {
          if (isNow()) this.event(event);
        },
        output: (offset, bytes) => {
          if (isNow()) this.output(offset, bytes);
        },
        snapshot: () => undefined,
        picture: () => undefined,
      },
      () => {
        if (isNow()) this.#lost();
      },
    );
    peer.start(start);
    this.#peer = peer;
    const after = this.#shownOffset;
    peer.request({
      type: 'attach',
      size: { ...SIZE, rows: SIZE.rows - 1 },
      hold: 'take',
      ...(after === undefined ? {} : { after }),
    });
  }

  #lost(): void {
    this.#attempt += 1;
    this.#peer = undefined;
    this.#role = 'none';
    this.process.after(AGAIN_MS, () => {
      if (!this.#isEnded) this.#connect();
    });
  }

  /** A host comes and goes; the HUD is opened at whichever there is. */
  #openHud(): void {
    if (this.#isEnded) return;
    const { host: find, session, settings } = this.#parts;
    const host = find();
    const isOpen = this.#seat?.host === host && host?.session === session;
    if (!isOpen && host?.control !== undefined && host.session === session) {
      const hud = { send: () => undefined };
      this.#seat = { host, seat: host.control.openHud(hud, settings) };
    }
    this.process.after(200, () => this.#openHud());
  }

  #closeHud(): void {
    const seat = this.#seat;
    this.#seat = undefined;
    if (seat?.host.process.isAlive === true) seat.seat.close();
  }

  #giveBack(): void {
    if (this.#parts.changes.restore !== 'off') this.#write(this.#filter.finish());
    const left = this.#trail.left;
    this.#parts.ledger.holds(
      'SIM-6',
      left.length === 0,
      () => `the terminal is left with ${left.join()}`,
    );
  }

  #write(bytes: Uint8Array): void {
    this.#trail.wrote(bytes);
  }
}

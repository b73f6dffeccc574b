// One session: the real keeper around a simulated agent, in a process of its own, reached by streams that
// can break. Every byte of ours that goes into the agent is held against what the screen truly shows.

import type { Duplex } from 'node:stream';
import { serveKeeperOverStream } from '@codex-voice/ipc';
import type {
  DeliverHeader,
  KeeperConnection,
  KeeperPeer,
  KeeperStart,
} from '@codex-voice/protocol';
import {
  type AgentExit,
  Keeper,
  PERSON_REST_MS,
  type ScreenShadow,
  type ScreenState,
} from '@codex-voice/session';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { ReadShadow } from './read-shadow.ts';
import { SimulatedAgent } from './simulated-agent.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { SimulatedShadow } from './simulated-shadow.ts';
import { SimulatedWire } from './simulated-wire.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { WorldChanges } from './world-changes.ts';

const SIZE = { columns: 80, rows: 24 };
/** Small, so that a terminal that was away for a while has lost something. */
const LOG_BYTES = 128 * 1024;
/** A keeper whose agent has ended and who has told everybody ends within this, in ms. */
const GOODBYE_MS = 20;
/** Between a write's name and what makes it another, where the keeper is to forget it. */
const AGAIN = '~';

export interface SimulatedSessionParts {
  readonly id: string;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly changes: WorldChanges;
  /** The screen is read by the real readers, or known. */
  readonly screen: 'read' | 'known';
}

export class SimulatedSession {
  readonly id: string;
  readonly process: SimulatedProcess;
  readonly agent: SimulatedAgent;
  readonly keeper: Keeper;
  readonly wires: SimulatedWire[] = [];
  /** How its agent ended; undefined: it runs, or its keeper was killed. */
  exit: AgentExit | undefined;
  /** Writes of ours, counted. */
  writes = 0;
  readonly #parts: SimulatedSessionParts;
  readonly #shadow: ScreenShadow;
  #connections: { close(): void }[] = [];
  /** Who writes into the agent just now. */
  #writer: 'us' | 'person' | 'keeper' = 'keeper';
  #lastPersonMs = Number.NEGATIVE_INFINITY;
  #isPasting = false;
  #personBytes = 0;
  #deliveries = 0;

  constructor(parts: SimulatedSessionParts) {
    this.#parts = parts;
    const { id, clock, random, ledger } = parts;
    this.id = id;
    this.process = new SimulatedProcess(`keeper ${id}`, clock);
    const { process } = this;
    const agent = new SimulatedAgent({
      process,
      random: random.fork('agent'),
      onOutput: (bytes) => this.keeper.agentOutput(this.#changed(bytes)),
      onSubmitted: (text) => ledger.submitted(id, text),
      onExit: (exit) => {
        this.exit = exit;
        this.keeper.agentExited(exit);
      },
    });
    this.agent = agent;
    let shadow: ScreenShadow | undefined;
    this.keeper = new Keeper({
      agent: {
        write: (bytes) => {
          this.#written(bytes);
          agent.write(bytes);
        },
        get pendingInputBytes() {
          return agent.pendingInputBytes;
        },
        stopped: false,
        resize: () => agent.resize(),
        pause: () => agent.pause(),
        resume: () => agent.resume(),
        kill: (signal) => agent.kill(signal),
      },
      openShadow: (listener) => {
        const truth = agent.truth;
        const given = { process, random: random.fork('shadow'), truth, listener, size: SIZE };
        shadow = parts.screen === 'read' ? new ReadShadow(given) : new SimulatedShadow(given);
        return shadow;
      },
      size: SIZE,
      logMemoryBytes: LOG_BYTES,
      nowMs: process.nowMs,
      setTimer: process.after,
      describe: () => describe(id),
      onFinished: () => this.#finished(),
    });
    if (shadow === undefined) throw new Error('the keeper opened no shadow');
    this.#shadow = shadow;
    agent.start();
  }

  get isRunning(): boolean {
    return this.process.isAlive;
  }

  /** A stream to its keeper, whose other end is the caller's; the start that comes first is told already. */
  connect(from: SimulatedProcess): {
    readonly stream: Duplex;
    readonly wire: SimulatedWire;
    readonly start: KeeperStart;
  } {
    const { random } = this.#parts;
    const wire = new SimulatedWire({
      left: from,
      right: this.process,
      random: random.fork(`wire ${this.wires.length}`),
    });
    this.wires.push(wire);
    serveKeeperOverStream(wire.right, {
      onStart: () => undefined,
      accept: (connection) => {
        this.#connections.push(connection);
        const told =
          this.#parts.changes.ledgerOfWrites === 'off' ? forgetting(connection) : connection;
        return this.#watched(this.keeper.connect(told, 'control'));
      },
    });
    return { stream: wire.left, wire, start: startOf(this.id) };
  }

  /** Streams that still carry something. */
  get liveWires(): readonly SimulatedWire[] {
    return this.wires.filter((wire) => !wire.isOver);
  }

  #watched(peer: KeeperPeer): KeeperPeer {
    const as = (writer: 'us' | 'person', call: () => void): void => {
      this.#writer = writer;
      call();
      this.#writer = 'keeper';
    };
    return {
      ...peer,
      deliver: (header, bytes) => as('us', () => peer.deliver(this.#header(header), bytes)),
      input: (bytes, state) =>
        as('person', () => {
          peer.input(bytes, state);
        }),
    };
  }

  /** As it was said, or as it must not be. */
  #header(header: DeliverHeader): DeliverHeader {
    const { changes } = this.#parts;
    const { writeId } = header;
    this.#deliveries += 1;
    if (changes.ledgerOfWrites === 'off')
      return { ...header, writeId: `${writeId}${AGAIN}${this.#deliveries}` };
    const { outputBytes } = this.keeper;
    return changes.staleness === 'off' && header.facts.outputBytes > 0
      ? { writeId, facts: { outputBytes, inputBytes: this.#personBytes } }
      : header;
  }

  #changed(bytes: Uint8Array): Uint8Array {
    const isHoled = this.#parts.changes.output === 'holed' && bytes.length > 200;
    return isHoled ? bytes.subarray(1) : bytes;
  }

  #written(bytes: Uint8Array): void {
    const nowMs = this.process.nowMs();
    const text = new TextDecoder().decode(bytes);
    if (this.#writer !== 'us') {
      this.#personWrote(text, nowMs);
      return;
    }
    this.writes += 1;
    const { ledger, id } = this.#parts;
    const shown = this.agent.truth.stateAt(this.keeper.outputBytes);
    const said = JSON.stringify(text.slice(0, 60));
    ledger.holds('SIM-3', shown.kind !== 'dialog', () => `${said} went into an open question`);
    ledger.holds(
      'SIM-4',
      nowMs - this.#lastPersonMs >= PERSON_REST_MS && !this.#isPasting,
      () => `${said} was typed ${nowMs - this.#lastPersonMs} ms behind a key of the person's`,
    );
    if (text === '\r') {
      const composer = shown.kind === 'composer' ? shown.text : undefined;
      const isOurs = composer !== undefined && ledger.in(composer).length > 0;
      ledger.holds('SIM-3', isOurs, () => `Enter was pressed on ${JSON.stringify(shown)}`);
    } else if (/^\u007f+$/u.test(text)) {
      const composer = shown.kind === 'composer' || shown.kind === 'busy' ? textOf(shown) : '';
      const taken = [...composer].slice(-text.length).join('');
      ledger.holds(
        'SIM-3',
        ledger.in(taken).length > 0,
        () => `${text.length} Backspaces take ${JSON.stringify(taken)} away`,
      );
    } else ledger.typed(id, text);
  }

  /** Their keys, or the end of a paste that the keeper writes in their place. */
  #personWrote(text: string, nowMs: number): void {
    if (this.#writer === 'person') {
      this.#lastPersonMs = nowMs;
      this.#personBytes += text.length;
    }
    const [begins, ends] = [text.lastIndexOf('\u001b[200~'), text.lastIndexOf('\u001b[201~')];
    if (begins !== -1 || ends !== -1) this.#isPasting = begins > ends;
  }

  #finished(): void {
    for (const connection of this.#connections.splice(0)) connection.close();
    void this.#shadow.dispose();
    this.process.after(GOODBYE_MS, () => this.process.kill());
  }
}

/** Answers under the names that were given. */
function forgetting(connection: KeeperConnection): KeeperConnection {
  return {
    event: (event) =>
      connection.event(
        event.type === 'delivered'
          ? { ...event, writeId: event.writeId.split(AGAIN)[0] ?? '' }
          : event,
      ),
    output: (offset, bytes) => connection.output(offset, bytes),
    snapshot: (bytes) => connection.snapshot(bytes),
    picture: (bytes) => connection.picture(bytes),
  };
}

function describe(sessionId: string) {
  return {
    sessionId,
    agent: { name: 'codex', kind: 'codex' as const },
    argv: ['codex'],
    cwd: '/',
    startedAtMs: 5,
    keeperPid: 1,
    agentPid: 2,
    keeperMemoryBytes: 3,
  };
}

function textOf(shown: Extract<ScreenState, { kind: 'composer' | 'busy' }>): string {
  return shown.kind === 'busy' ? (shown.composer?.text ?? '') : shown.text;
}

function startOf(sessionId: string): KeeperStart {
  return {
    type: 'start',
    sessionId,
    agent: { name: 'codex', kind: 'codex' },
    file: 'codex',
    args: [],
    cwd: '/',
    env: {},
    size: SIZE,
    log: { memoryBytes: LOG_BYTES, fileBytes: 0 },
    scrollbackLines: 100,
    runtimeDirectory: '/run',
    sessionDirectory: `/sessions/${sessionId}`,
    tokens: { control: '', view: '' },
  };
}

// One session, whatever it is connected through: the agent's output to the log, the shadow and the
// holder, input and deliveries to the agent, and the word of it to everyone. Transport, processes,
// clock and disk are passed in; who holds and what each terminal is shown, its parts decide.
import {
  type Capability,
  type DeliverHeader,
  type InputState,
  type KeeperConnection,
  type KeeperEvent,
  type KeeperPeer,
  type KeeperRequest,
  type SessionFacts,
  viewMayAsk,
} from '@codex-voice/protocol';
import type { ScreenShadow, ShadowAssessment } from '../screen-shadow.ts';
import { EchoSample } from './echo-sample.ts';
import { FactsTeller } from './facts-teller.ts';
import type { AgentExit, KeeperParts } from './keeper-ports.ts';
import type { Cancel } from './output-flow.ts';
import { OutputLog } from './output-log.ts';
import { PersonInput } from './person-input.ts';
import { QueryAnswers } from './query-answers.ts';
import { StopLook } from './stop-look.ts';
import { sendSnapshot } from './terminal-feed.ts';
import { Terminals } from './terminals.ts';
import { WriteLedger } from './write-ledger.ts';

/** After being asked to end by a hang-up the agent has this long, in ms, before it is killed. */
export const END_GRACE_MS = 2_000;

/** The last picture of an agent that has ended reaches its viewers within this long, in ms, behind what they ask for between two. */
export const LAST_PICTURE_MS = 60;

/** Code of the problem that tells terminals why their agent is about to end. */
export const ENDED_ELSEWHERE = 'ended-elsewhere';

const NOTHING_SEEN: Omit<ShadowAssessment, 'consumedBytes'> = {
  screen: { kind: 'unknown' },
  bracketedPaste: false,
  alternate: false,
  torn: false,
  midUpdate: false,
};

/** One connection: what it may do, and what it has been told. */
interface Peer {
  readonly connection: KeeperConnection;
  readonly capability: Capability;
  /** Its typing was refused, and it was told so. */
  wasRefusedInput: boolean;
  wasToldEnd: boolean;
}

export class Keeper {
  readonly #parts: KeeperParts;
  readonly #log: OutputLog;
  readonly #shadow: ScreenShadow;
  readonly #terminals: Terminals;
  readonly #input: PersonInput;
  readonly #facts: FactsTeller;
  readonly #stops: StopLook;
  readonly #echo = new EchoSample();
  readonly #ledger = new WriteLedger();
  readonly #peers = new Set<Peer>();
  readonly #problems = new Map<string, string>();
  #assessment: ShadowAssessment = { ...NOTHING_SEEN, consumedBytes: 0 };
  #exit: AgentExit | undefined;
  #viewersSawLast = false;
  #finished = false;
  readonly #cancels: Cancel[] = [];

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    const { agent, setTimer, nowMs } = parts;
    this.#log = new OutputLog(parts.logMemoryBytes, parts.logMemory);
    const answers = new QueryAnswers((bytes) => {
      if (this.#exit === undefined) agent.write(bytes);
    });
    this.#shadow = parts.openShadow({
      assessed: (assessment) => this.#assessed(assessment),
      picture: (id, bytes) => this.#terminals.picture(id, bytes),
      reply: (atOffset, bytes) => answers.reply(atOffset, bytes),
    });
    this.#input = new PersonInput({
      write: (bytes) => agent.write(bytes),
      pendingBytes: () => agent.pendingInputBytes,
      nowMs,
    });
    this.#facts = new FactsTeller({ facts: () => this.#currentFacts(), setTimer });
    this.#stops = new StopLook({
      isStopped: () => agent.stopped,
      setTimer,
      onStopped: () => this.#terminals.holder?.event({ type: 'stopped' }),
    });
    this.#terminals = this.#makeTerminals(answers);
  }

  /** Output so far, in bytes. */
  get outputBytes(): number {
    return this.#log.endOffset;
  }

  /** The agent has written `chunk`, which is the caller's again after the call. */
  agentOutput(chunk: Uint8Array): void {
    this.#echo.shown(this.#parts.nowMs());
    this.#log.append(chunk);
    // First of all to the screen that somebody is looking at.
    this.#terminals.appended(chunk);
    this.#shadow.feed(chunk);
    this.#parts.record?.(chunk);
    this.#facts.outputMoved();
  }

  /** The agent is dead and all its output was handed over: everybody is told once they have it all. */
  agentExited(exit: AgentExit): void {
    if (this.#exit !== undefined) return;
    this.#input.ended();
    this.#exit = exit;
    this.#stops.dispose();
    for (const cancel of this.#cancels.splice(0)) cancel();
    this.#cancels.push(
      this.#parts.setTimer(LAST_PICTURE_MS + this.#terminals.pictureEveryMs, () => {
        this.#viewersSawLast = true;
        this.#sayGoodbye();
      }),
    );
    this.#sayGoodbye();
  }

  /** Ends the agent: hang up, then kill. */
  endAgent(): void {
    if (this.#exit !== undefined) return;
    const { agent, setTimer } = this.#parts;
    agent.kill('SIGHUP', 'group');
    // One that sleeps would not hear it.
    agent.kill('SIGCONT', 'group');
    this.#cancels.push(setTimer(END_GRACE_MS, () => agent.kill('SIGKILL', 'group')));
  }

  /** The agent's protocol is found in another place, or nowhere. */
  driverMoved(): void {
    this.#facts.soon();
  }

  /** Something is wrong with the session that its agent can live with: all are told, now and later. */
  problem(code: string, message: string): void {
    this.#problems.set(code, message);
    this.mishap(code, message);
  }

  /** As `problem`, of something that is mended: who comes later is not told. */
  mishap(code: string, message: string): void {
    for (const { connection } of this.#peers) {
      connection.event({ type: 'problem', code, message });
    }
  }

  /** Joins a connection to the session. Nothing is sent to it before it asks for something. */
  connect(connection: KeeperConnection, capability: Capability): KeeperPeer {
    const peer: Peer = { connection, capability, wasRefusedInput: false, wasToldEnd: false };
    this.#peers.add(peer);
    for (const [code, message] of this.#problems) {
      connection.event({ type: 'problem', code, message });
    }
    return {
      request: (request) => {
        if (capability === 'control' || viewMayAsk(request)) this.#request(peer, request);
        else tell(peer, 'view-only', 'this connection may only watch the session');
        if (this.#exit !== undefined) this.#sayGoodbye();
      },
      input: (bytes, state) => this.#personInput(peer, bytes, state),
      acknowledge: (offset) => this.#terminals.acknowledge(connection, offset),
      deliver: (header, bytes) => this.#deliver(peer, header, bytes),
      closed: () => this.#closed(peer),
    };
  }

  /** Ends all that is under way here; the agent and the shadow are their owners'. */
  dispose(): void {
    this.#terminals.dispose();
    this.#facts.dispose();
    this.#stops.dispose();
    for (const cancel of this.#cancels.splice(0)) cancel();
  }

  #makeTerminals(answers: QueryAnswers): Terminals {
    const { agent, setTimer, nowMs, size } = this.#parts;
    return new Terminals({
      log: this.#log,
      shadow: this.#shadow,
      answers,
      setTimer,
      nowMs,
      size,
      onSize: (newSize) => {
        if (this.#exit === undefined) agent.resize(newSize);
        this.#shadow.resize(newSize);
      },
      onFlow: (flow) => (flow === 'hold' ? agent.pause() : agent.resume()),
      onHeld: () => {
        // The shell it slept in is another's; whoever looks at it now wants it awake.
        if (this.#stops.asleep) this.#continueAgent();
      },
      onLetGo: () => {
        if (this.#exit === undefined) this.#input.ended();
        this.#facts.soon();
      },
      onProgress: () => {
        if (this.#exit !== undefined) this.#sayGoodbye();
      },
    });
  }

  #request(peer: Peer, request: KeeperRequest): void {
    const { connection } = peer;
    switch (request.type) {
      case 'attach':
        this.#terminals.attach(connection, request);
        return;
      case 'resize':
        this.#terminals.resize(connection, request.size);
        return;
      case 'take':
        this.#terminals.take(connection);
        return;
      case 'release':
        this.#terminals.release(connection);
        return;
      case 'rows':
        void this.#sendRows(peer, request.requestId);
        return;
      case 'watch':
        this.#facts.watch(connection);
        return;
      case 'signal':
        if (request.signal === 'SIGCONT') this.#continueAgent();
        else if (this.#exit === undefined) this.#parts.agent.kill(request.signal, 'process');
        return;
      case 'end':
        for (const other of this.#peers) {
          if (other !== peer) tell(other, ENDED_ELSEWHERE, 'the session was ended from elsewhere');
        }
        this.endAgent();
        return;
      case 'status':
        this.#sendStatus(connection, request);
    }
  }

  #personInput(peer: Peer, bytes: Uint8Array, state: InputState): void {
    if (this.#exit !== undefined) return;
    if (peer.capability !== 'control' || this.#terminals.holder !== peer.connection) {
      if (!peer.wasRefusedInput) {
        tell(peer, 'not-holder', 'another terminal holds this session: take it to type');
      }
      peer.wasRefusedInput = true;
      return;
    }
    if (bytes.length > 0 && state.report !== true) this.#echo.pressed(this.#parts.nowMs());
    if (this.#input.accept(bytes, state) === 'written') {
      peer.wasRefusedInput = false;
      if (bytes.length > 0) this.#stops.inputPassed();
    } else if (!peer.wasRefusedInput) {
      tell(peer, 'input-full', 'the agent reads nothing: what was typed is not kept any more');
      peer.wasRefusedInput = true;
    }
    this.#facts.soon();
  }

  #deliver(peer: Peer, { writeId, facts }: DeliverHeader, bytes: Uint8Array): void {
    if (peer.capability !== 'control') {
      tell(peer, 'view-only', 'this connection may only watch the session');
      return;
    }
    const result = this.#resultOf(writeId, facts);
    if (result === 'written') {
      this.#ledger.add(writeId);
      this.#parts.agent.write(bytes);
    }
    peer.connection.event({ type: 'delivered', writeId, result });
  }

  #resultOf(
    writeId: string,
    facts: DeliverHeader['facts'],
  ): 'written' | 'already-written' | 'stale' | 'ended' {
    if (this.#ledger.has(writeId)) return 'already-written';
    if (this.#exit !== undefined) return 'ended';
    const isCurrent =
      this.#parts.agent.present !== false &&
      facts.outputBytes === this.#log.endOffset &&
      facts.inputBytes === this.#input.bytes &&
      this.#input.atRest &&
      this.#input.hasRoom;
    return isCurrent ? 'written' : 'stale';
  }

  async #sendRows(peer: Peer, requestId: string): Promise<void> {
    const { columns, rows } = this.#terminals.size;
    const size = { columns, rows };
    const found = await this.#shadow.rows().catch(() => undefined);
    if (!this.#peers.has(peer)) return;
    const { connection } = peer;
    const bytes = found?.rows ?? new Uint8Array();
    connection.event({
      type: 'snapshot',
      requestId,
      basis: found === undefined || found.torn ? 'gap' : 'fresh',
      at: found?.at ?? this.#log.endOffset,
      ...(found === undefined ? {} : { cursorRow: found.cursorRow }),
      size,
      viewportBytes: bytes.length,
      bytes: bytes.length,
    });
    sendSnapshot(connection, bytes);
  }

  #sendStatus(
    connection: KeeperConnection,
    { requestId, measured }: Extract<KeeperRequest, { type: 'status' }>,
  ): void {
    const { columns, rows } = this.#terminals.size;
    const session = {
      ...this.#parts.describe(),
      size: { columns, rows },
      terminals: this.#terminals.count,
      held: this.#terminals.holder !== undefined,
      outputBytes: this.#log.endOffset,
      ...(measured === 'taken' ? { echoMs: [...this.#echo.take()] } : {}),
    };
    connection.event({ type: 'status', requestId, session });
  }

  #continueAgent(): void {
    this.#stops.continued();
    if (this.#exit === undefined) this.#parts.agent.kill('SIGCONT', 'group');
  }

  #assessed(assessment: ShadowAssessment): void {
    this.#assessment = assessment;
    this.#facts.tell();
  }

  #currentFacts(): SessionFacts {
    const { consumedBytes, ...seen } = this.#assessment;
    const { atRest, bytes, lastMs } = this.#input;
    const driver = this.#parts.driver?.();
    return {
      type: 'facts',
      ...seen,
      assessedBytes: consumedBytes,
      outputBytes: this.#log.endOffset,
      inputAtRest: atRest,
      inputBytes: bytes,
      ...(lastMs === undefined ? {} : { lastInputMs: lastMs }),
      ...(driver === undefined ? {} : { driver }),
    };
  }

  #closed(peer: Peer): void {
    if (!this.#peers.delete(peer)) return;
    this.#facts.forget(peer.connection);
    this.#terminals.gone(peer.connection);
    if (this.#exit !== undefined) this.#sayGoodbye();
  }

  /** Tells each of the end once it has all that came before. */
  #sayGoodbye(): void {
    const exit = this.#exit;
    if (exit === undefined || this.#finished) return;
    for (const peer of [...this.#peers]) {
      if (peer.wasToldEnd || !this.#hasAll(peer)) continue;
      peer.wasToldEnd = true;
      peer.connection.event({ type: 'exited', ...exit });
    }
    if ([...this.#peers].some((peer) => !peer.wasToldEnd) || this.#finished) return;
    this.#finished = true;
    this.dispose();
    this.#parts.onFinished();
  }

  #hasAll({ connection }: Peer): boolean {
    const isViewer = this.#terminals.has(connection) && this.#terminals.holder !== connection;
    return this.#terminals.isDone(connection) && (!isViewer || this.#viewersSawLast);
  }
}

function tell({ connection }: Peer, code: string, message: string): void {
  const event: KeeperEvent = { type: 'problem', code, message };
  connection.event(event);
}

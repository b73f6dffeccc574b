// A real host process over real sockets, in folders of its own, with agents whose keepers live in the
// test's process.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ConnectedHost, connectHost, createTokens, listenKeeper } from '@codex-voice/ipc';
import type {
  DeliverHeader,
  HostEvent,
  HostRequest,
  KeeperConnection,
  KeeperPeer,
  KeeperRequest,
  SessionFacts,
} from '@codex-voice/protocol';

const launcher = fileURLToPath(new URL('../../../bin/codex-voice.js', import.meta.url));

/** Longest wait for anything in these suites, in ms: a heavily loaded machine, not a measure. */
const PATIENCE_MS = 30_000;

export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error(`not reached: ${what}`);
    await sleep(10);
  }
}

/** An agent with one composer behind a keeper's socket. */
export class FakeSession {
  readonly sessionId: string;
  composer = '';
  dialog = false;
  readonly submissions: string[] = [];
  readonly written: string[] = [];
  /** Called with each write, before it is made and before it is answered. */
  onWrite: (moment: 'before' | 'after') => void = () => undefined;
  #outputBytes = 100;
  readonly #connections = new Set<KeeperConnection & { close(): void }>();
  readonly #agentPid: number;
  #server: { close(): Promise<void> } | undefined;

  constructor(sessionId: string, agentPid = process.pid) {
    this.sessionId = sessionId;
    this.#agentPid = agentPid;
  }

  async listen(runtimeDirectory: string): Promise<void> {
    const { sessionId } = this;
    this.#server = await listenKeeper({
      runtimeDirectory,
      sessionId,
      tokens: createTokens(),
      accept: (connection) => this.#accept(connection),
    });
  }

  /** The keeper dies, with or without a word. */
  async close(how: 'exited' | 'killed'): Promise<void> {
    if (how === 'exited') this.#tell({ type: 'exited', exitCode: 0, signal: 0 });
    for (const connection of this.#connections) connection.close();
    await this.#server?.close();
  }

  look(): void {
    this.#tell(this.#facts());
  }

  #accept(connection: KeeperConnection & { close(): void }): KeeperPeer {
    this.#connections.add(connection);
    return {
      request: (request) => this.#request(request, connection),
      input: () => undefined,
      acknowledge: () => undefined,
      deliver: (header, bytes) =>
        this.#deliver(connection, header, new TextDecoder().decode(bytes)),
      closed: () => void this.#connections.delete(connection),
    };
  }

  #request(request: KeeperRequest, connection: KeeperConnection): void {
    if (request.type === 'watch') connection.event(this.#facts());
    if (request.type !== 'status') return;
    connection.event({
      type: 'status',
      requestId: request.requestId,
      session: {
        sessionId: this.sessionId,
        agent: { name: 'cat', kind: 'plain' },
        argv: ['cat'],
        cwd: '/tmp',
        startedAtMs: 1,
        keeperPid: process.pid,
        agentPid: this.#agentPid,
        size: { columns: 80, rows: 24 },
        terminals: 0,
        held: false,
        outputBytes: this.#outputBytes,
        keeperMemoryBytes: 1,
      },
    });
  }

  #deliver(connection: KeeperConnection, { writeId, facts }: DeliverHeader, text: string): void {
    this.onWrite('before');
    const stale = facts.outputBytes !== this.#outputBytes;
    const known = this.written.includes(writeId);
    if (!known && !stale) {
      this.written.push(writeId);
      this.#outputBytes += 1;
      if (text === '\r') {
        this.submissions.push(this.composer);
        this.composer = '';
      } else this.composer += text.replace('\u001b[200~', '').replace('\u001b[201~', '');
    }
    this.onWrite('after');
    const result = known ? 'already-written' : stale ? 'stale' : 'written';
    connection.event({ type: 'delivered', writeId, result });
    this.look();
  }

  #facts(): SessionFacts {
    const screen = this.dialog
      ? ({ kind: 'dialog', what: 'approval' } as const)
      : ({ kind: 'composer', text: this.composer, cursorOffset: this.composer.length } as const);
    return {
      type: 'facts',
      screen,
      assessedBytes: this.#outputBytes,
      outputBytes: this.#outputBytes,
      torn: false,
      midUpdate: false,
      bracketedPaste: true,
      alternate: false,
      inputAtRest: true,
      inputBytes: 0,
    };
  }

  #tell(event: Parameters<KeeperConnection['event']>[0]): void {
    for (const connection of this.#connections) connection.event(event);
  }
}

/** A connected client. */
export class Client {
  readonly events: HostEvent[] = [];
  #host: ConnectedHost | undefined;
  #asked = 0;
  isClosed = false;

  /** Connects; a host that is only just starting is waited for. */
  static async connect(runtimeDirectory: string): Promise<Client> {
    const client = new Client();
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = await connectHost({
        runtimeDirectory,
        onEvent: (event) => client.events.push(event),
        onClosed: () => {
          client.isClosed = true;
        },
      });
      if (found.kind === 'connected') {
        client.#host = found.host;
        return client;
      }
      if (performance.now() > deadlineMs) throw new Error(found.message);
      await sleep(20);
    }
  }

  request(request: HostRequest): void {
    this.#host?.request(request);
  }

  close(): void {
    this.#host?.close();
  }

  /** Asks, and waits for the answer. */
  async ask(
    make: (requestId: string) => HostRequest,
  ): Promise<Extract<HostEvent, { type: 'answer' }>['answer']> {
    this.#asked += 1;
    const requestId = `q${this.#asked}`;
    this.request(make(requestId));
    const find = (): HostEvent | undefined =>
      this.events.find((event) => event.type === 'answer' && event.requestId === requestId);
    await until(`the answer to ${requestId}`, () => find() !== undefined || this.isClosed);
    const found = find();
    if (found?.type !== 'answer') throw new Error('the host went away');
    return found.answer;
  }

  say(sessionId: string, promptId: string, text: string) {
    const intent = 'send' as const;
    return this.ask((requestId) => ({ type: 'say', requestId, sessionId, promptId, text, intent }));
  }
}

/** Folders, hosts and sessions of one test; `close` ends all of them. */
export class HostWorld {
  readonly root = mkdtempSync(join(tmpdir(), 'cv-host-'));
  readonly runtimeDirectory = join(this.root, 'run', 'codex-voice');
  readonly stateDirectory = join(this.root, 'state', 'codex-voice');
  readonly #hosts: ChildProcess[] = [];
  readonly #sessions: FakeSession[] = [];
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  constructor() {
    mkdirSync(this.runtimeDirectory, { recursive: true, mode: 0o700 });
    mkdirSync(this.stateDirectory, { recursive: true, mode: 0o700 });
  }

  startHost(...args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [launcher, '__host', ...args], {
      stdio: 'ignore',
      env: {
        ...process.env,
        XDG_RUNTIME_DIR: join(this.root, 'run'),
        XDG_STATE_HOME: join(this.root, 'state'),
      },
    });
    this.#hosts.push(child);
    return child;
  }

  /** Kills a host without a word. */
  async kill(host: ChildProcess): Promise<void> {
    host.kill('SIGKILL');
    await until('the host’s death', () => host.exitCode !== null || host.signalCode !== null);
  }

  async session(sessionId: string, agentPid?: number): Promise<FakeSession> {
    const session = new FakeSession(sessionId, agentPid);
    await session.listen(this.runtimeDirectory);
    this.#sessions.push(session);
    return session;
  }

  /** A keeper that takes connections and says nothing, as one that was stopped; what became of them. */
  async muteKeeper(sessionId: string): Promise<{ opened: number; closed: number }> {
    const counts = { opened: 0, closed: 0 };
    const server = createServer((socket) => {
      counts.opened += 1;
      socket.on('close', () => {
        counts.closed += 1;
      });
      socket.on('error', () => undefined);
      this.#sockets.add(socket);
    });
    this.#servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(join(this.runtimeDirectory, `keeper-${sessionId}.sock`), resolve);
    });
    const directory = join(this.stateDirectory, 'sessions', sessionId);
    mkdirSync(directory, { recursive: true });
    const record = {
      sessionId,
      agent: { name: 'cat' },
      cwd: '/tmp',
      startedAtMs: 1,
      keeperPid: process.pid,
      agentPid: process.pid,
    };
    writeFileSync(join(directory, 'session.json'), JSON.stringify(record));
    return counts;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
    for (const session of this.#sessions) await session.close('killed');
    for (const host of this.#hosts) await this.kill(host);
    rmSync(this.root, { recursive: true, force: true });
  }
}

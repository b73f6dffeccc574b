// Builds one session around its agent: the PTY first, so that the agent boots while the rest is put
// together, then the keeper, the files, the socket and the shadow screen. What each does is its own.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnedKeeperConnection } from '@codex-voice/ipc';
import type { Capability, KeeperPeer, KeeperStart } from '@codex-voice/protocol';
import { findExecutable, type PtyExit } from '@codex-voice/pty';
import { Keeper, LateShadow, type ScreenShadowListener } from '@codex-voice/session';
import type { AgentLife, AgentLifeParts, PlainStart } from './agent-life.ts';
import { type AgentCommand, AgentTerminal } from './agent-terminal.ts';
import { claudeLife } from './claude-life.ts';
import { codexHooksLife } from './codex-hooks-life.ts';
import { codexLife } from './codex-life.ts';
import { deskLife } from './desk-life.ts';
import { monotonicMs } from './monotonic.ts';
import { OutputFile } from './output-file.ts';
import { outputMemory } from './output-memory.ts';
import { memoryBytesOf } from './process-memory.ts';
import { refuseSession } from './refused-session.ts';
import type { RunningSession } from './running-session.ts';
import { SCREEN_RESET } from './screen-reset.ts';
import { SessionFiles, type SessionRecord } from './session-files.ts';

/** The screen is followed once output has rested this long, in ms: its thread's start would be felt. */
const SHADOW_REST_MS = 15;

/** Output that never rests is waited for this long, in ms; so is an agent that shows nothing. */
const SHADOW_PATIENCE_MS = 300;

/** A record that could not be written is tried again after this long, in ms. */
const RECORD_AGAIN_MS = 5_000;

/** What still holds the process this long after the end, in ms, is not waited for. */
const LEAVE_AFTER_MS = 2_000;

/** Starts the agent, or what is to stand behind it, at once. `leave` is called when nothing of us is left. */
export function startSession(start: KeeperStart, leave: () => void): RunningSession {
  const terminal = new AgentTerminal(start.size);
  const isThere = findExecutable({ ...start, name: start.file }).kind === 'found';
  const life = isThere ? lifeOf(start) : undefined;
  if (life?.kind !== 'behind') {
    const failed = terminal.start(start);
    if (failed !== undefined) return refuseSession(failed, leave);
  }
  return new Session({ start, terminal, life, leave });
}

function lifeOf(start: KeeperStart): AgentLife | PlainStart | undefined {
  if (start.driver === 'desk') return deskLife(start);
  if (start.driver === 'structured') return LIVES[start.agent.kind]?.(start);
  return start.driver === 'hooks' && start.agent.kind === 'codex'
    ? codexHooksLife(start)
    : undefined;
}

/** The agents with a protocol of their own, by kind. */
const LIVES: Partial<
  Record<KeeperStart['agent']['kind'], (start: KeeperStart) => AgentLife | PlainStart>
> = { claude: claudeLife, codex: codexLife };

interface SessionParts {
  readonly start: KeeperStart;
  readonly terminal: AgentTerminal;
  readonly life: AgentLife | PlainStart | undefined;
  readonly leave: () => void;
}

class Session implements RunningSession {
  readonly #start: KeeperStart;
  readonly #terminal: AgentTerminal;
  readonly #leave: () => void;
  readonly #keeper: Keeper;
  readonly #shadow = new LateShadow();
  readonly #memory: ReturnType<typeof outputMemory>;
  readonly #files: SessionFiles;
  readonly #output: OutputFile;
  readonly #startedAtMs = Date.now();
  readonly #connections = new Set<OwnedKeeperConnection>();
  #lastOutputMs = 0;
  #server: Promise<{ close(): Promise<void> } | undefined> = Promise.resolve(undefined);
  #command: AgentCommand;
  #hasEnded = false;
  readonly #life: AgentLife | undefined;
  /** The agent has been started. */
  #begun: Promise<void> = Promise.resolve();

  constructor({ start, terminal, life, leave }: SessionParts) {
    this.#start = start;
    this.#command = start;
    this.#life = life?.kind === 'behind' ? life : undefined;
    this.#terminal = terminal;
    this.#leave = leave;
    this.#files = new SessionFiles(start.sessionDirectory);
    this.#output = new OutputFile({
      path: this.#files.outputPath,
      limitBytes: start.log.fileBytes,
      onProblem: (reason) => this.#problem('output-log', `output is not recorded: ${reason}`),
    });
    this.#memory = outputMemory(start.log.memoryBytes);
    let listener: ScreenShadowListener | undefined;
    this.#keeper = new Keeper({
      agent: terminal,
      openShadow: (given) => {
        listener = given;
        return this.#shadow;
      },
      size: start.size,
      logMemoryBytes: start.log.memoryBytes,
      ...(this.#memory === undefined ? {} : { logMemory: this.#memory }),
      record: (bytes) => this.#output.append(bytes),
      nowMs: monotonicMs,
      setTimer: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
      describe: () => this.#describe(),
      driver: () => this.#life?.driver,
      onFinished: () => void this.#close(),
    });
    terminal.listen({
      onData: (chunk) => {
        this.#lastOutputMs = monotonicMs();
        this.#keeper.agentOutput(chunk);
      },
      onExit: (exit) => void this.#agentEnded(exit),
    });
    this.#outliveErrors();
    // At once: by it whoever finds us killed finds the agent. It boots meanwhile.
    this.#writeRecord();
    setImmediate(() => {
      this.#server = this.#listen();
      const whoAsked = listener;
      if (whoAsked !== undefined) void this.#begun.then(() => this.#followScreen(whoAsked));
    });
    if (life?.kind === 'plain' && life.why !== undefined) this.#problem('driver', life.why);
    if (this.#life !== undefined) this.#begun = this.#begin(this.#life);
  }

  accept(connection: OwnedKeeperConnection, capability: Capability): KeeperPeer {
    this.#connections.add(connection);
    const peer = this.#keeper.connect(connection, capability);
    return {
      ...peer,
      closed: () => {
        this.#connections.delete(connection);
        peer.closed();
      },
    };
  }

  end(): void {
    this.#keeper.endAgent();
  }

  async #begin(life: AgentLife): Promise<void> {
    const command = await life.begin(this.#lifeParts());
    if (!this.#hasEnded) this.#startAgent(command);
  }

  #lifeParts(): AgentLifeParts {
    return {
      masterFd: () => this.#terminal.masterFd,
      replaceAgent: () => this.#terminal.replace(),
      tell: ({ lasts, message }) => {
        if (lasts === 'yes') this.#problem('driver', message);
        else this.#mishap('driver', message);
      },
      driverMoved: () => this.#keeper.driverMoved(),
    };
  }

  /** Another process takes the agent's place on the terminal. */
  #startAgent(command: AgentCommand): void {
    const failed = this.#terminal.start(command);
    if (failed === undefined) {
      this.#command = command;
      this.#writeRecord();
      return;
    }
    this.#problem('not-started', failed.message);
    this.#exited({ exitCode: failed.status, signal: 0 });
  }

  async #agentEnded(exit: PtyExit): Promise<void> {
    const isOver = this.#hasEnded || this.#terminal.endAsked;
    const next = isOver ? undefined : await this.#life?.after(exit);
    if (next === undefined || this.#hasEnded || this.#terminal.endAsked) {
      this.#exited(exit);
      return;
    }
    this.#keeper.agentOutput(SCREEN_RESET);
    this.#startAgent(next);
  }

  async #listen(): Promise<{ close(): Promise<void> } | undefined> {
    const { runtimeDirectory, sessionId, tokens } = this.#start;
    try {
      const { listenKeeper } = await import('./socket-module.ts');
      return await listenKeeper({
        runtimeDirectory,
        sessionId,
        tokens,
        accept: (connection, capability) => this.accept(connection, capability),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#problem('socket', `no other terminal can join this session: ${reason}`);
      return undefined;
    }
  }

  async #followScreen(listener: ScreenShadowListener): Promise<void> {
    const startMs = monotonicMs();
    while (monotonicMs() - startMs < SHADOW_PATIENCE_MS) {
      const restsSinceMs = this.#lastOutputMs === 0 ? monotonicMs() : this.#lastOutputMs;
      if (monotonicMs() - restsSinceMs >= SHADOW_REST_MS) break;
      await sleep(SHADOW_REST_MS);
    }
    if (this.#hasEnded) return;
    const { agent, size, scrollbackLines } = this.#start;
    const { createShadowInWorker, workerUrl } = await import('./shadow-module.ts');
    const ring = this.#memory === undefined ? {} : { ring: this.#memory };
    this.#shadow.load((missedBytes) =>
      createShadowInWorker(
        { kind: agent.kind, ...size, scrollbackLines, missedBytes, workerUrl, ...ring },
        listener,
      ),
    );
  }

  #exited(exit: PtyExit): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const again = this.#life?.again;
    this.#keeper.agentExited({ ...exit, ...(again === undefined ? {} : { again }) });
    this.#files.record({
      ...this.#record(),
      ended: { endedAtMs: Date.now(), ...exit, outputBytes: this.#keeper.outputBytes },
    });
  }

  /** A disk that is full has room again some day. */
  #writeRecord(): void {
    if (this.#hasEnded || this.#files.record(this.#record()) === 'written') return;
    setTimeout(() => this.#writeRecord(), RECORD_AGAIN_MS).unref();
  }

  /** Everybody was told: what they were told goes out, then everything of ours. */
  async #close(): Promise<void> {
    setTimeout(this.#leave, LEAVE_AFTER_MS).unref();
    for (const connection of this.#connections) connection.close();
    // Begun at once: it may take as long as we have.
    const life = this.#life?.dispose();
    const server = await this.#server;
    await Promise.all([server?.close(), this.#output.close(), this.#shadow.dispose(), life]);
  }

  /** A mistake of ours must not cost the agent its life. */
  #outliveErrors(): void {
    process.on('uncaughtException', (error) => {
      this.#files.note(error.stack ?? String(error));
      this.#problem('keeper', `the keeper has made a mistake and goes on: ${error.message}`);
    });
  }

  #problem(code: string, message: string): void {
    this.#files.note(message);
    this.#keeper.problem(code, message);
  }

  #mishap(code: string, message: string): void {
    this.#files.note(message);
    this.#keeper.mishap(code, message);
  }

  #record(): SessionRecord {
    const { sessionId, agent, cwd } = this.#start;
    const { file, args } = this.#command;
    return {
      sessionId,
      agent,
      argv: [file, ...args],
      cwd,
      startedAtMs: this.#startedAtMs,
      keeperPid: process.pid,
      agentPid: this.#terminal.pid,
    };
  }

  #describe() {
    const agentMemoryBytes = memoryBytesOf(this.#terminal.pid);
    const { agent, argv, ...record } = this.#record();
    const driver = this.#life?.driver;
    return {
      ...record,
      agent: this.#start.agent,
      argv: [...argv],
      keeperMemoryBytes: process.memoryUsage.rss(),
      ...(agentMemoryBytes === undefined ? {} : { agentMemoryBytes }),
      ...(driver === undefined ? {} : { driver }),
    };
  }
}

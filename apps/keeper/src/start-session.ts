// Builds one session around its agent: the PTY first, so that the agent boots while the rest is put
// together, then the keeper, the files, the socket and the shadow screen. What each does is its own.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnedKeeperConnection } from '@codex-voice/ipc';
import type { Capability, KeeperPeer, KeeperStart } from '@codex-voice/protocol';
import { type PtyExit, type PtyProcess, spawnPty } from '@codex-voice/pty';
import { Keeper, LateShadow, type ScreenShadowListener } from '@codex-voice/session';
import { monotonicMs } from './monotonic.ts';
import { OutputFile } from './output-file.ts';
import { outputMemory } from './output-memory.ts';
import { memoryBytesOf } from './process-memory.ts';
import { refuseSession } from './refused-session.ts';
import type { RunningSession } from './running-session.ts';
import { SessionFiles, type SessionRecord } from './session-files.ts';

/** The screen is followed once output has rested this long, in ms: its thread's start would be felt. */
const SHADOW_REST_MS = 15;

/** Output that never rests is waited for this long, in ms; so is an agent that shows nothing. */
const SHADOW_PATIENCE_MS = 300;

/** A record that could not be written is tried again after this long, in ms. */
const RECORD_AGAIN_MS = 5_000;

/** What still holds the process this long after the end, in ms, is not waited for. */
const LEAVE_AFTER_MS = 2_000;

/** Starts the agent at once. `leave` is called when all is over and nothing of us is left. */
export function startSession(start: KeeperStart, leave: () => void): RunningSession {
  const spawned = spawnPty({
    file: start.file,
    args: start.args,
    cwd: start.cwd,
    env: start.env,
    ...start.size,
  });
  if (spawned.kind === 'failed') return refuseSession(spawned, leave);
  return new Session(start, spawned.pty, leave);
}

class Session implements RunningSession {
  readonly #start: KeeperStart;
  readonly #pty: PtyProcess;
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
  #hasEnded = false;

  constructor(start: KeeperStart, pty: PtyProcess, leave: () => void) {
    this.#start = start;
    this.#pty = pty;
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
      agent: pty,
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
      onFinished: () => void this.#close(),
    });
    pty.onData((chunk) => {
      this.#lastOutputMs = monotonicMs();
      this.#keeper.agentOutput(chunk);
    });
    void pty.exited.then((exit) => this.#exited(exit));
    this.#outliveErrors();
    // At once: by it whoever finds us killed finds the agent. It boots meanwhile.
    this.#writeRecord();
    setImmediate(() => {
      this.#server = this.#listen();
      if (listener !== undefined) void this.#followScreen(listener);
    });
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
    this.#hasEnded = true;
    this.#keeper.agentExited(exit);
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
    const server = await this.#server;
    await Promise.all([server?.close(), this.#output.close(), this.#shadow.dispose()]);
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

  #record(): SessionRecord {
    const { sessionId, agent, file, args, cwd } = this.#start;
    return {
      sessionId,
      agent,
      argv: [file, ...args],
      cwd,
      startedAtMs: this.#startedAtMs,
      keeperPid: process.pid,
      agentPid: this.#pty.pid,
    };
  }

  #describe() {
    const agentMemoryBytes = memoryBytesOf(this.#pty.pid);
    const { agent, argv, ...record } = this.#record();
    return {
      ...record,
      agent: this.#start.agent,
      argv: [...argv],
      keeperMemoryBytes: process.memoryUsage.rss(),
      ...(agentMemoryBytes === undefined ? {} : { agentMemoryBytes }),
    };
  }
}

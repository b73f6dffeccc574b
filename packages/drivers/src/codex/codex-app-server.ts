// Codex's app-server as a child of ours on a private socket: started, started again when it dies,
// ended with its owner whatever happens to that. Nobody here speaks its protocol.
import { type ChildProcess, spawn } from 'node:child_process';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const SOCKET_NAME = 'codex.sock';
const FOLDER_MODE = 0o700;
/** It answers 0.3 s after its start on a quiet machine; a loaded one needs many times that. */
const READY_TIMEOUT_MS = 20_000;
const LOOK_EVERY_MS = 20;
/** What it gets to end by itself before it is killed, in ms. */
const END_GRACE_MS = 1_500;
/** Deaths in a row that are answered by a new start; one more and the next rung is used. */
const STARTS_IN_A_ROW = 3;
/** A server that lived this long, in ms, was not part of a row. */
const ROW_MS = 60_000;
const ENDING = 'its app-server ends';

/**
 * A shell between us and the server: it tells the server's pid, and kills the server when our end of
 * descriptor 3 closes, as it does also when we are killed.
 */
const GUARD = `"$@" </dev/null >/dev/null 3<&- & server=$!
echo $server
( read -r _ <&3; kill -KILL $server ) >/dev/null 2>&1 & guard=$!
exec 3<&-
wait $server; status=$?
kill $guard 2>/dev/null
exit $status`;

/** An entry of `stdio`. */
export type OwnedDescriptor = 'ignore' | 'pipe' | 'inherit' | 'ipc' | number;

/** What the guard needs: its words, those of the server, and our end of its life. */
const DESCRIPTORS = ['ignore', 'pipe', 'pipe', 'pipe'] as const;

export interface CodexAppServerOptions {
  /** The Codex program. */
  readonly file: string;
  /** Options that go before `--listen`, such as `-c` overrides. */
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** A folder of mode 0700 that is ours; the socket is made in it. */
  readonly folder: string;
  /** How long its start is waited for, in ms. */
  readonly readyTimeoutMs?: number;
  /** Its owner needs it no more: what is waited for is given up at once. */
  readonly unwanted?: AbortSignal;
  /**
   * The descriptors for what is spawned, given those that are needed: an owner that has some which
   * must not be inherited covers them. Asked at each start.
   */
  readonly descriptors?: (needed: readonly ('ignore' | 'pipe')[]) => readonly OwnedDescriptor[];
  /** It died and was started again, or was not and never will be. */
  readonly changed: (state: 'restarted' | 'given-up', why: string) => void;
}

/** A running app-server. Dispose it: nothing of it is left. */
export class CodexAppServer implements AsyncDisposable {
  readonly socketPath: string;
  readonly #options: CodexAppServerOptions;
  #guard: ChildProcess | undefined;
  #pid: number | undefined;
  /** Not a new start but the next rung answers a death before it was ready, or at our wish. */
  #phase: 'starting' | 'running' | 'ending' = 'starting';
  #startedMs = 0;
  #row = 0;
  #lastWords = '';
  /** How the last one ended. */
  #death = '';

  private constructor(options: CodexAppServerOptions) {
    this.#options = options;
    this.socketPath = join(options.folder, SOCKET_NAME);
  }

  /** Resolves with a server that answers its clients, or with why there is none. */
  static async start(options: CodexAppServerOptions): Promise<CodexAppServer | string> {
    const folder = lstatSync(options.folder);
    if (!folder.isDirectory() || (folder.mode & 0o077) !== 0) {
      throw new RangeError(`folder: ${options.folder} is not a folder of mode 0700`);
    }
    const server = new CodexAppServer(options);
    server.#spawn();
    const stands = await server.#looked();
    if (stands === 'ready') {
      server.#phase = 'running';
      return server;
    }
    const how = stands === 'gone' ? `is gone: ${server.#death}` : 'does not answer';
    const why = server.#lastWords || `${options.file} app-server ${how}`;
    // What has served nobody has nothing to bring to an end.
    await server.#end(0);
    return why;
  }

  /** The server's own process, while there is one. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Resolves once it answers its clients, after a death as well; with why, once it won't or has not in time. */
  async untilReady(): Promise<string | undefined> {
    const stands = await this.#looked();
    if (stands === 'ready') return undefined;
    if (stands === 'gone') return `its app-server is gone: ${this.#death}`;
    const { readyTimeoutMs = READY_TIMEOUT_MS } = this.#options;
    return `its app-server is not there after ${readyTimeoutMs / 1_000} s`;
  }

  /** Another one in its place, that knows nothing of what was open in this one; resolves as `untilReady` does. */
  async restart(): Promise<string | undefined> {
    if (this.#phase === 'ending') return ENDING;
    this.#phase = 'starting';
    await this.#stop(END_GRACE_MS);
    if (this.#isEnding()) return ENDING;
    try {
      this.#spawn();
    } catch (error) {
      // Whoever asks goes on without it: the system has no room for another process, say.
      const why = error instanceof Error ? error.message : String(error);
      return `its app-server can’t be started: ${why}`;
    }
    const notReady = await this.untilReady();
    if (notReady === undefined && !this.#isEnding()) this.#phase = 'running';
    return notReady;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end(END_GRACE_MS);
  }

  /** It may be ended while something is waited for. */
  #isEnding(): boolean {
    return this.#phase === 'ending';
  }

  async #end(graceMs: number): Promise<void> {
    this.#phase = 'ending';
    await this.#stop(graceMs);
  }

  async #stop(graceMs: number): Promise<void> {
    const guard = this.#guard;
    if (guard === undefined) return;
    const gone = new Promise((resolve) => guard.once('exit', resolve));
    if (this.#pid !== undefined) signal(this.#pid, graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
    const killer = setTimeout(() => guard.stdio[3]?.destroy(), graceMs);
    await gone;
    clearTimeout(killer);
    guard.stdio[3]?.destroy();
    rmSync(this.socketPath, { force: true });
  }

  #spawn(): void {
    const { file, args = [], cwd, env, descriptors, folder } = this.#options;
    // Whoever tidies up the place of sockets may have removed it meanwhile.
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    rmSync(this.socketPath, { force: true });
    const command = [file, 'app-server', ...args, '--listen', `unix://${this.socketPath}`];
    const guard = spawn('/bin/sh', ['-c', GUARD, 'codex-app-server', ...command], {
      cwd,
      env,
      stdio: [...(descriptors?.(DESCRIPTORS) ?? DESCRIPTORS)],
    });
    this.#guard = guard;
    this.#startedMs = performance.now();
    guard.stdout?.once('data', (pid: Buffer) => {
      this.#pid = Number(String(pid).trim());
    });
    guard.stderr?.on('data', (words: Buffer) => {
      this.#lastWords = (this.#lastWords + String(words)).slice(-1_000).trim();
    });
    guard.stdio[3]?.on('error', () => undefined);
    guard.on('error', (error) => this.#ended(guard, error.message));
    guard.on('exit', (status, by) =>
      this.#ended(guard, `it ended with ${by ?? endOf(status ?? 0)}`),
    );
  }

  #ended(guard: ChildProcess, why: string): void {
    if (this.#guard !== guard) return;
    guard.stdio[3]?.destroy();
    this.#guard = undefined;
    this.#death = why;
    // The shell may have been killed alone.
    if (this.#pid !== undefined) signal(this.#pid, 'SIGKILL');
    this.#pid = undefined;
    if (this.#phase !== 'running') return;
    const inRow = performance.now() - this.#startedMs < ROW_MS;
    this.#row = inRow ? this.#row + 1 : 1;
    if (this.#row > STARTS_IN_A_ROW) {
      this.#options.changed('given-up', why);
      return;
    }
    try {
      this.#spawn();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.changed('given-up', reason);
      return;
    }
    this.#options.changed('restarted', why);
  }

  /** Looks until it answers, is gone for ever, or is late. */
  async #looked(): Promise<'ready' | 'gone' | 'late'> {
    const { readyTimeoutMs = READY_TIMEOUT_MS, unwanted } = this.#options;
    const late = AbortSignal.timeout(readyTimeoutMs);
    const over = unwanted === undefined ? late : AbortSignal.any([late, unwanted]);
    while (this.#guard !== undefined && !over.aborted) {
      if (await answers(this.socketPath, over)) return 'ready';
      await sleep(LOOK_EVERY_MS);
    }
    return this.#guard === undefined ? 'gone' : 'late';
  }
}

/** A shell tells a signal as a status above 128. */
function endOf(status: number): string {
  return status > 128 ? `signal ${status - 128}` : `status ${status}`;
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

/** Whether a client is welcomed. A server that hangs is connected to by the system, and says nothing. */
async function answers(path: string, over: AbortSignal): Promise<boolean> {
  const socket = new WebSocket('ws://localhost/', {
    createConnection: () => connect(path),
    perMessageDeflate: false,
  });
  const giveUp = (): void => socket.terminate();
  over.addEventListener('abort', giveUp);
  try {
    return await new Promise((resolve) => {
      socket.once('open', () => resolve(true));
      // Giving up before the welcome is told as an error as well.
      socket.on('error', () => resolve(false));
    });
  } finally {
    over.removeEventListener('abort', giveUp);
    socket.terminate();
  }
}

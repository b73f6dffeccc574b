// A server that is started by us: asked whether it is there, watched, started again when it ends, and
// gone when we are. One that answers already is somebody else's, and is used as it is.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface WatchedServerOptions {
  readonly file: string;
  readonly args: readonly string[];
  /** Answers anything but 503 when the server can be asked. */
  readonly healthUrl: string;
}

/** How often a server that is being loaded is asked, in ms. */
const POLL_MS = 100;

/** One question, in ms: it is on this machine. */
const POLL_PATIENCE_MS = 2000;

/** A server that ended is started again after so long, in ms, doubled each time it ends again... */
const FIRST_RESTART_MS = 500;

/** ...up to here, in ms; an answer makes it forget. */
const LONGEST_RESTART_MS = 60_000;

/** The end of its standard error, in bytes, of which one line is told. */
const KEPT_STDERR_BYTES = 4096;

/** Only complaints are told: what else a server writes may be what somebody said. */
const COMPLAINT = /error|fail|can't|cannot|couldn't|unknown|invalid|not found|no such/iu;

const LONGEST_LINE = 200;

/**
 * Ends the server when standard input does, which is when we are gone, however we went. Job control
 * of a shell is the only thing every POSIX system has for that.
 */
const GUARD = [
  'exec 3<&0 </dev/null',
  '"$@" 3<&- & server=$!',
  '{ read -r _ <&3; kill -9 $server; } 2>/dev/null & guard=$!',
  'exec 3<&-',
  'wait $server; status=$?',
  'kill -9 $guard 2>/dev/null; exit $status',
].join('\n');

export class WatchedServer {
  readonly #options: WatchedServerOptions;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ends = 0;
  #lastEnd: string | undefined;
  #state: 'started-by-us' | 'found' | 'disposed' = 'started-by-us';

  constructor(options: WatchedServerOptions) {
    this.#options = options;
  }

  /** How it last ended, where it has ended and did not work since. */
  get lastEnd(): string | undefined {
    return this.#lastEnd;
  }

  /** Starts it unless one answers already. */
  async start(): Promise<void> {
    if ((await this.#ask()) === 'there') this.#state = 'found';
    else if (this.#state !== 'disposed') this.#spawn();
  }

  /** Waits until it can be asked. `ended`: it ended before that. */
  async whenThere(patienceMs: number): Promise<'there' | 'ended' | 'late'> {
    const endMs = performance.now() + patienceMs;
    const endsBefore = this.#ends;
    for (;;) {
      if ((await this.#ask()) === 'there') return 'there';
      if (this.#ends !== endsBefore || this.#state === 'disposed') return 'ended';
      if (performance.now() > endMs) return 'late';
      await sleep(POLL_MS);
    }
  }

  /** It has answered: what went before is forgotten. */
  worked(): void {
    this.#ends = 0;
    this.#lastEnd = undefined;
  }

  dispose(): void {
    this.#state = 'disposed';
    clearTimeout(this.#timer);
    this.#child?.stdin?.destroy();
    if (process.platform === 'win32') this.#child?.kill();
  }

  async #ask(): Promise<'there' | 'not there'> {
    try {
      const signal = AbortSignal.timeout(POLL_PATIENCE_MS);
      const response = await fetch(this.#options.healthUrl, { signal });
      await response.body?.cancel();
      return response.status === 503 ? 'not there' : 'there';
    } catch {
      return 'not there';
    }
  }

  #spawn(): void {
    const { file, args } = this.#options;
    const [command, words] =
      process.platform === 'win32' ? [file, args] : ['sh', ['-c', GUARD, 'sh', file, ...args]];
    const child = spawn(command, words, { stdio: ['pipe', 'ignore', 'pipe'] });
    this.#child = child;
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_BYTES);
    });
    // Closed on purpose, or with it.
    child.stdin?.on('error', () => undefined);
    child.once('error', (error) => this.#ended(`can't be started (${error.message})`));
    child.once('close', (code, signal) =>
      this.#ended(`ended with ${signal ?? `status ${code}`}${complaint(stderr)}`),
    );
  }

  #ended(how: string): void {
    if (this.#state === 'disposed' || this.#child === undefined) return;
    this.#child = undefined;
    this.#ends += 1;
    this.#lastEnd = how;
    const restMs = Math.min(LONGEST_RESTART_MS, FIRST_RESTART_MS * 2 ** (this.#ends - 1));
    this.#timer = setTimeout(() => this.#spawn(), restMs);
    // Nobody is kept alive for a server that does not work.
    this.#timer.unref();
  }
}

function complaint(stderr: string): string {
  const line = stderr.split('\n').findLast((each) => COMPLAINT.test(each));
  return line === undefined ? '' : ` (${line.trim().slice(0, LONGEST_LINE)})`;
}

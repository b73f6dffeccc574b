// One process, its group and its output, within bounds: what it wrote, or why that can't be used. What is
// run is the handlers' knowledge.
import { type ChildProcess, spawn } from 'node:child_process';

export interface ProcessRun {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** For standard input. */
  readonly input: string;
  readonly timeoutMs: number;
  readonly outputBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export type ProcessEnd =
  | {
      readonly kind: 'exited';
      readonly status: number;
      readonly output: Buffer;
      readonly lastLine: string;
    }
  | { readonly kind: 'killed'; readonly by: string; readonly lastLine: string }
  | { readonly kind: 'late' }
  | { readonly kind: 'flood' }
  | { readonly kind: 'given-up' }
  /** It could not be started. */
  | { readonly kind: 'absent'; readonly code: string };

/** A process that was asked to end gets this long, in ms, before its group is killed. */
const END_GRACE_MS = 300;
/** After its end its pipes are read for this long, in ms: a process that left the group may hold them. */
const PIPE_GRACE_MS = 200;
/** Of standard error this much is kept, its end, in bytes: one line is told. */
const ERROR_TAIL_BYTES = 4_096;

type Reason = 'late' | 'flood' | 'given-up';

/** Never rejects. */
export async function runProcess(run: ProcessRun): Promise<ProcessEnd> {
  const child = started(run);
  if ('kind' in child) return child;
  return await new Promise((resolve) => {
    const output = collected(child, run.outputBytes, () => end('flood'));
    let reason: Reason | undefined;
    let killTimer: NodeJS.Timeout | undefined;
    const end = (why: Reason): void => {
      if (reason !== undefined) return;
      reason = why;
      signalGroup(child, why === 'late' ? 'SIGTERM' : 'SIGKILL');
      killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), END_GRACE_MS);
    };
    const timer = setTimeout(() => end('late'), run.timeoutMs);
    const giveUp = (): void => end('given-up');
    run.signal?.addEventListener('abort', giveUp, { once: true });
    if (run.signal?.aborted === true) giveUp();
    const settle = (result: ProcessEnd): void => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      run.signal?.removeEventListener('abort', giveUp);
      for (const stream of child.stdio) stream?.destroy();
      resolve(reason === undefined ? result : { kind: reason });
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle({ kind: 'absent', code: error.code ?? error.message });
    });
    child.once('exit', (code, signal) => {
      // Whatever it started and left behind.
      signalGroup(child, 'SIGKILL');
      const told = (): void => {
        clearTimeout(pipeTimer);
        const { bytes, lastLine } = output();
        if (signal !== null) settle({ kind: 'killed', by: signal, lastLine });
        else settle({ kind: 'exited', status: code ?? 1, output: bytes, lastLine });
      };
      const pipeTimer = setTimeout(told, PIPE_GRACE_MS);
      child.once('close', told);
    });
    // It may end before it has read anything.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(run.input);
  });
}

/** Some words are refused before there is a process: too many, or with a NUL in them. */
function started(run: ProcessRun): ChildProcess | Extract<ProcessEnd, { kind: 'absent' }> {
  const [program = '', ...args] = run.words;
  try {
    return spawn(program, args, {
      cwd: run.cwd,
      env: run.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, which ends as a whole.
      detached: true,
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { kind: 'absent', code };
  }
}

/** Standard output up to the bound, and the end of standard error. */
function collected(
  child: ChildProcess,
  outputBytes: number,
  onFlood: () => void,
): () => { readonly bytes: Buffer; readonly lastLine: string } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let errors = Buffer.alloc(0);
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > outputBytes) {
      chunks.length = 0;
      child.stdout?.destroy();
      onFlood();
    } else chunks.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = Buffer.concat([errors, chunk]).subarray(-ERROR_TAIL_BYTES);
  });
  return () => ({ bytes: Buffer.concat(chunks), lastLine: lastLineOf(errors.toString('utf8')) });
}

function lastLineOf(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '') ?? '';
}

/** The group of a process that never started or is gone takes no signal. */
function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of it is left.
  }
}

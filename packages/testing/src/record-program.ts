// Records a real program in a terminal of a fixed size, driven by scripted keys, as a Cast.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cast, CastEvent } from './cast.ts';
import { TerminalProgram } from './terminal-program.ts';

/** One thing the scripted person does. */
export type RecordStep =
  | { kind: 'wait-for'; text: string | RegExp }
  | { kind: 'pause'; pauseMs: number }
  | { kind: 'type'; keys: string }
  | { kind: 'resize'; columns: number; rows: number };

/** What to record and how. */
export interface RecordOptions {
  title: string;
  file: string;
  args?: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  columns: number;
  rows: number;
  steps: readonly RecordStep[];
}

/** Any awaited text appears within this, or the recording fails. */
const WAIT_TIMEOUT_MS = 30_000;
/** After the last step output is awaited this long, so that the last screen is whole. */
const LAST_QUIET_MS = 300;

/** Runs the program through all steps; it is ended if it still runs after them. */
export async function recordProgram(options: RecordOptions): Promise<Cast> {
  const events: CastEvent[] = [];
  const startMs = performance.now();
  const atMs = () => performance.now() - startMs;
  let partial: Uint8Array = new Uint8Array();
  const program = new TerminalProgram({
    ...options,
    onOutput: (chunk) => {
      // A character cut by the PTY is joined here: the format is text, and the suites cut anew.
      const whole = Buffer.concat([partial, chunk]);
      const length = completeLength(whole);
      partial = whole.subarray(length);
      if (length > 0)
        events.push({ kind: 'output', atMs: atMs(), bytes: whole.subarray(0, length) });
    },
  });
  try {
    for (const step of options.steps) {
      if (step.kind === 'resize') events.push({ ...step, atMs: atMs() });
      await take(program, step);
    }
    await Promise.race([program.waitForQuiet(LAST_QUIET_MS, WAIT_TIMEOUT_MS), program.exited]);
  } finally {
    await program.stop();
  }
  if (partial.length > 0) events.push({ kind: 'output', atMs: atMs(), bytes: partial });
  return { title: options.title, columns: options.columns, rows: options.rows, events };
}

async function take(program: TerminalProgram, step: RecordStep): Promise<void> {
  switch (step.kind) {
    case 'wait-for':
      await program.waitForText(step.text, WAIT_TIMEOUT_MS);
      return;
    case 'pause':
      await sleep(step.pauseMs);
      return;
    case 'type':
      program.send(step.keys);
      return;
    case 'resize':
      program.resize(step);
      return;
  }
}

/** The longest start of the bytes that ends between two UTF-8 characters, as far as they are valid. */
function completeLength(bytes: Uint8Array): number {
  const longestCharacter = 4;
  for (let back = 1; back <= Math.min(longestCharacter, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

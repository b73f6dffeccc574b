// How the program suites start codex-voice: the launcher a person would use, in a folder and a home of
// the suite's own.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WAVE_HEADER_BYTES, waveHeader } from '@codex-voice/speech';
import { makeScratchHome, openWait, type ScratchHome, TerminalProgram } from '@codex-voice/testing';
import { onTestFinished } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const LAUNCHER = join(ROOT, 'bin', 'codex-voice.js');
export const RECORDING = join(ROOT, 'examples', 'recordings', 'first-light.wav');
export const EXAMPLE_AGENT = [process.execPath, join(ROOT, 'examples', 'agent', 'src', 'main.ts')];

/** A phrase alone, "fix the failing tests", by another voice than `RECORDING`. */
export const PHRASE = join(ROOT, 'packages/recognizers/fixtures/fix-the-failing-tests.wav');

/** What is said first in `RECORDING`: "fix the failing tests", "explain this code". The pause behind it, in bytes. */
const BEGINNING_BYTES = 4.3 * 32_000;

/** A home that ends with the suite, and with it every process that was started in it. */
export type Home = ScratchHome;

/** @param onFinished Of tests that run side by side each gives its own: of them nobody else knows which one asks. */
export function makeHome(onFinished: (end: () => void) => void = onTestFinished): Home {
  const home = makeScratchHome();
  // A test that its time limit has stopped in the middle never comes to its own end.
  onFinished(() => home[Symbol.dispose]());
  return home;
}

/** The first two phrases of `RECORDING` in a file of this home, where the rest would only be more of the same. */
export function beginningOfRecording(home: Home): string {
  const sound = readFileSync(RECORDING).subarray(WAVE_HEADER_BYTES).subarray(0, BEGINNING_BYTES);
  const path = join(home.path, 'beginning.wav');
  writeFileSync(path, Buffer.concat([waveHeader(sound.length / 2), sound]));
  return path;
}

export interface StartOptions {
  readonly home: Home;
  readonly args: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The home's own by default. */
  readonly cwd?: string;
  readonly onOutput?: (chunk: Uint8Array) => void;
}

/** codex-voice in a terminal of its own. */
export function startInTerminal({
  home,
  args,
  columns = 80,
  rows = 24,
  cwd = home.path,
  ...rest
}: StartOptions): TerminalProgram {
  return new TerminalProgram({
    file: process.execPath,
    args: [LAUNCHER, ...args],
    cwd,
    env: { ...home.env, ...rest.env },
    columns,
    rows,
    ...(rest.onOutput === undefined ? {} : { onOutput: rest.onOutput }),
  });
}

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** codex-voice without a terminal, to its end. */
export async function runPlain(
  home: Home,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = home.env,
  { cwd = home.path }: { readonly cwd?: string } = {},
): Promise<Ended> {
  using _wait = openWait(`the end of codex-voice ${args.join(' ')}`);
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [LAUNCHER, ...args],
      { cwd, env, encoding: 'utf8' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        resolve({ status: typeof code === 'number' ? code : -1, stdout, stderr });
      },
    );
  });
}

// How the program suites start codex-voice: the launcher a person would use, in a folder and a home of
// the suite's own.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScratchHome, type ScratchHome, TerminalProgram } from '@codex-voice/testing';
import { onTestFinished } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const LAUNCHER = join(ROOT, 'bin', 'codex-voice.js');
export const RECORDING = join(ROOT, 'examples', 'recordings', 'first-light.wav');
export const EXAMPLE_AGENT = [process.execPath, join(ROOT, 'examples', 'agent', 'src', 'main.ts')];

/** A home that ends with the suite, and with it every process that was started in it. */
export type Home = ScratchHome;

export function makeHome(): Home {
  const home = makeScratchHome();
  // A test that its time limit has stopped in the middle never comes to its own end.
  onTestFinished(() => home[Symbol.dispose]());
  return home;
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

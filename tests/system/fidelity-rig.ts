// A recording of a real program, played once alone in a terminal and once inside codex-voice in one that is
// a row higher: its screen, scrollback, modes, title and every byte it hears have to be the same.
import { join } from 'node:path';
import {
  type Cast,
  compareTerminals,
  markProcesses,
  playCast,
  TerminalProgram,
} from '@codex-voice/testing';
import { expect } from 'vitest';
import { ROOT } from '../program/command.ts';

const PROGRAM = join(ROOT, 'bin', 'codex-voice.js');
const RESERVED_ROWS = 1;
/** For everything the program started to be gone after its terminal has closed. */
const END_GRACE_MS = 30_000;
/** Our row; where the stream left the cursor's place in doubt the program asks first. */
const HUD_TIMEOUT_MS = 30_000;

export interface Around {
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of `run`. */
  readonly options: readonly string[];
  /** What is started in the player's place, where that is not the player itself. */
  readonly agent?: (player: readonly string[]) => readonly string[];
  /** On the screen of codex-voice in the end; its last row is ours. */
  readonly shows: RegExp;
  /** A session that outlives its terminal is ended afterwards, as `codex-voice kill` would. */
  readonly outlives: 'terminal' | 'nothing';
}

interface Played {
  readonly program: TerminalProgram;
  readonly heard: string;
}

interface Place {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly extraRows: number;
  readonly start: (player: readonly string[]) => readonly string[];
}

/** Expects that the program around the player changes nothing, and leaves nothing. */
export async function expectTheSame(cast: Cast, around: Around): Promise<void> {
  const { home, options, agent = (player) => player } = around;
  const mark = markProcesses();
  const env = { ...around.env, ...mark.env };
  const run = [process.execPath, PROGRAM, 'run', '--no-voice', ...options, '--'];
  const raw = await play(cast, { home, env, extraRows: 0, start: (player) => player });
  const start = (player: readonly string[]) => [...run, ...agent(player)];
  const wrapped = await play(cast, { home, env, extraRows: RESERVED_ROWS, start });
  try {
    await wrapped.program.waitForText(around.shows, HUD_TIMEOUT_MS);
    const isResized = cast.events.some((event) => event.kind === 'resize');
    const differences = compareTerminals(raw.program.terminal, wrapped.program.terminal, {
      // The terminal hears our questions too; what the child hears is compared below.
      replies: 'ignored',
      scrollback: isResized ? 'ignored' : 'compared',
    });
    expect(differences).toEqual([]);
    expect(wrapped.heard).toBe(raw.heard);
  } finally {
    await raw.program.stop();
    await wrapped.program.stop();
  }
  if (around.outlives === 'terminal') await endAll(mark);
  expect(await mark.leaked(END_GRACE_MS)).toEqual([]);
}

async function play(cast: Cast, { home, env, extraRows, start }: Place): Promise<Played> {
  const started = Promise.withResolvers<TerminalProgram>();
  const { heard } = await playCast(cast, (player) => {
    const [file = '', ...args] = start(player);
    const program = new TerminalProgram({
      file,
      args,
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_STATE_HOME: join(home, 'state'),
        XDG_RUNTIME_DIR: home,
        TERM: 'xterm-256color',
        LANG: 'C.UTF-8',
        ...env,
      },
      columns: cast.columns,
      rows: cast.rows + extraRows,
    });
    started.resolve(program);
    return {
      resizeTo: ({ columns, rows }) => program.resize({ columns, rows: rows + extraRows }),
    };
  });
  return { program: await started.promise, heard };
}

async function endAll(mark: ReturnType<typeof markProcesses>): Promise<void> {
  for (const { pid } of await mark.leaked(0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with the one before.
    }
  }
}

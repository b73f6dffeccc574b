// needs:
// The whole program around real programs' recordings: the child's screen, scrollback, modes, title
// and every byte it hears are what they are without us.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Cast,
  compareTerminals,
  makeScratchDirectory,
  markProcesses,
  playCast,
  removeDirectory,
  TerminalProgram,
} from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRecordings } from '../fidelity/load-recordings.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PROGRAM = join(ROOT, 'bin', 'codex-voice.js');
const RESERVED_ROWS = 1;
/** For everything the program started to be gone after its terminal has closed. */
const END_GRACE_MS = 5_000;
const HUD_TIMEOUT_MS = 5_000;

let home = '';
beforeAll(async () => {
  home = await makeScratchDirectory('fidelity');
});
afterAll(async () => {
  await removeDirectory(home);
});

interface Played {
  program: TerminalProgram;
  heard: string;
}

// The same player, once alone in a terminal and once inside the program in one that is a row higher.
async function play(cast: Cast, around: readonly string[], marks: object): Promise<Played> {
  const extraRows = around.length > 0 ? RESERVED_ROWS : 0;
  const started = Promise.withResolvers<TerminalProgram>();
  const { heard } = await playCast(cast, (command) => {
    const [file = '', ...args] = [...around, ...command];
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
        ...marks,
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

const WAYS: readonly (readonly [string, readonly string[]])[] = [
  ['with keeper and host', []],
  ['in one process tree', ['--no-host']],
];

describe.each(WAYS)('codex-voice around recordings of real programs, %s', (_, options) => {
  for (const [name, cast] of loadRecordings()) {
    it(`${name} looks and hears what it would without us`, async () => {
      const mark = markProcesses();
      const around = [process.execPath, PROGRAM, 'run', '--no-voice', ...options, '--'];
      const raw = await play(cast, [], mark.env);
      const wrapped = await play(cast, around, mark.env);
      try {
        // The last row is ours, and it is not empty: where the stream left the cursor's place in
        // doubt the program asks first, so it may take a moment.
        await wrapped.program.waitForText(/[^\n]$/, HUD_TIMEOUT_MS);
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
      // A session that outlives its terminal is ended here, as `codex-voice kill` would.
      if (options.length === 0) await endAll(mark);
      expect(await mark.leaked(END_GRACE_MS)).toEqual([]);
    });
  }
});

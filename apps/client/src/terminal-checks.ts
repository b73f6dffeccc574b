// What a terminal must be to show a session, told in one line where it is not.
import { MAXIMUM_CELLS, MAXIMUM_SIDE_CELLS } from '@codex-voice/protocol';
import { type TerminalSize, terminalSize } from '@codex-voice/pty';
import { reservedRows } from './reserved-rows.ts';
import type { SessionOptions } from './session-options.ts';
import { EXIT_FAILURE, UserError } from './user-error.ts';

/** Throws `UserError` where there is no terminal to show a session in. */
export function requireTerminal(): void {
  for (const stream of ['stdin', 'stdout'] as const) {
    if (process[stream].isTTY !== true) throw notATerminal(stream);
  }
}

/** Throws `UserError` for a window that no session can have. */
export function requireSize({ columns, rows }: TerminalSize): void {
  if (Math.max(columns, rows) <= MAXIMUM_SIDE_CELLS && columns * rows <= MAXIMUM_CELLS) return;
  throw new UserError(`a window of ${columns} by ${rows} cells is too large: make it smaller`);
}

/** What the agent has of this terminal. Throws `UserError` for a window that no session can have. */
export function agentSize({ hud }: Pick<SessionOptions, 'hud'>): TerminalSize {
  const terminal = terminalSize(process.stdout);
  requireSize(terminal);
  const { columns, rows } = terminal;
  return { columns, rows: Math.max(1, rows - reservedRows(hud, rows)) };
}

/** The error of a stream that is no terminal. */
export function notATerminal(stream: 'stdin' | 'stdout'): UserError {
  const name = stream === 'stdin' ? 'input' : 'output';
  return new UserError(`standard ${name} is no terminal: start it in one`, EXIT_FAILURE);
}

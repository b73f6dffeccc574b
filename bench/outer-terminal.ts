// The terminal that a benchmark is to the programs it measures: starts a command on one of 80 by 24, reads what
// it shows and answers what it asks. Which commands are compared is told elsewhere.
import { type PtyProcess, spawnPty } from '@codex-voice/pty';

const COLUMNS = 80;
const ROWS = 24;

/** How long a peer gets to end by itself. */
const END_PATIENCE_MS = 1000;

/** Quotes for /bin/sh: some peers take one command line. */
export function shellLine(command: readonly string[]): string {
  return command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

/** Starts a command on an outer terminal; throws when it cannot be started. */
export function open(
  command: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PtyProcess {
  const [file = '', ...args] = command;
  const env = { ...environment, TERM: 'xterm-256color', TMUX: undefined };
  const started = spawnPty({ file, args, cwd: process.cwd(), env, columns: COLUMNS, rows: ROWS });
  if (started.kind === 'failed') throw new Error(started.message);
  return started.pty;
}

/** A peer may ask where the cursor is; a terminal that never answered would not be a terminal. */
const CURSOR_QUERY = '\x1b[6n';
const CURSOR_REPLY = Buffer.from('\x1b[1;1R');

/** Queries come before the first output; later bytes are not searched, so that they cost nothing. */
const QUERY_SEARCH_BYTES = 4096;

/** Receives a terminal's output as the terminal: `receive` gets every chunk, queries get answers. */
export function attend(pty: PtyProcess, receive: (chunk: Uint8Array) => void): void {
  let searchedBytes = 0;
  pty.onData((chunk) => {
    if (searchedBytes < QUERY_SEARCH_BYTES) {
      searchedBytes += chunk.length;
      if (Buffer.from(chunk).includes(CURSOR_QUERY)) pty.write(CURSOR_REPLY);
    }
    receive(chunk);
  });
}

/** The outer hang-up is what ends the command under a peer that forwards nothing else. */
export async function endOf(pty: PtyProcess): Promise<void> {
  if (!pty.kill('SIGTERM')) return;
  const killer = setTimeout(() => pty.kill('SIGKILL'), END_PATIENCE_MS);
  await pty.exited;
  clearTimeout(killer);
}

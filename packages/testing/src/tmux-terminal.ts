// Drives a private tmux server with one pane: a second, independent emulator, and a terminal in
// which real programs can be started for a person's eyes. Nothing of the person's tmux is touched.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Enough scrollback for any suite. */
const HISTORY_LINES = 20_000;
/** A capture of the longest history stays well under this. */
const LARGEST_CAPTURE_BYTES = 32 * 1024 * 1024;

/** What tmux knows of a pane besides its cells; equal for equal streams. */
const STATE_FORMATS = {
  cursor: '#{cursor_x},#{cursor_y}',
  cursorShown: '#{cursor_flag}',
  alternateScreen: '#{alternate_on}',
  insert: '#{insert_flag}',
  origin: '#{origin_flag}',
  wrap: '#{wrap_flag}',
  cursorKeys: '#{keypad_cursor_flag}',
  keypad: '#{keypad_flag}',
  mouse: '#{mouse_standard_flag}#{mouse_button_flag}#{mouse_any_flag}#{mouse_sgr_flag}',
  historyLines: '#{history_size}',
  title: '#{pane_title}',
} as const;

/** A pane's observable state: names as above. */
export type TmuxState = Readonly<Record<keyof typeof STATE_FORMATS, string>>;

/** Values joined by a line feed, which tmux keeps out of every one of them. */
const STATE_COMMAND = ['display-message', '-p', Object.values(STATE_FORMATS).join('\n')];
const SCREEN_COMMAND = ['capture-pane', '-p'];
const STYLED_COMMAND = [...SCREEN_COMMAND, '-e', '-N'];
const HISTORY_COMMAND = [...STYLED_COMMAND, '-S', '-', '-E', '-1'];
/** Behind the answer to each of several commands, on a line of its own. */
const PART_END = '== end of this part ==';

/** What {@link tmuxPicture} sees: rows and history with their attributes. */
export interface TmuxPicture {
  readonly state: TmuxState;
  readonly text: readonly string[];
  readonly rows: string[];
  readonly history: string[];
}

/** How to start a {@link TmuxTerminal}. */
export interface TmuxTerminalOptions {
  columns: number;
  rows: number;
  /** Program and arguments. */
  command: readonly string[];
  cwd?: string;
  /** Added to tmux's own environment for the program. */
  env?: Readonly<Record<string, string>>;
}

/** What waits for tmux waits no longer, in ms. */
const TIMEOUT_MS = 20_000;
/** Shows a file as it is, and then sets the pane's title: whoever sees that title sees all of the file. */
const SHOW_FILE =
  'stty -echo -opost; cat "$0"; printf "\\030\\033]2;shown\\033\\\\"; while read -r _; do :; done';
const SHOWN = 'shown';
const SIGNAL_SHOWN = `if-shell -F '#{==:#{pane_title},${SHOWN}}' 'wait-for -S ${SHOWN}'`;

let serversStarted = 0;

/** A tmux server with a single pane as large as asked, without a status line. */
export class TmuxTerminal {
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  static async start(options: TmuxTerminalOptions): Promise<TmuxTerminal> {
    const terminal = new TmuxTerminal(newSocket());
    await terminal.#tmux(...startingWords(options));
    return terminal;
  }

  async #tmux(...args: string[]): Promise<string> {
    return await runTmux(this.#socket, args);
  }

  /** Presses keys by tmux's names, such as `Enter`, `C-c` or `F2`. */
  async sendKeys(...keys: string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  /** Types text as it is. */
  async sendText(text: string): Promise<void> {
    await this.sendBytes(new TextEncoder().encode(text));
  }

  /** Writes bytes to the program, none of them taken for a key name. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.#tmux('send-keys', '-H', ...Array.from(bytes, (byte) => byte.toString(16)));
  }

  /** Pastes text, bracketed where the program asked for brackets. */
  async paste(text: string): Promise<void> {
    await this.#tmux('set-buffer', '--', text, ';', 'paste-buffer', '-p', '-d');
  }

  /** The screen's text, one string a row. */
  async screenRows(): Promise<string[]> {
    return splitLines(await this.#tmux(...SCREEN_COMMAND));
  }

  /** The screen's rows with their attributes as escape sequences, trailing blanks kept. */
  async styledRows(): Promise<string[]> {
    return splitLines(await this.#tmux(...STYLED_COMMAND));
  }

  /** The lines that scrolled off, oldest first, with attributes. */
  async styledHistory(): Promise<string[]> {
    if ((await this.state()).historyLines === '0') return [];
    return splitLines(await this.#tmux(...HISTORY_COMMAND));
  }

  async state(): Promise<TmuxState> {
    return stateOf(await this.#tmux(...STATE_COMMAND));
  }

  async resize(size: { columns: number; rows: number }): Promise<void> {
    await this.#tmux('resize-window', '-x', `${size.columns}`, '-y', `${size.rows}`);
  }

  /** The pid of the program in the pane. */
  async programPid(): Promise<number> {
    return Number(await this.#tmux('display-message', '-p', '#{pane_pid}'));
  }

  /** The exit status once the program has ended; undefined while it runs. */
  async exitStatus(): Promise<number | undefined> {
    const format = '#{pane_dead},#{pane_dead_status}';
    const [dead, status] = (await this.#tmux('display-message', '-p', format)).trim().split(',');
    return dead === '1' ? Number(status) : undefined;
  }

  /** Ends the server and all that runs in it. */
  async kill(): Promise<void> {
    try {
      await this.#tmux('kill-server');
    } catch {
      // A server whose last program has ended is gone already.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/**
 * What a tmux of its own shows of a file's bytes, once it has taken in all of them; questions in them go unheard.
 * One process asks for all: to start some took longer than what they do.
 */
export async function tmuxPicture({
  path,
  ...size
}: Pick<TmuxTerminalOptions, 'columns' | 'rows'> & {
  readonly path: string;
}): Promise<TmuxPicture> {
  const hook = ['set-hook', '-g', 'pane-title-changed', SIGNAL_SHOWN, ';'];
  const next = ['display-message', '-p', PART_END, ';'];
  const looks = [STATE_COMMAND, SCREEN_COMMAND, STYLED_COMMAND, HISTORY_COMMAND].flatMap((look) => [
    ...look,
    ';',
    ...next,
  ]);
  const started = startingWords({ ...size, command: ['sh', '-c', SHOW_FILE, path] }, hook);
  const all = [...started, ';', 'wait-for', SHOWN, ';', ...looks, 'kill-server'];
  const socket = newSocket();
  const seen = await runTmux(socket, all).catch(async (error: unknown) => {
    await runTmux(socket, ['kill-server']).catch(() => undefined);
    throw error;
  });
  const [told = '', text = '', rows = '', history = ''] = seen.split(`${PART_END}\n`);
  const state = stateOf(told);
  return {
    state,
    text: splitLines(text),
    rows: splitLines(rows),
    history: state.historyLines === '0' ? [] : splitLines(history),
  };
}

function newSocket(): string {
  serversStarted += 1;
  return `codex-voice-test-${process.pid}-${serversStarted}`;
}

/** A server with one pane; `before` it, more of tmux's commands. */
function startingWords(options: TmuxTerminalOptions, before: readonly string[] = []): string[] {
  const { columns, rows, command, cwd = process.cwd(), env = {} } = options;
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const settings = [
    ['status', 'off'],
    ['history-limit', `${HISTORY_LINES}`],
    ['default-terminal', 'tmux-256color'],
    ['escape-time', '0'],
    ['remain-on-exit', 'on'],
    ['remain-on-exit-format', ''],
  ].flatMap(([name, value]) => ['set-option', '-g', `${name}`, `${value}`, ';']);
  const session = ['new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', cwd];
  const words = [...settings, ...before, ...session, ...variables, '--', ...command];
  return ['-f', '/dev/null', 'start-server', ';', ...words];
}

async function runTmux(socket: string, args: readonly string[]): Promise<string> {
  const { TMUX: _outer, ...env } = process.env;
  const { stdout } = await run('tmux', ['-u', '-L', socket, ...args], {
    env,
    maxBuffer: LARGEST_CAPTURE_BYTES,
    timeout: TIMEOUT_MS,
  });
  return stdout;
}

function stateOf(output: string): TmuxState {
  const values = splitLines(output);
  const pairs = Object.keys(STATE_FORMATS).map((name, index) => [name, values[index] ?? '']);
  // The names are exactly the keys of the formats.
  return Object.fromEntries(pairs) as TmuxState;
}

function splitLines(output: string): string[] {
  return output.replace(/\n$/, '').split('\n');
}

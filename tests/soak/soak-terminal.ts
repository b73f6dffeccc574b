// A client in a terminal whose settings and modes are looked at when the client has ended, however it did, unless
// it was killed: then nobody can put them back.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ScratchHome, TerminalProgram, VirtualTerminal } from '@codex-voice/testing';
import { LAUNCHER } from '../program/command.ts';

/**
 * After the client the shell compares the terminal's settings: its own status says whether they
 * are the same, and what it prints how the client ended. Keys that come
 * too late for the client reach what the shell starts then, as signals, and take what it prints off its way.
 */
const shell = (afterwards: string): string =>
  `trap : QUIT INT; before=$(stty -g); "$0" "$@"; status=$?; trap '' QUIT INT; ${afterwards}; echo "status=$status"; test "$before" = "$(stty -g)" || exit ${OTHER_SETTINGS_STATUS}; test "$status" != 131 || exit ${LATE_KEY_STATUS}; exit 0`;
const OTHER_SETTINGS_STATUS = 3;
/** The leader, pressed again, came when the terminal had been given back: as SIGQUIT, which has what stands unread before it thrown away. */
const LATE_KEY_STATUS = 4;
/** A client that was asked to leave gets this long; a loaded machine makes it slow. */
const LEAVING_MS = 20_000;
const LOOK_EVERY_MS = 10;
const MOST_SEEN_UNITS = 4 * 2 ** 20;
/** What a client says when it has left its session. */
const LEFT = ' goes on: codex-voice attach';

export interface SoakTerminalParts {
  readonly home: ScratchHome;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
  readonly size: { readonly columns: number; readonly rows: number };
  /** A command of the shell behind the client; absent: none. */
  readonly afterwards?: string;
  /** Found wrong after the client's end. */
  readonly onWrong: (what: string) => void;
  readonly onRestored: () => void;
}

/** What a terminal was sent and how it was resized, the last of it: one JSON array a line, as an asciicast has them. */
class LastSeen {
  readonly #events: string[] = [];
  #units = 0;
  readonly #sinceMs = performance.now();

  add(code: 'o' | 'r', data: string): void {
    const seconds = (performance.now() - this.#sinceMs) / 1_000;
    const event = JSON.stringify([Number(seconds.toFixed(3)), code, data]);
    this.#events.push(event);
    this.#units += event.length;
    while (this.#units > MOST_SEEN_UNITS) this.#units -= this.#events.shift()?.length ?? 0;
  }

  get text(): string {
    return this.#events.join('\n');
  }
}

export class SoakTerminal {
  readonly program: TerminalProgram;
  readonly #seen = new LastSeen();
  readonly #parts: SoakTerminalParts;
  #wasKilled = false;
  #hasEnded = false;
  readonly #ended: Promise<void>;

  constructor(parts: SoakTerminalParts) {
    this.#parts = parts;
    this.#seen.add('r', `${parts.size.columns}x${parts.size.rows}`);
    this.program = new TerminalProgram({
      file: '/bin/sh',
      args: ['-c', shell(parts.afterwards ?? ':'), process.execPath, LAUNCHER, ...parts.args],
      cwd: parts.home.path,
      env: parts.env,
      ...parts.size,
      // A byte a unit: pieces end inside characters.
      onOutput: (chunk) => this.#seen.add('o', Buffer.from(chunk).toString('latin1')),
    });
    this.#ended = this.program.exited.then(({ exitCode }) => {
      this.#hasEnded = true;
      if (!this.#wasKilled) this.#look(exitCode);
    });
  }

  /** The last that it was sent, for who looks into what broke. */
  get lastSeen(): string {
    return this.#seen.text;
  }

  resize(size: SoakTerminalParts['size']): void {
    this.#seen.add('r', `${size.columns}x${size.rows}`);
    this.program.resize(size);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get text(): string {
    return this.program.terminal.screenText();
  }

  /** The client under the shell; undefined before it is there and after its end. */
  get pid(): number | undefined {
    return this.#parts.home.pids('client').find((pid) => parentOf(pid) === this.program.pid);
  }

  send(keys: string): void {
    if (!this.#hasEnded) this.program.send(keys);
  }

  /** As a shell's `fg`: where an agent stops right behind a key, as with Ctrl-Z, its client does, with its group. */
  toForeground(): void {
    if (!this.#hasEnded && stateOf(this.program.pid) === 'T')
      signalTo(-this.program.pid, 'SIGCONT');
  }

  kill(): boolean {
    const { pid } = this;
    if (pid === undefined) return false;
    this.#wasKilled = true;
    return signalTo(pid, 'SIGKILL');
  }

  /** Waits for what is on the screen; false: it did not come, or the client ended. */
  async shows(what: string | RegExp, patienceMs: number): Promise<boolean> {
    const deadlineMs = performance.now() + patienceMs;
    while (performance.now() < deadlineMs && !this.#hasEnded) {
      if (typeof what === 'string' ? this.text.includes(what) : what.test(this.text)) return true;
      await sleep(LOOK_EVERY_MS);
    }
    return false;
  }

  /** Leaves by `keys`, and again where they were lost on the way; answers whether it left by itself. */
  async leave(keys: string): Promise<boolean> {
    const deadlineMs = performance.now() + LEAVING_MS;
    while (!this.#hasEnded && performance.now() < deadlineMs) {
      this.toForeground();
      // A quit that comes when the client is gone takes the last it wrote off the terminal's way.
      if (this.pid !== undefined && !this.text.includes(LEFT)) this.send(keys);
      await Promise.race([this.#ended, sleep(1_000)]);
    }
    const left = this.#hasEnded;
    if (!left) this.#wasKilled = true;
    await this.close();
    return left;
  }

  /** Ends it however it stands. */
  async close(): Promise<void> {
    if (!this.#hasEnded) this.#wasKilled = true;
    await this.program.stop();
    await this.#ended;
  }

  #look(exitCode: number): void {
    const { onWrong, onRestored } = this.#parts;
    if (exitCode === LATE_KEY_STATUS) {
      onRestored();
      return;
    }
    const { terminal } = this.program;
    const fresh = new VirtualTerminal({ columns: terminal.columns, rows: terminal.rows });
    const wrong: string[] = [];
    if (exitCode === OTHER_SETTINGS_STATUS) wrong.push('the settings of the terminal are others');
    else if (exitCode !== 0) wrong.push(`the shell ended with ${exitCode}`);
    const [expected, found] = [fresh.snapshot(), terminal.snapshot()];
    for (const [mode, state] of Object.entries(expected.modes))
      if (found.modes[mode] !== state) wrong.push(`mode ${mode} is ${found.modes[mode]}`);
    if (found.active !== 'normal') wrong.push('the alternate screen is shown');
    if (!scrollsWhole(terminal)) wrong.push('a scroll region is left');
    fresh.dispose();
    if (wrong.length === 0) onRestored();
    else onWrong(`${wrong.join(', ')}; the screen:\n${this.text}`);
  }
}

/** Whether a line feed on the last row moves the first one out. */
function scrollsWhole(terminal: VirtualTerminal): boolean {
  terminal.feed('\u001b[1;1Hfirst\u001b[999;1H\n');
  return !terminal.screenRows()[0]?.startsWith('first');
}

export function signalTo(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false; // It has just ended.
  }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

/** `T`: stopped. */
export function stateOf(pid: number): string {
  try {
    return /\) (\w)/u.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '?';
  } catch {
    return 'gone';
  }
}

// A window that changes while an agent writes, and tells it, or says where its cursor is, too late: what was written
// meanwhile stands as the agent wrote it, with nothing of ours among it.
import { setTimeout as sleep } from 'node:timers/promises';
import { type PtyProcess, spawnPty } from '@codex-voice/pty';
import { VirtualTerminal, within } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome } from '../command.ts';
import { expectNothingLeft, until } from './session-rig.ts';

const LIMIT_MS = 120_000;
const BEFORE = { columns: 70, rows: 13 };
/** Some lines are written in it, in ms. */
const UNTOLD_MS = 80;
const UNTOLD_LINES = 4;
/** Few lines are written in it, so that what was wrong is still on the screen, in ms. */
const TOLD_MS = 60;
/** Our row comes back, and what is in doubt is drawn anew, long before on a machine at rest, in ms. */
const SETTLED_MS = 20_000;

/** Prints a line every so many seconds until it is sent one, and then which was the last. */
const counting = (seconds: number): string =>
  `stty -echo; i=0; (read -r x; kill -USR1 $$) <&3 & trap 'echo "last $i"; exec cat' USR1; while :; do i=$((i+1)); echo "line $i"; sleep ${seconds}; done`;

/** A terminal that tells its size, and reads what it is sent, when it is told to. */
class LateWindow implements Disposable {
  readonly terminal = new VirtualTerminal(BEFORE);
  readonly pty: PtyProcess;
  #unread: Uint8Array[] | undefined;

  constructor(home: Home, seconds = 0.02) {
    const command = ['bash', '-c', `exec 3<&0; ${counting(seconds)}`];
    const started = spawnPty({
      file: process.execPath,
      args: [LAUNCHER, 'run', '--no-voice', '--', ...command],
      cwd: home.path,
      env: home.env,
      ...BEFORE,
    });
    if (started.kind === 'failed') throw new Error(started.message);
    this.pty = started.pty;
    this.pty.onData((chunk) => {
      const own = chunk.slice();
      if (this.#unread === undefined) this.#feed(own);
      else this.#unread.push(own);
    });
  }

  /** Reads nothing from now on. */
  stall(): void {
    this.#unread ??= [];
  }

  read(): void {
    const unread = this.#unread ?? [];
    this.#unread = undefined;
    for (const bytes of unread) this.#feed(bytes);
  }

  /** The agent's rows, those below its last one left out. */
  rows(): string[] {
    const rows = this.terminal.screenRows().map((row) => row.trimEnd());
    return rows.slice(0, rows.findLastIndex((row) => /^(?:line|last) /u.test(row)) + 1);
  }

  /** What its rows would be without us. */
  ownRows(): string[] {
    const rows = this.rows();
    const last = Number(/\d+$/u.exec(rows.at(-1) ?? '')?.[0]);
    const count = rows.length - 1;
    return [
      ...Array.from({ length: count }, (_, at) => `line ${last - count + 1 + at}`),
      `last ${last}`,
    ];
  }

  #feed(bytes: Uint8Array): void {
    this.terminal.feed(bytes);
    const replies = this.terminal.takeReplies();
    if (replies !== '') this.pty.write(Buffer.from(replies, 'latin1'));
  }

  [Symbol.dispose](): void {
    this.terminal.dispose();
  }
}

/** The agent is stopped: in the end what it wrote last is all that stands above our row. */
async function expectOwnRows(window: LateWindow): Promise<void> {
  window.pty.write(Buffer.from('\r'));
  await until('last line', () => /last \d+/u.test(window.terminal.screenText()));
  const isOwn = (): boolean => window.rows().join('\n') === window.ownRows().join('\n');
  // Of rows that are not told which differ.
  await until('own rows', isOwn, SETTLED_MS).catch(() => undefined);
  expect(window.rows()).toEqual(window.ownRows());
  expect(window.rows().length).toBeGreaterThan(8);
  await until('our row', () => window.terminal.screenRows().at(-1)?.includes('keys') === true);
}

async function end(window: LateWindow, home: Home): Promise<void> {
  window.pty.write(Buffer.from('\u0004'));
  await within('end of the session', window.pty.exited);
  await expectNothingLeft(home);
}

test.each([
  ['taller', { columns: 70, rows: 30 }],
  ['wider', { columns: 90, rows: 13 }],
  ['narrower and taller', { columns: 62, rows: 20 }],
])(
  'bug: on a window that became %s, and told it late, our row stood among what was written meanwhile',
  async (_, size) => {
    using home = makeHome();
    using window = new LateWindow(home);
    await until('lines', () => window.terminal.screenText().includes('line 40'));
    window.terminal.resize(size);
    await sleep(UNTOLD_MS);
    window.pty.resize(size);
    await sleep(TOLD_MS);
    await expectOwnRows(window);
    await end(window, home);
  },
  LIMIT_MS,
);

test.each([600, 1_600])(
  'bug: where a window’s answer came %i ms late, lines were written over others, or some way below them',
  async (lateMs) => {
    using home = makeHome();
    // Slowly: what stood wrong would else be gone by the time it is looked at.
    using window = new LateWindow(home, 0.2);
    const size = { columns: 70, rows: 30 };
    await until('lines', () => window.terminal.screenText().includes('line 14'));
    window.stall();
    window.terminal.resize(size);
    // Some lines are on their way that it does not know of yet.
    await sleep(UNTOLD_LINES * 200);
    window.pty.resize(size);
    await sleep(lateMs);
    window.read();
    await expectOwnRows(window);
    await end(window, home);
  },
  LIMIT_MS,
);

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
/** Few lines are written in it, so that what was wrong is still on the screen, in ms. */
const TOLD_MS = 60;
/** Longer than an answer is waited for from a terminal that has answered before, in ms. */
const UNANSWERED_MS = 1_600;
/** Our row comes back, and what was doubted is drawn anew, long before, in ms. */
const SETTLED_MS = 2_000;

/** Prints a line every 20 ms until it is sent one, and then which was the last. */
const COUNTING =
  'i=0; (read -r x; kill -USR1 $$) <&3 & trap \'echo "last $i"; exec cat\' USR1; while :; do i=$((i+1)); echo "line $i"; sleep 0.02; done';

/** A terminal that tells its size, and reads what it is sent, when it is told to. */
class LateWindow implements Disposable {
  readonly terminal = new VirtualTerminal(BEFORE);
  readonly pty: PtyProcess;
  #unread: Uint8Array[] | undefined;

  constructor(home: Home) {
    const command = ['bash', '-c', `exec 3<&0; ${COUNTING}`];
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

  /** Rows with text but the last one, which is ours. */
  rows(): string[] {
    const rows = this.terminal.screenRows().slice(0, -1);
    return rows.map((row) => row.trimEnd()).filter((row) => row !== '');
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

/** The agent has stopped; what it wrote last is all that stands above our row. */
async function expectOwnRows(window: LateWindow): Promise<void> {
  await until('last line', () => /last \d+/u.test(window.terminal.screenText()));
  await sleep(SETTLED_MS);
  const rows = window.rows();
  const lines = rows.length - 1;
  const last = Number(rows.at(-1)?.replace('last ', ''));
  const own = Array.from({ length: lines }, (_, at) => `line ${last - lines + 1 + at}`);
  expect(rows).toEqual([...own, `last ${last}`]);
  expect(lines).toBeGreaterThan(5);
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
    window.pty.write(Buffer.from('\r'));
    await expectOwnRows(window);
    await end(window, home);
  },
  LIMIT_MS,
);

test(
  'bug: where a window’s answer came too late, lines were written over others, or some way below them',
  async () => {
    using home = makeHome();
    using window = new LateWindow(home);
    const size = { columns: 70, rows: 30 };
    await until('lines', () => window.terminal.screenText().includes('line 40'));
    window.stall();
    window.terminal.resize(size);
    await sleep(UNTOLD_MS);
    window.pty.resize(size);
    await sleep(TOLD_MS);
    window.pty.write(Buffer.from('\r'));
    await sleep(UNANSWERED_MS);
    window.read();
    await expectOwnRows(window);
    await end(window, home);
  },
  LIMIT_MS,
);

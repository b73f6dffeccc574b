// A terminal that does not read what it is sent: it slows neither the agent nor anyone else, its keeper
// does not keep it all for it, and once it reads again it has the screen.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PtyProcess, spawnPty } from '@codex-voice/pty';
import { processMemory, sized, VirtualTerminal, within } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome } from '../command.ts';
import { attach, expectNothingLeft, listedSessions, PATIENCE_MS, until } from './session-rig.ts';

/** The flood takes some 5 s by itself; on a loaded machine many times that, in ms. */
const LIMIT_MS = 300_000;
const LOOK_EVERY_MS = 20;
/** Text at the end of the output that is searched, in characters. */
const KEPT_TAIL = 4_096;
/** Far more than every buffer on the way holds, in bytes. */
const FLOOD_BYTES = sized({ usual: 80_000_000, full: 120_000_000 });
/** What the keeper may have grown by when it is over, in KiB: logs and scrollback, not the flood, which is more. */
const MOST_GROWTH_KIB = 60_000;

/** Waits for a line, floods, says so in a file, and goes on with whatever comes. */
const floodCommand = (home: Home): string[] => [
  'sh',
  '-c',
  `echo before; read -r line; yes 'a line of the flood, about as long as a line is' | head -c ${FLOOD_BYTES}; echo; echo flooded; touch '${join(home.path, 'flooded')}'; exec cat`,
];

const hasFlooded = (home: Home): boolean => existsSync(join(home.path, 'flooded'));

/** A terminal on the session that nobody reads yet. */
function unreadTerminal(home: Home, args: readonly string[]): PtyProcess {
  const started = spawnPty({
    file: process.execPath,
    args: [LAUNCHER, ...args],
    cwd: home.path,
    env: home.env,
    columns: 80,
    rows: 24,
  });
  if (started.kind === 'failed') throw new Error(started.message);
  return started.pty;
}

function keeperKib(home: Home): number {
  const [keeper = 0] = home.pids('keeper');
  return processMemory(keeper)?.residentKiB ?? 0;
}

/** Reads everything, looks at the end of it only: an emulator would be the slowest of all. */
class QuickReader {
  readonly #pty: PtyProcess;
  #tail = '';
  #lastMs = performance.now();

  constructor(pty: PtyProcess) {
    this.#pty = pty;
    pty.onData((chunk) => {
      this.#lastMs = performance.now();
      this.#tail = (this.#tail + Buffer.from(chunk).toString('latin1')).slice(-KEPT_TAIL);
    });
  }

  /** A flood takes as long as the machine needs for it: only what stands still is given up. */
  async shows(text: string): Promise<void> {
    this.#lastMs = performance.now();
    while (!this.#tail.includes(text)) {
      const stillMs = performance.now() - this.#lastMs;
      if (stillMs > PATIENCE_MS) throw new Error(`no ${text}, and nothing for ${PATIENCE_MS} ms`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  type(keys: string): void {
    this.#pty.write(Buffer.from(keys));
  }
}

test(
  'a viewer that reads nothing',
  async () => {
    using home = makeHome();
    const pty = unreadTerminal(home, ['run', '--no-voice', '--', ...floodCommand(home)]);
    const holder = new QuickReader(pty);
    await holder.shows('before');
    const viewer = unreadTerminal(home, ['attach', '--view']);
    await until('viewer', async () => (await listedSessions(home))[0]?.terminals === 2);
    const beforeKib = keeperKib(home);
    holder.type('\r');
    await holder.shows('flooded');
    expect(keeperKib(home) - beforeKib).toBeLessThan(MOST_GROWTH_KIB);
    const screen = new VirtualTerminal({ columns: 80, rows: 24 });
    viewer.onData((chunk) => screen.feed(chunk.slice()));
    holder.type('after the flood');
    await until('screen of the viewer', () => screen.screenText().includes('after the flood'));
    process.kill(viewer.pid, 'SIGKILL');
    await within('end of the viewer', viewer.exited);
    screen.dispose();
    holder.type('\r\u0004');
    expect((await within('end of the session', pty.exited)).exitCode).toBe(0);
    await expectNothingLeft(home);
  },
  LIMIT_MS,
);

test(
  'a holder that reads nothing, and one that takes over',
  async () => {
    using home = makeHome();
    const holder = unreadTerminal(home, ['run', '--no-voice', '--', ...floodCommand(home)]);
    const [session] = await until('session', async () => {
      const listed = await listedSessions(home);
      return listed.length > 0 && listed;
    });
    const beforeKib = keeperKib(home);
    expect(session?.held).toBe(true);
    holder.write(Buffer.from('\r'));
    await until('end of the flood', () => hasFlooded(home), LIMIT_MS / 2);
    expect(keeperKib(home) - beforeKib).toBeLessThan(MOST_GROWTH_KIB);
    await using other = attach(home, { args: ['--take'] });
    await other.waitForText('flooded', PATIENCE_MS);
    process.kill(holder.pid, 'SIGKILL');
    await within('end of the holder', holder.exited);
    other.send('\u0004');
    expect((await other.untilExited()).exitCode).toBe(0);
    await expectNothingLeft(home);
  },
  LIMIT_MS,
);

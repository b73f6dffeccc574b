// needs: tmux
// The whole program inside tmux, driven and read as a person does it: a shell in a pane, codex-voice
// started from it around the example agent, keys, resizes while it speaks, and the shell afterwards.
import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sized, TmuxTerminal } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { EXAMPLE_AGENT, type Home, LAUNCHER, makeHome, RECORDING } from '../program/command.ts';

/** The recording lasts 9 s; a loaded machine gets several times that. */
const PATIENCE_MS = 40_000;
/** Every picture of a pane is a process started: often enough to see, seldom enough to let others work. */
const LOOK_EVERY_MS = 100;
/** What a pane gets to be drawn anew after a resize, in ms. */
const SETTLED_MS = 700;
const USUAL = { columns: 80, rows: 24 };
const SMALL = { columns: 40, rows: 10 };
const LARGE = { columns: 120, rows: 40 };
/** Of the sizes nobody would make: one in so many is seen drawn, the others change before they are. */
const SEEN_DRAWN = 3;
const RESIZES = sized({ usual: 12, full: 30 });
const LEADER = 'C-\\';
const OUR_ROW = /Ctrl-\\ \?|F2 (?:talk|stop)|[●○◌] (?:ready|listening|hearing|starting)/u;

interface Size {
  readonly columns: number;
  readonly rows: number;
}

const run = promisify(execFile);

/** A pane with a shell whose prompt is `$ `. */
async function startShell(home: Home): Promise<TmuxTerminal> {
  const kept = Object.entries(home.env).flatMap(([name, value]) =>
    value === undefined || /^TERM/u.test(name) ? [] : [[name, value]],
  );
  return await TmuxTerminal.start({
    ...USUAL,
    command: ['sh', '-i'],
    cwd: home.path,
    env: { ...Object.fromEntries(kept), PS1: '$ ', TERM: 'tmux-256color' },
  });
}

async function startSession(pane: TmuxTerminal, options: readonly string[]): Promise<void> {
  const command = [process.execPath, LAUNCHER, 'run', ...options, '--', ...EXAMPLE_AGENT];
  await pane.sendText(`clear; echo above; ${command.map((word) => `'${word}'`).join(' ')}`);
  await pane.sendKeys('Enter');
  await untilShown(pane, /F2 talk/u);
}

async function untilShown(pane: TmuxTerminal, pattern: RegExp): Promise<string[]> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const rows = await pane.screenRows();
    if (pattern.test(rows.join('\n'))) return rows;
    if (performance.now() > deadlineMs) throw new Error(`no ${pattern}:\n${rows.join('\n')}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits for words however they are wrapped: what was said while the pane was narrow may stay so. */
async function untilSaid(pane: TmuxTerminal, words: string): Promise<void> {
  const letters = words.replaceAll(' ', '');
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const rows = await pane.screenRows();
    if (rows.join('').replaceAll(/\s/gu, '').includes(letters)) return;
    if (performance.now() > deadlineMs) throw new Error(`no ${words}:\n${rows.join('\n')}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits until two pictures in a row are the same, and hands that one back. */
async function settledRows(pane: TmuxTerminal): Promise<string[]> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (let before = await pane.screenRows(); ; ) {
    await sleep(SETTLED_MS);
    const rows = await pane.screenRows();
    if (rows.join('\n') === before.join('\n') || performance.now() > deadlineMs) return rows;
    before = rows;
  }
}

/** The same sizes each time, from 12 × 4 to 140 × 45. */
function randomSizes(count: number): Size[] {
  let seed = 20_261;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  return Array.from({ length: count }, () => ({ columns: 12 + next(129), rows: 4 + next(42) }));
}

/** The rows that look like ours, counted from the bottom: 0 is the last. */
function oursFromBelow(rows: readonly string[]): number[] {
  return rows.flatMap((row, index) => (OUR_ROW.test(row) ? [rows.length - 1 - index] : []));
}

/**
 * Waits until the agent's own terminal has the size that is left beside our row. By then we have asked tmux where
 * its cursor is, and our old row is erased: what is ours on the screen afterwards was drawn for this size.
 */
async function untilFollowed(home: Home, { columns, rows }: Size): Promise<void> {
  const [agent] = home.running().filter(({ command }) => command === EXAMPLE_AGENT.join(' '));
  if (agent === undefined) throw new Error('the agent does not run');
  const terminal = readlinkSync(`/proc/${agent.pid}/fd/0`);
  const wanted = `${rows - 1} ${columns}`;
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const size = (await run('stty', ['-F', terminal, 'size'])).stdout.trim();
    if (size === wanted) return;
    if (performance.now() > deadlineMs) throw new Error(`the agent has ${size}, not ${wanted}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits until our rows are as they should be; by itself: the last row of the pane is ours. */
async function untilOurs(
  pane: TmuxTerminal,
  holds = (rows: readonly string[]) => oursFromBelow(rows).includes(0),
): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const rows = await pane.screenRows();
    if (holds(rows)) return;
    if (performance.now() > deadlineMs) throw new Error(`not ours at the end:\n${rows.join('\n')}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits until our rows lie there, counted from the bottom, and holds them to it when all is drawn. */
async function expectOurs(pane: TmuxTerminal, below: readonly number[]): Promise<string[]> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  const isThere = (rows: readonly string[]): boolean => oursFromBelow(rows).join() === below.join();
  for (;;) {
    const early = await pane.screenRows();
    await sleep(SETTLED_MS);
    const rows = await pane.screenRows();
    if (isThere(early) && isThere(rows)) return rows;
    if (performance.now() > deadlineMs) expect(oursFromBelow(rows)).toEqual(below);
  }
}

/** Ends the agent and holds the pane to what any program leaves behind that ran in a shell. */
async function expectShellAgain(pane: TmuxTerminal): Promise<void> {
  await pane.sendKeys('C-d');
  await untilShown(pane, /^\$ $|^\$$/mu);
  const settled = await settledRows(pane);
  expect(oursFromBelow(settled)).toEqual([]);
  const prompt = settled.findLastIndex((row) => row.trim() === '$');
  expect(
    settled
      .slice(prompt + 1)
      .join('')
      .trim(),
  ).toBe('');
  const { cursor, cursorShown, mouse, origin, insert, cursorKeys } = await pane.state();
  expect({ cursor, cursorShown, mouse, origin, insert, cursorKeys }).toEqual({
    cursor: `2,${prompt}`,
    cursorShown: '1',
    mouse: '0000',
    origin: '0',
    insert: '0',
    cursorKeys: '0',
  });
  // Lines scroll over the whole height again, and nothing of ours is above.
  await pane.sendText('seq 1 60; echo us""able');
  await pane.sendKeys('Enter');
  const after = await untilShown(pane, /^usable\n\$/mu);
  expect(after.slice(-4)).toEqual(['59', '60', 'usable', '$']);
  expect((await pane.styledHistory()).filter((row) => OUR_ROW.test(row))).toEqual([]);
}

test('keys and words, all sizes of our rows, and the shell as it was', async () => {
  using home = makeHome();
  await using pane = await startShell(home);
  await startSession(pane, ['--mode', 'tap', '--audio', RECORDING]);
  expect(oursFromBelow(await pane.screenRows())).toEqual([0]);
  await pane.sendKeys(LEADER, 'h');
  // Of three rows the first has the state and the last the keys.
  await untilOurs(pane, (rows) => oursFromBelow(rows).join() === '2,0');
  await pane.sendKeys(LEADER, 'h');
  await expectOurs(pane, []);
  await pane.sendKeys(LEADER, 'h');
  await untilShown(pane, /F2 talk/u);
  expect(oursFromBelow(await pane.screenRows())).toEqual([0]);
  await pane.sendKeys('F2');
  await untilShown(pane, /F2 stop/u);
  await untilShown(pane, /› Fix the failing tests\./u);
  await untilShown(pane, /> Fix the failing tests\. Run the tests\./u);
  expect(oursFromBelow(await pane.screenRows())).toEqual([0]);
  await expectShellAgain(pane);
});

test('resizes while it speaks, three a person makes and many nobody would', async () => {
  using home = makeHome();
  await using pane = await startShell(home);
  await startSession(pane, ['--mode', 'tap', '--audio', RECORDING]);
  await pane.sendKeys('F2');
  await untilShown(pane, /F2 stop/u);
  for (const size of [SMALL, LARGE]) {
    await pane.resize(size);
    expect(await expectOurs(pane, [0])).toHaveLength(size.rows);
  }
  // Each is followed before the next one: of what tmux moves meanwhile a program learns nothing.
  for (const [at, size] of randomSizes(RESIZES).entries()) {
    await pane.resize(size);
    await untilFollowed(home, size);
    if (at % SEEN_DRAWN === 0) await untilOurs(pane);
  }
  await pane.resize(USUAL);
  await untilSaid(pane, '> Fix the failing tests. Run the tests.');
  await expectOurs(pane, [0]);
  await expectShellAgain(pane);
});

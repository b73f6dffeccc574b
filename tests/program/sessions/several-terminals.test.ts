// Several terminals on one session: one holds it, the others watch what fits into them, who takes over
// types and sizes, and whoever held before gets it all back on every way out.
import { setTimeout as sleep } from 'node:timers/promises';
import { sized, type TerminalProgram } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, startInTerminal } from '../command.ts';
import {
  attach,
  DETACH,
  exampleAgent,
  expectNothingLeft,
  PATIENCE_MS,
  rowsAgent,
  TAKE,
  type TerminalSize,
} from './session-rig.ts';

const LARGE: TerminalSize = { columns: 100, rows: 30 };
const SMALL: TerminalSize = { columns: 60, rows: 15 };
/** The agent's size in a terminal: ours is the last row. */
const sizeIn = ({ columns, rows }: TerminalSize): string => `size ${columns}x${rows - 1}`;

function startHolder(home: Home, size: TerminalSize): TerminalProgram {
  return startInTerminal({ home, args: ['run', '--no-voice', '--', ...rowsAgent()], ...size });
}

/** What the agent has drawn on this terminal, our row left out. */
function agentRows(program: TerminalProgram): string[] {
  return program.terminal
    .screenRows()
    .slice(0, -1)
    .map((row) => row.trimEnd());
}

test('one holds and types, the others see what fits and type nothing', async () => {
  using home = makeHome();
  await using holder = startHolder(home, LARGE);
  await holder.waitForText(sizeIn(LARGE), PATIENCE_MS);
  await using viewer = attach(home, { size: SMALL });
  await viewer.waitForText(sizeIn(LARGE), PATIENCE_MS);
  viewer.send('refused');
  // Beside what is told of voice, once that is known, the row of this terminal has no room for all of it.
  await viewer.waitForText('another termin', PATIENCE_MS);
  holder.send('typed');
  await viewer.waitForText('heard "typed"', PATIENCE_MS);
  await holder.waitForText('heard "typed"', PATIENCE_MS);
  const cropped = agentRows(holder)
    .slice(0, SMALL.rows - 1)
    .map((row) => row.slice(0, SMALL.columns).trimEnd());
  // A viewer is drawn a moment after the holder.
  await expect.poll(() => agentRows(viewer), { timeout: PATIENCE_MS }).toEqual(cropped);
  viewer.resize({ columns: 40, rows: 10 });
  const smaller = cropped.slice(0, 9).map((row) => row.slice(0, 40).trimEnd());
  await expect.poll(() => agentRows(viewer), { timeout: PATIENCE_MS }).toEqual(smaller);
  expect(agentRows(holder).join('\n')).toContain(`${sizeIn(LARGE)} changes 0.`);
  viewer.send(DETACH);
  expect((await viewer.untilExited()).exitCode).toBe(0);
  holder.send('Q');
  expect((await holder.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

const WAYS_OUT: readonly [string, (program: TerminalProgram) => void][] = [
  ['by key', (program) => program.send(DETACH)],
  ['killed', (program) => void process.kill(program.pid, 'SIGKILL')],
  ['hung up', (program) => void process.kill(program.pid, 'SIGHUP')],
];

test('who took over leaves by key, killed or hung up: the one before has it all back', async () => {
  using home = makeHome();
  await using first = startHolder(home, LARGE);
  await first.waitForText(sizeIn(LARGE), PATIENCE_MS);
  let heard = '';
  for (const [way, leave] of WAYS_OUT) {
    await using second = attach(home, { size: SMALL });
    await second.waitForText(sizeIn(LARGE), PATIENCE_MS);
    second.send(TAKE);
    await second.waitForText(sizeIn(SMALL), PATIENCE_MS);
    await first.waitForText(sizeIn(SMALL), PATIENCE_MS);
    second.send('S');
    heard += 'S';
    await first.waitForText(`heard "${heard}"`, PATIENCE_MS);
    first.send('refused');
    await first.waitForText('another terminal types', PATIENCE_MS);
    leave(second);
    await second.untilExited();
    await first.waitForText(sizeIn(LARGE), PATIENCE_MS);
    first.send('f');
    heard += 'f';
    await first.waitForText(`heard "${heard}"`, PATIENCE_MS);
    expect(agentRows(first)[LARGE.rows - 2], way).toMatch(/^row 29 +29 end$/u);
  }
  first.send('Q');
  expect((await first.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

test('taken and taken back by key; the last one out leaves the size', async () => {
  using home = makeHome();
  await using first = startHolder(home, LARGE);
  await first.waitForText(sizeIn(LARGE), PATIENCE_MS);
  await using second = attach(home, { args: ['--take'], size: SMALL });
  await second.waitForText(sizeIn(SMALL), PATIENCE_MS);
  first.send(TAKE);
  await first.waitForText(sizeIn(LARGE), PATIENCE_MS);
  await second.waitForText(sizeIn(LARGE), PATIENCE_MS);
  first.send(DETACH);
  expect((await first.untilExited()).exitCode).toBe(0);
  await second.waitForText(sizeIn(SMALL), PATIENCE_MS);
  second.send('mine');
  await second.waitForText('heard "mine"', PATIENCE_MS);
  second.send(DETACH);
  expect((await second.untilExited()).exitCode).toBe(0);
  await using watcher = attach(home, { args: ['--view'], size: LARGE });
  await watcher.waitForText(sizeIn(SMALL), PATIENCE_MS);
  await using third = attach(home, { size: LARGE });
  await third.waitForText(sizeIn(LARGE), PATIENCE_MS);
  // Its row told the size of before, for as long as it watched.
  await watcher.waitForText(`viewing ${LARGE.columns}×${LARGE.rows - 1}`, PATIENCE_MS);
  third.send('Q');
  expect((await third.untilExited()).exitCode).toBe(0);
  expect((await watcher.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

/** Resizes of the storm; the agent may hear of far fewer. */
const STORM = sized({ usual: 150, full: 500 });
/** Between two sizes that the agent may hear of, in ms. */
const CALM_MS = 50;

test('a storm of resizes is calmed, and the last one is in force', async () => {
  using home = makeHome();
  await using holder = startHolder(home, LARGE);
  await holder.waitForText(sizeIn(LARGE), PATIENCE_MS);
  await using viewer = attach(home, { size: SMALL });
  const startMs = performance.now();
  for (let at = 0; at < STORM; at += 1) {
    holder.resize({ columns: 40 + (at % 61), rows: 10 + (at % 21) });
    viewer.resize({ columns: 20 + (at % 31), rows: 5 + (at % 11) });
    await sleep(2);
  }
  const last = { columns: 91, rows: 27 };
  holder.resize(last);
  viewer.resize(LARGE);
  await holder.waitForText(sizeIn(last), PATIENCE_MS);
  await viewer.waitForText(sizeIn(last), PATIENCE_MS);
  await holder.waitForQuiet(300, PATIENCE_MS);
  // A machine under load makes the storm last, and lets the agent hear of more.
  const mostChanges = 2 + (performance.now() - startMs) / CALM_MS;
  const changes = /changes (\d+)\./u.exec(holder.terminal.screenText())?.[1];
  expect(Number(changes)).toBeLessThanOrEqual(mostChanges);
  await expect.poll(() => agentRows(holder)[last.rows - 2]).toMatch(/^row 26 +26 end$/u);
  // Beside a smaller session stands its edge.
  const seen = (): string[] => agentRows(viewer).map((row) => row.slice(0, last.columns).trimEnd());
  await expect.poll(() => seen().slice(0, last.rows - 1)).toEqual(agentRows(holder));
  holder.send('Q');
  await holder.untilExited();
  await viewer.untilExited();
  await expectNothingLeft(home);
});

test('bug: a terminal that was taken over wrote its last line right behind what the agent had shown there', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  await using before = startInTerminal({ home, env: agent.env, args });
  await before.waitForText('idle', PATIENCE_MS);
  before.send('a draft');
  await before.waitForText('› a draft', PATIENCE_MS);
  await using taker = attach(home, { args: ['--take'] });
  await taker.waitForText('› a draft', PATIENCE_MS);
  await before.waitForText('viewing', PATIENCE_MS);
  before.send(DETACH);
  expect((await before.untilExited()).exitCode).toBe(0);
  const rows = before.terminal.screenRows().map((row) => row.trimEnd());
  expect(rows).toContain('› a draft');
  const last = rows.findIndex((row) => row.includes('codex-voice attach'));
  expect(rows[last]).toMatch(/^\S+ goes on/u);
  expect(rows[last - 1]).toContain('a draft');
});

// What a window that changes its size leaves on the screen, and when our rows and the agent's output come then.
import { VirtualTerminal } from '@codex-voice/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { bytes, LARGE, painted, SMALL, stage } from './session-screen.test-support.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('our rows come back once the terminal has kept its size for a while, counted from the last resize', () => {
  const { screen, paints } = painted();
  screen.resize(LARGE, () => undefined);
  screen.positionReport({ row: 1, column: 1 });
  vi.advanceTimersByTime(300);
  screen.resize(SMALL, () => undefined);
  screen.positionReport({ row: 1, column: 1 });
  screen.agentOutput(bytes('\u001b[J'), 3);
  screen.invalidate();
  vi.advanceTimersByTime(399);
  expect(paints()).toBe(1);
  vi.advanceTimersByTime(10);
  expect(paints()).toBe(2);
  screen.end();
});

test('bug: a screen that was drawn just before a smaller size was told stood as it fell on that one', () => {
  const { screen, gaps } = painted();
  screen.resize(LARGE, () => undefined);
  screen.drawsAll();
  vi.advanceTimersByTime(300);
  // As tmux tells one after another.
  for (const rows of [9, 7]) {
    screen.resize({ ...LARGE, rows }, () => undefined);
    vi.advanceTimersByTime(250);
  }
  expect(gaps).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(gaps).toEqual(['all']);
  screen.drawsAll();
  screen.resize(LARGE, () => undefined);
  vi.advanceTimersByTime(1_000);
  screen.resize(SMALL, () => undefined);
  vi.advanceTimersByTime(1_000);
  expect(gaps).toEqual(['all']);
  screen.end();
});

test('another number of rows on the same terminal is painted at once', () => {
  const { screen, paints } = painted();
  screen.resize({ columns: 20, rows: 5, reservedRows: 2 }, () => screen.invalidate());
  vi.advanceTimersByTime(50);
  expect(paints()).toBe(2);
  screen.end();
});

test('a resize is settled by the answer to its own question, not by that to an earlier one', () => {
  const { screen, text } = painted();
  const told: string[] = [];
  screen.resize(LARGE, () => told.push('large'));
  screen.resize(SMALL, () => told.push('small'));
  screen.agentOutput(bytes('waits'), 5);
  screen.positionReport({ row: 9, column: 1 });
  expect([told, text().includes('waits')]).toEqual([[], false]);
  screen.positionReport({ row: 2, column: 1 });
  expect([told, text().includes('waits')]).toEqual([['small'], true]);
  screen.end();
});

test('a terminal that has answered before is waited for longer after a resize, and not for ever', () => {
  const { screen } = painted();
  const told: string[] = [];
  screen.resize(SMALL, () => told.push('same size'));
  screen.resize(LARGE, () => told.push('large'));
  vi.advanceTimersByTime(900);
  expect(told).toEqual(['same size']);
  vi.advanceTimersByTime(200);
  expect(told).toEqual(['same size', 'large']);
  screen.end();
});

test('rows that were written when the window may have changed untold may hold some of ours', () => {
  const { screen, gaps } = painted();
  screen.agentOutput(bytes('one\r\ntwo\r\n'), 10);
  vi.advanceTimersByTime(1_000);
  screen.resize(LARGE, () => undefined);
  vi.advanceTimersByTime(1_500);
  expect(gaps.splice(0)).toEqual([]);
  screen.agentOutput(bytes('three\r\n'), 17);
  screen.resize(SMALL, () => undefined);
  vi.advanceTimersByTime(1_500);
  expect(gaps.splice(0)).toEqual([2]);
  // There the agent draws everything anew.
  screen.agentOutput(bytes('\u001b[?1049h\u001b[H'), 28);
  screen.resize(LARGE, () => undefined);
  vi.advanceTimersByTime(1_500);
  expect(gaps).toEqual([]);
  screen.end();
});

test.each([
  [{ row: 9, column: 1 }, ['all']],
  [{ row: 1, column: 4 }, []],
])(
  'bug: what a late answer (%o) denied of the guess after a resize stood wrong for good',
  (answer, expected) => {
    const { screen, gaps } = painted();
    screen.agentOutput(bytes('one'), 3);
    screen.resize(LARGE, () => undefined);
    screen.agentOutput(bytes(' goes on'), 11);
    vi.advanceTimersByTime(1_100);
    expect(gaps.splice(0)).toEqual([1]);
    screen.positionReport(answer);
    screen.positionReport(answer);
    expect(gaps).toEqual(expected);
    screen.end();
  },
);

test('nothing is shown before a window that changed has said where its cursor is, whatever asks for it', () => {
  const { screen, text, gaps } = painted();
  screen.agentOutput(bytes('one'), 3);
  screen.resize(LARGE, () => undefined);
  screen.agentOutput(bytes(' waits'), 9);
  screen.hold('panel');
  screen.showUntil(9);
  screen.release('panel');
  vi.advanceTimersByTime(600);
  expect(text()).not.toContain('waits');
  screen.positionReport({ row: 9, column: 4 });
  expect(text()).toContain('\u001b[9;4H waits');
  vi.advanceTimersByTime(1_000);
  expect(gaps).not.toContain('all');
  screen.end();
});

test('a late answer has nothing drawn for a session that is over', () => {
  const { screen, gaps } = painted();
  screen.resize(LARGE, () => undefined);
  vi.advanceTimersByTime(1_100);
  screen.end();
  screen.positionReport({ row: 9, column: 1 });
  expect(gaps).toEqual([]);
});

test('a terminal that is lower than it was told to be has no copy of our row among the agent’s', () => {
  vi.useFakeTimers();
  const terminal = new VirtualTerminal(SMALL);
  const world = stage({ takes: true }, 'screen');
  let fed = 0;
  /** As a terminal does: takes what was written, and answers. */
  const show = (): void => {
    terminal.feed(world.text().slice(fed));
    fed = world.text().length;
    for (const [, row, column] of terminal.takeReplies().matchAll(/\u001b\[(\d+);(\d+)R/gu))
      world.screen.positionReport({ row: Number(row), column: Number(column) });
    if (world.text().length > fed) show();
  };
  const pass = (waitMs: number): void => {
    vi.advanceTimersByTime(waitMs);
    show();
  };
  world.screen.start();
  show();
  let written = 0;
  const write = (text: string): void => {
    written += text.length;
    world.screen.agentOutput(bytes(text), written);
    show();
  };
  write('one\r\ntwo\r\nthree');
  pass(200);
  expect(terminal.screenRows().at(-1)).toBe('our row');
  terminal.resize(LARGE);
  world.screen.resize(LARGE, () => undefined);
  show();
  write('\r\nfour\r\nfive\r\nsix\r\nseven');
  // The window has become lower again, and tells it later than it is so.
  terminal.resize(SMALL);
  pass(250);
  write('\r\neight');
  world.screen.resize(SMALL, () => undefined);
  show();
  pass(1_000);
  expect(terminal.screenRows().at(-1)).toBe('our row');
  const above = [...terminal.scrollbackRows(), ...terminal.screenRows()].slice(0, -1);
  // Also not one in which the agent has written meanwhile.
  expect(above.filter((row) => row !== '')).toEqual(
    'one two three four five six seven eight'.split(' '),
  );
  world.screen.end();
  terminal.dispose();
});

// What is kept back while the screen must stand still is shown afterwards, in order and whole, and the
// keeper is told how far the terminal has got.
import { PassthroughFilter } from '@codex-voice/ansi';
import { afterEach, expect, test, vi } from 'vitest';
import { bytes, painted, stage } from './session-screen.test-support.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('what comes during a hold follows when it is released, in order', () => {
  const { screen, text } = stage();
  screen.agentOutput(bytes('one '), 4);
  screen.hold('panel');
  screen.agentOutput(bytes('two '), 8);
  screen.draw(bytes('drawn '));
  screen.agentOutput(bytes('three'), 13);
  expect(text()).toBe('one ');
  screen.release('panel');
  expect(text()).toBe('one two drawn three');
  expect(screen.shownOffset).toBe(13);
});

test('output that came before is not shown again, and one that is missing is told until all is drawn anew', () => {
  const { screen, gaps, text } = stage();
  screen.agentOutput(bytes('one '), 4);
  screen.agentOutput(bytes('one '), 4);
  screen.agentOutput(bytes('three'), 13);
  screen.agentOutput(bytes('two '), 8);
  expect([text(), gaps]).toEqual(['one ', ['all']]);
  screen.draw(bytes('two three'));
  screen.continueFrom(13);
  screen.agentOutput(bytes(' four'), 18);
  expect(text()).toBe('one two three four');
});

test('two holds are over when both are', () => {
  const { screen, text } = stage();
  screen.hold('panel');
  screen.hold('resize');
  screen.agentOutput(bytes('x'), 1);
  screen.release('panel');
  expect(text()).toBe('');
  screen.release('resize');
  expect(text()).toBe('x');
});

test.each([0, 3, 4, 6, 8])('a hold shows the output up to offset %i and no more', (offset) => {
  const { screen, text } = stage();
  screen.hold('panel');
  screen.agentOutput(bytes('abcd'), 4);
  screen.agentOutput(bytes('efgh'), 8);
  screen.showUntil(offset);
  expect(text()).toBe('abcdefgh'.slice(0, offset));
  screen.release('panel');
  expect(text()).toBe('abcdefgh');
});

test('a chunk is the keeper’s again after the call, also when it is kept', () => {
  const { screen, text } = stage();
  const chunk = bytes('kept');
  screen.hold('panel');
  screen.agentOutput(chunk, 4);
  chunk.fill(0x78);
  screen.release('panel');
  expect(text()).toBe('kept');
});

test('the keeper is told of what is shown in steps, and not while the terminal is full', () => {
  const terminal = { takes: true };
  const { screen, shown, drain } = stage(terminal);
  const step = new Uint8Array(20_000).fill(0x2e);
  screen.agentOutput(step, 20_000);
  expect(shown).toEqual([]);
  screen.agentOutput(step, 40_000);
  expect(shown).toEqual([40_000]);
  terminal.takes = false;
  screen.agentOutput(step, 60_000);
  screen.agentOutput(step, 80_000);
  screen.agentOutput(step, 100_000);
  expect(shown).toEqual([40_000]);
  drain();
  expect(shown).toEqual([40_000, 100_000]);
});

function joined() {
  vi.useFakeTimers();
  const world = stage({ takes: true }, 'screen');
  world.screen.start();
  world.screen.positionReport({ row: 1, column: 1 });
  world.screen.invalidate();
  vi.advanceTimersByTime(50);
  expect(world.text()).not.toContain('our row');
  return world;
}

test('the screen of a session that is joined is drawn before our rows', () => {
  const { screen, text } = joined();
  screen.draw(bytes('first part '));
  screen.draw(bytes('second part'));
  expect(text()).not.toContain('our row');
  vi.advanceTimersByTime(10);
  expect(text()).toMatch(/first part second part.*our row/s);
  screen.end();
});

test('our rows do not wait for ever for the screen of a session', () => {
  const { screen, text } = joined();
  vi.advanceTimersByTime(60);
  expect(text()).toContain('our row');
  screen.end();
});

test('beginning anew drops what was kept of the past', () => {
  const { screen, text } = stage();
  screen.hold('panel');
  screen.agentOutput(bytes('old'), 3);
  screen.restart(new PassthroughFilter({ columns: 20, rows: 5, reservedRows: 0 }));
  screen.continueFrom(100);
  screen.release('panel');
  screen.agentOutput(bytes('new'), 103);
  expect(text()).not.toContain('old');
  expect(text()).toContain('new');
  expect(screen.shownOffset).toBe(103);
});

test('what went on is tallied: a key and its echo, a terminal that takes no more, and rows that had to wait', () => {
  vi.useFakeTimers();
  const terminal = { takes: true };
  const { screen, drain } = stage(terminal);
  screen.pressed();
  vi.advanceTimersByTime(5);
  screen.agentOutput(bytes('a'), 1);
  terminal.takes = false;
  screen.agentOutput(bytes('b'), 2);
  screen.agentOutput(bytes('c'), 3);
  drain();
  screen.agentOutput(bytes('d'), 4);
  const { echoMs, held, skipped } = screen.takeTallies();
  expect(echoMs).toEqual([5]);
  expect([held, skipped]).toEqual([2, 0]);
  expect(screen.takeTallies()).toEqual({ echoMs: [], held: 0, skipped: 0 });
});

test('no key is timed for a person who has switched metrics off, and the next one is when they are on again', () => {
  vi.useFakeTimers();
  const terminal = { takes: true, measures: false };
  const { screen } = stage(terminal);
  screen.pressed();
  vi.advanceTimersByTime(5);
  screen.agentOutput(bytes('a'), 1);
  expect(screen.takeTallies().echoMs).toEqual([]);
  vi.advanceTimersByTime(1_000);
  terminal.measures = true;
  screen.pressed();
  vi.advanceTimersByTime(7);
  screen.agentOutput(bytes('b'), 2);
  expect(screen.takeTallies().echoMs).toEqual([7]);
});

test('rows that can’t be painted are counted once, until they are', () => {
  vi.useFakeTimers();
  const { screen } = stage({ takes: true }, 'screen');
  screen.start();
  screen.agentOutput(bytes('\u001b['), 2);
  vi.advanceTimersByTime(1_000);
  screen.invalidate();
  vi.advanceTimersByTime(1_000);
  expect(screen.takeTallies().skipped).toBe(1);
});

/** Our row stands; the answer to one question was lost, and that to the next taken for it, some time ago. */
function withLostAnswer() {
  const world = painted();
  const { screen, text } = world;
  const questions = () => text().split('\u001b[6n').length - 1;
  let written = 0;
  /** Something after which only the terminal knows where its cursor is. */
  const write = (): void => {
    written += bytes('😀').length;
    screen.agentOutput(bytes('😀'), written);
    screen.invalidate();
    vi.advanceTimersByTime(50);
  };
  write();
  vi.advanceTimersByTime(300);
  expect(questions()).toBe(3);
  screen.positionReport({ row: 1, column: 3 });
  expect(screen.filter.cursor.certain).toBe(true);
  vi.advanceTimersByTime(10_000);
  return { ...world, questions, write };
}

test('bug: an answer that was lost cost a second question after each output from then on', () => {
  const { screen, questions, write } = withLostAnswer();
  write();
  expect(questions()).toBe(4);
  screen.positionReport({ row: 1, column: 5 });
  expect(screen.filter.cursor.certain).toBe(true);
  screen.end();
});

test('bug: an answer that a shell had read meanwhile cost the agent its own', () => {
  const { screen, ledger } = withLostAnswer();
  while (ledger.openOwn('cursor-position') > 1) ledger.take('cursor-position');
  screen.start();
  screen.agentOutput(bytes('\u001b[6n'), screen.shownOffset + 4);
  const askers = [1, 2, 3].map(() => ledger.take('cursor-position'));
  expect(askers).toEqual(['own', 'child', undefined]);
  screen.end();
});

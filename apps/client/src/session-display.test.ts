// What stands on a terminal whose window has changed while the session's screen was on its way to it.
import { PassthroughFilter, ReplyLedger } from '@codex-voice/ansi';
import type { KeeperEvent } from '@codex-voice/protocol';
import { VirtualTerminal } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HudState } from './hud-state.ts';
import { keyNames } from './key-names.ts';
import { SessionDisplay } from './session-display.ts';
import { writesTo } from './session-screen.test-support.ts';
import { SessionScreen } from './session-screen.ts';
import { ENGLISH } from './words/en.ts';

const OLD = { columns: 40, rows: 8 };
const NEW = { columns: 30, rows: 4 };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const bytes = (text: string): Uint8Array => Buffer.from(text);

function snapshot(size: typeof OLD, at: number): Extract<KeeperEvent, { type: 'snapshot' }> {
  return { type: 'snapshot', basis: 'fresh', at, size, viewportBytes: 1, bytes: 1 };
}

/** A terminal that was attached with the old size and has the new one by the time it is shown anything. */
function changedWindow() {
  const asked: string[] = [];
  const terminal = new VirtualTerminal(NEW);
  const filterFor = (size: typeof OLD) =>
    new PassthroughFilter({ ...size, reservedRows: 0, ledger: new ReplyLedger() });
  const screen = new SessionScreen({
    first: 'screen',
    filter: filterFor(OLD),
    output: writesTo((written) => {
      terminal.feed(written);
      return true;
    }),
    render: () => [],
    onShown: () => undefined,
    onWrong: () => asked.push('after a gap'),
    measures: () => false,
  });
  const hud = new HudState({
    ...{ agentName: 'Codex', keys: keyNames('default'), voice: 'on', mode: 'tap' },
    telling: { words: ENGLISH, sound: 'kept' },
  });
  const display = new SessionDisplay({
    ...{ screen, hud, words: ENGLISH.row, takeOver: undefined },
    newFilter: () => filterFor(screen.filter.childSize),
    askAnew: () => asked.push(`for ${screen.filter.childSize.rows} rows`),
    onRestart: () => undefined,
    changed: () => undefined,
  });
  const attached = (): void =>
    display.takeRole({ type: 'role', role: 'holder', why: 'attached', size: OLD });
  attached();
  screen.resize({ ...NEW, reservedRows: 0 }, () => undefined);
  return { asked, terminal, display, screen, attached };
}

test('bug: a window that changed while its first snapshot was on its way kept a screen drawn for its old size', () => {
  const { asked, terminal, display, attached } = changedWindow();
  display.snapshotBegins(snapshot(OLD, 7));
  display.snapshot(bytes('one\r\ntwo\r\nthree\r\nfour\r\nfive\u001b[5;5H'));
  display.output(bytes('!'), 8);
  // What the keeper sends by itself, before it has read what it is asked.
  display.snapshotBegins(snapshot(NEW, 8));
  display.snapshot(bytes('twice'));
  expect([asked, terminal.screenText().trim()]).toEqual([['for 4 rows'], '']);
  attached();
  display.snapshotBegins(snapshot(NEW, 8));
  display.snapshot(bytes('one\r\ntwo\r\nthree\r\nfour\r\nfive!'));
  display.output(bytes('?'), 9);
  expect(terminal.screenRows()).toEqual(['two', 'three', 'four', 'five!?']);
  // Nothing was shown of the first.
  expect(terminal.scrollbackRows().filter((row) => row !== '')).toEqual(['one']);
  expect(asked).toEqual(['for 4 rows']);
});

test('a session that is shown in another size all the same is asked for it once, and anew for another window', () => {
  const { asked, terminal, display, screen, attached } = changedWindow();
  for (const text of ['first', 'second']) {
    attached();
    display.snapshotBegins(snapshot(OLD, 5));
    display.snapshot(bytes(text));
  }
  expect([asked, terminal.screenText().trim()]).toEqual([['for 4 rows'], 'second']);
  screen.resize({ ...NEW, rows: 3, reservedRows: 0 }, () => undefined);
  display.snapshotBegins(snapshot(NEW, 5));
  expect(asked).toEqual(['for 4 rows', 'for 3 rows']);
});

test('bug: a holder whose screen was drawn anew took a session back that another had just taken', () => {
  const { display } = changedWindow();
  expect(display.holdAnew).toBe('if-free');
  display.takeRole({ type: 'role', role: 'viewer', why: 'taken', size: OLD });
  expect(display.holdAnew).toBe('never');
});

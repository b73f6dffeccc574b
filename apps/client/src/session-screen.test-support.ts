// A screen whose terminal is an array: what is written to it, and how it answers, is the test's.
import { PassthroughFilter, ReplyLedger } from '@codex-voice/ansi';
import type { TerminalOutput } from '@codex-voice/pty';
import { expect, vi } from 'vitest';
import { SessionScreen } from './session-screen.ts';

/** A terminal of which only what is written to it matters. */
export function writesTo(write: TerminalOutput['write']): TerminalOutput {
  return {
    write,
    onDrain: () => undefined,
    flush: () => Promise.resolve(),
    writeFinal: () => undefined,
    goOn: () => undefined,
    pendingBytes: 0,
    gone: false,
    close: () => undefined,
  };
}

export function stage(
  terminal: { takes: boolean; measures?: boolean } = { takes: true },
  first: 'rows' | 'screen' = 'rows',
) {
  const written: string[] = [];
  const shown: number[] = [];
  const gaps: (string | number)[] = [];
  let drained = (): void => undefined;
  const reservedRows = first === 'screen' ? 1 : 0;
  const ledger = new ReplyLedger();
  const screen = new SessionScreen({
    first,
    filter: new PassthroughFilter({ columns: 20, rows: 5, reservedRows, ledger }),
    output: {
      ...writesTo((bytes) => {
        written.push(Buffer.from(bytes).toString());
        return terminal.takes;
      }),
      onDrain: (listener) => {
        drained = listener;
      },
    },
    render: () => [bytes('our row')].slice(0, reservedRows),
    onShown: (offset) => shown.push(offset),
    onWrong: (what) => gaps.push(what === 'all' ? what : what()),
    measures: () => terminal.measures ?? true,
  });
  return { screen, ledger, shown, gaps, drain: () => drained(), text: () => written.join('') };
}

export const bytes = (text: string): Uint8Array => Buffer.from(text);

export const LARGE = { columns: 20, rows: 12, reservedRows: 1 };
export const SMALL = { columns: 20, rows: 5, reservedRows: 1 };

/** Our row stands, and the terminal has said once where its cursor is. */
export function painted() {
  vi.useFakeTimers();
  const world = stage({ takes: true }, 'screen');
  world.screen.start();
  world.screen.positionReport({ row: 1, column: 1 });
  vi.advanceTimersByTime(200);
  const paints = () => world.text().split('our row').length - 1;
  expect(paints()).toBe(1);
  return { ...world, paints };
}

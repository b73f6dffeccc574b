// Says in words how two terminals differ. The right one may have rows of its own at the bottom;
// those are not compared.
import { rowText, type SnapshotRow } from './terminal-cells.ts';
import type { ScreenSnapshot, TerminalSnapshot, VirtualTerminal } from './virtual-terminal.ts';

/** Differences reported before the rest is only counted: enough to see a pattern. */
const DEFAULT_LIMIT = 12;

/** What is compared, beyond the rows they share. All of it unless said otherwise. */
export interface CompareOptions {
  /** How many differences are spelled out. */
  limit?: number;
  /** Scrollback can't be the same after a window grew: emulators give lines back differently. */
  scrollback?: 'compared' | 'ignored';
  replies?: 'compared' | 'ignored';
  /** Modes can't be asked for while a sequence of the stream is unfinished. */
  modes?: 'compared' | 'ignored';
  /** Whether a row goes on from the one above: seen only when text is copied or reflowed. */
  wrapping?: 'compared' | 'ignored';
}

/**
 * Compares what a program drew raw (`left`, the smaller one) with what it drew through us (`right`):
 * every shared cell with its attributes, cursor, scrollback, modes, title, bells and replies.
 * An empty list means that nobody could tell them apart.
 */
export function compareTerminals(
  left: VirtualTerminal | TerminalSnapshot,
  right: VirtualTerminal | TerminalSnapshot,
  options: CompareOptions = {},
): string[] {
  const moment = options.modes === 'ignored' ? 'in-mid-stream' : 'between-sequences';
  const a = 'snapshot' in left ? left.snapshot(moment) : left;
  const b = 'snapshot' in right ? right.snapshot(moment) : right;
  const found: string[] = [];
  const compare = (name: string, one: unknown, other: unknown) => {
    const [before, after] = [JSON.stringify(one), JSON.stringify(other)];
    if (before !== after) found.push(`${name}: ${before} ≠ ${after}`);
  };
  compare('columns', a.columns, b.columns);
  compare('active screen', a.active, b.active);
  compare('cursor', a.cursor, b.cursor);
  for (const name of Object.keys(a.modes)) compare(`mode ${name}`, a.modes[name], b.modes[name]);
  compare('title', a.title, b.title);
  compare('bells', a.bells, b.bells);
  if (options.replies !== 'ignored') compare('replies', a.replies, b.replies);
  for (const screen of ['normal', 'alternate'] as const) {
    if (options.scrollback !== 'ignored') compareScrollback(found, screen, a[screen], b[screen]);
    compareRows(found, `${screen} row`, a[screen].rows, b[screen].rows);
    if (options.wrapping !== 'ignored')
      compareWrapping(found, screen, a[screen].rows, b[screen].rows);
  }
  const limit = options.limit ?? DEFAULT_LIMIT;
  if (found.length <= limit) return found;
  return [...found.slice(0, limit), `… and ${found.length - limit} more differences`];
}

function compareScrollback(
  found: string[],
  screen: string,
  a: ScreenSnapshot,
  b: ScreenSnapshot,
): void {
  if (a.scrollback.length !== b.scrollback.length) {
    found.push(`${screen} scrollback lines: ${a.scrollback.length} ≠ ${b.scrollback.length}`);
  }
  const shared = Math.min(a.scrollback.length, b.scrollback.length);
  const name = `${screen} scrollback line`;
  compareRows(found, name, a.scrollback.slice(0, shared), b.scrollback.slice(0, shared));
}

function compareRows(
  found: string[],
  name: string,
  left: readonly SnapshotRow[],
  right: readonly SnapshotRow[],
): void {
  for (const [index, one] of left.entries()) {
    const other = right[index] ?? { cells: [], wrapped: false };
    const column = firstDifference(one.cells, other.cells);
    if (column !== undefined) {
      const cells = `${one.cells[column]} ≠ ${other.cells[column]}`;
      const texts = `${JSON.stringify(rowText(one))} ≠ ${JSON.stringify(rowText(other))}`;
      found.push(`${name} ${index} column ${column}: ${cells} in ${texts}`);
    }
  }
}

function compareWrapping(
  found: string[],
  screen: string,
  left: readonly SnapshotRow[],
  right: readonly SnapshotRow[],
): void {
  for (const [index, { wrapped }] of left.entries()) {
    const other = right[index]?.wrapped;
    if (wrapped !== other) found.push(`${screen} row ${index} wrapped: ${wrapped} ≠ ${other}`);
  }
}

function firstDifference(left: readonly string[], right: readonly string[]): number | undefined {
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length; at += 1) if (left[at] !== right[at]) return at;
  return undefined;
}

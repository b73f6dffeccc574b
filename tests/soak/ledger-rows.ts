// Whether a terminal shows, in its scrollback and on its screen, the very rows that an agent's own output makes on
// a terminal that nobody has touched. Of an agent that writes whole lines no wider than any window, and rests.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { rowText, type SnapshotRow, VirtualTerminal } from '@codex-voice/testing';

/** Enough of a ledger for more rows than a session keeps. */
const TAIL_BYTES = 500_000;
/** Rows that are compared: a session keeps 5,000, some of them at home on a taller window. */
const COMPARED_ROWS = 4_800;
const TOLD_DIFFERENCES = 3;
/** The lowest window that a soak has is full, but for our row and the one that the cursor waits on. */
const LEAST_ROWS = 10;

/** What of a terminal is compared. */
export interface Compared {
  /** Rows at the bottom that are ours. */
  readonly reservedRows: number;
  /** `screen`: of the scrollback nothing, not its last row either: a window that grows while it is drawn on has its own. */
  readonly what: 'all' | 'screen';
}

/** The end of a file, from a line's beginning on. */
export function tailOf(path: string, most = TAIL_BYTES): Buffer {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const length = Math.min(size, most);
    const bytes = Buffer.alloc(length);
    readSync(fd, bytes, 0, length, size - length);
    return length === size ? bytes : bytes.subarray(bytes.indexOf('\n') + 1);
  } finally {
    closeSync(fd);
  }
}

/** The rows of a ledger as it is now. */
export class LedgerRows {
  readonly #tail: Buffer;
  readonly #last: string;
  readonly #bySize = new Map<string, readonly SnapshotRow[]>();

  constructor(path: string) {
    this.#tail = tailOf(path);
    this.#last = this.#tail.toString().trimEnd().split('\r\n').at(-1) ?? '';
  }

  /** Differences in words; none: nobody could tell them apart. */
  differences(shown: VirtualTerminal, { reservedRows, what }: Compared): readonly string[] {
    // What is still on its way is cheaply told: thousands of rows are compared cell by cell.
    // A written blank is none: a row of ours that was wrapped leaves some.
    const text = shown.screenRows().slice(0, shown.rows - reservedRows);
    const last = text.map((row) => row.trimEnd()).findLast((row) => row !== '') ?? '';
    if (last !== this.#last) return [`the last row is "${last}" and not "${this.#last}"`];
    const expected = this.#rows(shown.columns, shown.rows - reservedRows);
    const found = rowsOf(shown, reservedRows);
    const onScreen = text.findLastIndex((row) => row.trimEnd() !== '') + 1;
    if (onScreen < LEAST_ROWS) return [`no more than ${onScreen} rows stand on its screen`];
    return differencesOf(expected.slice(what === 'all' ? -COMPARED_ROWS : -onScreen), found);
  }

  #rows(columns: number, rows: number): readonly SnapshotRow[] {
    const key = `${columns}×${rows}`;
    const known = this.#bySize.get(key);
    if (known !== undefined) return known;
    const terminal = new VirtualTerminal({ columns, rows });
    terminal.feed(this.#tail);
    const made = rowsOf(terminal, 0);
    terminal.dispose();
    this.#bySize.set(key, made);
    return made;
  }
}

function differencesOf(
  expected: readonly SnapshotRow[],
  found: readonly SnapshotRow[],
): readonly string[] {
  const differences: string[] = [];
  for (let back = 1; back <= expected.length; back += 1) {
    const [one, other] = [expected.at(-back), found.at(-back)];
    if (one?.cells.join('\n') === other?.cells.join('\n')) continue;
    const [left, right] = [one, other].map((row) => (row === undefined ? 'no row' : rowText(row)));
    differences.push(`row ${back} from the end: "${right}" for "${left}"`);
    if (differences.length === TOLD_DIFFERENCES) break;
  }
  return differences;
}

/** Scrollback and screen in one, blank rows at the end left out. */
function rowsOf(terminal: VirtualTerminal, reservedRows: number): readonly SnapshotRow[] {
  const { normal } = terminal.snapshot('in-mid-stream');
  const own = normal.rows.slice(0, normal.rows.length - reservedRows);
  const all = [...normal.scrollback, ...own];
  const last = all.findLastIndex((row) => rowText(row) !== '');
  return all.slice(0, last + 1);
}

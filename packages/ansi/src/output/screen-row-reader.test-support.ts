// Writes the rows of a virtual terminal as rendition and text, as they would be sent to put back what
// was drawn over: a slow reader of cells that knows nothing of how they are drawn.
import type { SnapshotRow, VirtualTerminal } from '@codex-voice/testing';
import type { ScreenRow } from './screen-rows.ts';

const FLAGS: Readonly<Record<string, string>> = {
  bold: '1',
  dim: '2',
  italic: '3',
  blink: '5',
  inverse: '7',
  invisible: '8',
  strike: '9',
  overline: '53',
};

/**
 * The screen that is shown, every row of it; undefined where the emulator keeps what no text makes
 * again: a mark without a letter in a cell of no width, an underline in no style.
 */
export function screenRowsOf(terminal: VirtualTerminal): ScreenRow[] | undefined {
  const snapshot = terminal.snapshot('in-mid-stream');
  const { rows } = snapshot[snapshot.active];
  const isStray = (cell: string, index: number, cells: readonly string[]) =>
    /underline:0/u.test(cell) || (/^(\{|$)/u.test(cell) && !/\{wide/u.test(cells[index - 1] ?? ''));
  if (rows.some(({ cells }) => cells.some(isStray))) return undefined;
  return rows.map((row, index) => {
    const bytes = new TextEncoder().encode(textOf(row));
    const goesOn = rows[index + 1]?.wrapped === true;
    return goesOn ? { row: index, bytes, goesOn } : { row: index, bytes };
  });
}

function textOf(row: SnapshotRow): string {
  return `${row.cells.map(cellText).join('')}\x1b[m`;
}

/** A cell as `terminal-cells.ts` describes it, `A{bold fg:2}`, in SGR. */
function cellText(cell: string): string {
  const [, characters = '', attributes = ''] = /^(.*?)(?:\{([^{]+)\})?$/su.exec(cell) ?? [];
  const codes = attributes.split(' ').flatMap(codesOf);
  return `\x1b[${['0', ...codes].join(';')}m${characters.replace(/^·$/u, ' ')}`;
}

/** SGR 59 leaves a colour of its own behind in this emulator. */
const RESET_UNDERLINE_COLOUR = 0xffffff;

function underlineColour(colour: number): string[] {
  if (colour === RESET_UNDERLINE_COLOUR) return ['59'];
  return colour >= 0 && colour <= 255 ? [`58;5;${colour}`] : [];
}

function codesOf(attribute: string): string[] {
  const flag = FLAGS[attribute];
  if (flag !== undefined) return [flag];
  const [name, first = '', second = ''] = attribute.split(':');
  if (name === 'underline') {
    return [`4:${first}`, ...underlineColour(Number(second))];
  }
  if (name !== 'fg' && name !== 'bg') return [];
  const base = name === 'fg' ? 38 : 48;
  if (!first.startsWith('#')) return [`${base};5;${first}`];
  const rgb = Number(first.slice(1));
  return [`${base};2;${(rgb >> 16) & 255};${(rgb >> 8) & 255};${rgb & 255}`];
}

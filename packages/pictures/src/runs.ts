// Runs of cells that look alike, as they are drawn: where they begin, how wide they are, and in which
// colours. What a colour's number means is palette.ts's.
import type { CellLook } from './cell-looks.ts';
import { colourValue, mixed, SCREEN } from './palette.ts';

export interface Look {
  /** 0xRRGGBB. */
  readonly foreground: number;
  /** 0xRRGGBB; undefined: the screen's own. */
  readonly background: number | undefined;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  readonly lines: 'none' | 'underline' | 'line-through';
}

export interface Run {
  /** Counted from 0. */
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly look: Look;
}

/** Faint text keeps as much of its colour. */
const DIM_SHARE = 0.62;

/** The runs of a row; empty ones at its end are left out. */
export function runsOf(cells: readonly CellLook[]): readonly Run[] {
  const runs: Run[] = [];
  let column = 0;
  for (const cell of cells) {
    const last = runs.at(-1);
    const look = afterLook(shownLook(cell), { cell, last });
    if (last !== undefined && isSame(last.look, look)) {
      runs[runs.length - 1] = {
        ...last,
        columns: last.columns + cell.columns,
        text: last.text + cell.text,
      };
    } else runs.push({ column, columns: cell.columns, text: cell.text, look });
    column += cell.columns;
  }
  while (isEmpty(runs.at(-1))) runs.pop();
  return runs;
}

/** A blank belongs to what is before it, where only the ground could tell. */
function afterLook(
  look: Look,
  { cell, last }: { readonly cell: CellLook; readonly last: Run | undefined },
): Look {
  if (last === undefined || cell.text !== ' ' || look.lines !== 'none') return look;
  const isAlike = last.look.lines === 'none' && last.look.background === look.background;
  return isAlike ? last.look : look;
}

function isEmpty(run: Run | undefined): boolean {
  if (run === undefined) return false;
  const { text, look } = run;
  return text.trim() === '' && look.background === undefined && look.lines === 'none';
}

function isSame(one: Look, other: Look): boolean {
  return (
    one.foreground === other.foreground &&
    one.background === other.background &&
    one.isBold === other.isBold &&
    one.isItalic === other.isItalic &&
    one.lines === other.lines
  );
}

/** What can't be told from a blank looks like any other blank. */
function shownLook({ text, foreground, background, attributes }: CellLook): Look {
  const has = (name: (typeof attributes)[number]): boolean => attributes.includes(name);
  const ink = foreground === undefined ? SCREEN.foreground : colourValue(foreground);
  const ground = background === undefined ? undefined : colourValue(background);
  const below = has('inverse') ? ink : ground;
  const above = has('inverse') ? (ground ?? SCREEN.background) : ink;
  const lines = has('underline') ? 'underline' : has('strike') ? 'line-through' : 'none';
  const isBlank = text === ' ' && lines === 'none';
  return {
    foreground: isBlank
      ? SCREEN.foreground
      : has('dim')
        ? mixed(above, below ?? SCREEN.background, DIM_SHARE)
        : above,
    background: below === SCREEN.background ? undefined : below,
    isBold: !isBlank && has('bold'),
    isItalic: !isBlank && has('italic'),
    lines,
  };
}

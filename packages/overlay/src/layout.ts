// Fits pieces into a row: as the row gets narrower, the least important thing said makes way first. Knows nothing of what the pieces say.
import { type Span, spansWidth } from './span.ts';

/** One thing in the row, in as many ways to say it as there are. */
export interface Piece {
  readonly side: 'left' | 'right';
  /** Longest first. When even the last has to make way, the piece goes. */
  readonly forms: readonly PieceForm[];
}

export interface PieceForm {
  /** What the room for this form is worth against all other pieces' forms: the lightest makes way. */
  readonly weight: number;
  readonly spans: readonly Span[];
}

/** The one text that takes whatever room the pieces leave. */
export interface Filling {
  /** Pieces lighter than this make way until `comfortWidth` cells are free. */
  readonly weight: number;
  readonly comfortWidth: number;
  /** The text cut to `width` cells. Empty: nothing worth showing fits. */
  readonly fit: (width: number) => readonly Span[];
}

/** Cells between two pieces, and beside the filling. */
const GAP = 2;

/** Cells kept free at the right edge, as at the left: the row breathes. */
const MARGIN = 1;

/** Lays pieces and filling out in a row of at most `columns` cells. */
export function layOut(
  pieces: readonly Piece[],
  filling: Filling | undefined,
  columns: number,
): readonly Span[] {
  const margin = columns > MARGIN * 4 ? MARGIN : 0;
  const room = columns - 2 * margin;
  const shown = fitPieces(pieces, filling, room);
  const left = joined(shown, 'left');
  const right = joined(shown, 'right');
  const leftWidth = spansWidth(left);
  const rightWidth = spansWidth(right);
  const leftGap = leftWidth > 0 ? GAP : 0;
  const rightGap = rightWidth > 0 ? GAP : 0;
  const free = room - leftWidth - leftGap - rightWidth - rightGap;
  const middle = filling === undefined || free <= 0 ? [] : filling.fit(free);
  const body = middle.length > 0 ? [...left, blank(leftGap), ...middle] : left;
  const fill = rightWidth > 0 ? [blank(room - spansWidth(body) - rightWidth), ...right] : [];
  return [blank(margin), ...body, ...fill];
}

/** A piece with the forms it may still take; the first is the one shown. */
type Placed = Pick<Piece, 'side'> & { readonly forms: readonly [PieceForm, ...PieceForm[]] };

/** Takes the lightest form away until everything fits. */
function fitPieces(
  pieces: readonly Piece[],
  filling: Filling | undefined,
  room: number,
): readonly Placed[] {
  let placed = pieces.flatMap(place);
  for (;;) {
    const weight = Math.min(...placed.map(({ forms }) => forms[0].weight));
    const lightest = placed.find(({ forms }) => forms[0].weight === weight);
    if (lightest === undefined) return placed;
    const givesWay = filling !== undefined && weight < filling.weight;
    const wanted = givesWay ? filling.comfortWidth + GAP : 0;
    if (widthOf(placed) + wanted <= room) return placed;
    placed = placed.flatMap((piece) =>
      piece === lightest ? place({ side: piece.side, forms: piece.forms.slice(1) }) : [piece],
    );
  }
}

function place({ side, forms }: Piece): readonly Placed[] {
  const [first, ...rest] = forms;
  return first === undefined ? [] : [{ side, forms: [first, ...rest] }];
}

function widthOf(placed: readonly Placed[]): number {
  const gaps = Math.max(0, placed.length - 1) * GAP;
  return placed.reduce((sum, { forms }) => sum + spansWidth(forms[0].spans), gaps);
}

function joined(placed: readonly Placed[], side: Piece['side']): readonly Span[] {
  return placed
    .filter((piece) => piece.side === side)
    .flatMap(({ forms }, index) => [...(index > 0 ? [blank(GAP)] : []), ...forms[0].spans]);
}

function blank(width: number): Span {
  return { text: ' '.repeat(Math.max(0, width)), role: 'text' };
}

// The sizes the incoming side corrects for: how high the terminal is and how much of it is ours.

/** The terminal as it really is. */
export interface InputGeometry {
  /** Rows of the person's terminal. */
  readonly rows: number;
  /** Rows at its bottom that are ours; 0 when nothing of us is shown. */
  readonly reservedRows: number;
}

/** Rows the child believes in; at least one. */
export function childRows(geometry: InputGeometry): number {
  return Math.max(1, geometry.rows - geometry.reservedRows);
}

/** What a number of rows becomes for the child when the terminal reports it. */
export function withoutReserved(rows: number, geometry: InputGeometry): number {
  return rows > geometry.reservedRows ? rows - geometry.reservedRows : Math.min(rows, 1);
}

/** What a height in pixels becomes for the child: its share of the rows, rounded down. */
export function heightWithoutReserved(
  heightPx: number,
  rows: number,
  geometry: InputGeometry,
): number {
  if (rows <= 0) return heightPx;
  return Math.floor((heightPx * withoutReserved(rows, geometry)) / rows);
}

// Makes replies true for the child: those that give away the terminal's real height are rewritten,
// every other reply is none of this file's business.
import {
  childRows,
  heightWithoutReserved,
  type InputGeometry,
  withoutReserved,
} from './geometry.ts';

/**
 * The corrected form of a CSI reply, given what stands between `CSI` and the final character;
 * undefined when it goes through as it is. Cursor positions are `correctCursorPosition`'s.
 */
export function correctCsiReply(
  body: string,
  final: string,
  geometry: InputGeometry,
): string | undefined {
  const corrected = final === 't' ? sizeReply(body, geometry) : extentReply(body, final, geometry);
  return corrected === undefined || corrected === body ? undefined : `\x1b[${corrected}${final}`;
}

/** XTWINOPS 8 (cells) and 4 (pixels), and the in-band resize report 48. */
function sizeReply(body: string, geometry: InputGeometry): string | undefined {
  const match = /^(4|8|48);(\d+);(\d+)(?:;(\d+);(\d+))?$/u.exec(body);
  if (match === null) return undefined;
  const [, kind, height = '', width = '', heightPx, widthPx] = match;
  if (kind === '4' && heightPx === undefined) {
    const corrected = heightWithoutReserved(Number(height), geometry.rows, geometry);
    return geometry.reservedRows === 0 ? undefined : `4;${corrected};${width}`;
  }
  if (geometry.reservedRows === 0) return undefined;
  const rows = withoutReserved(Number(height), geometry);
  if (kind === '8' && heightPx === undefined) return `8;${rows};${width}`;
  if (kind === '48' && heightPx !== undefined && widthPx !== undefined) {
    const pixels = heightWithoutReserved(Number(heightPx), Number(height), geometry);
    return `48;${rows};${width};${pixels};${widthPx}`;
  }
  return undefined;
}

/** DECRPDE, the displayed extent: `CSI height;width;left;top;page " w`. */
function extentReply(body: string, final: string, geometry: InputGeometry): string | undefined {
  const match = final === 'w' ? /^(\d+)((?:;\d+){4}")$/u.exec(body) : null;
  if (match === null || geometry.reservedRows === 0) return undefined;
  return `${withoutReserved(Number(match[1]), geometry)}${match[2]}`;
}

/**
 * The corrected body of a DECRQSS reply (what stands between `$ r` and ST): margins never end
 * below the child's last row, page and screen heights are the child's. Undefined: as it is.
 */
export function correctSettingReply(body: string, geometry: InputGeometry): string | undefined {
  const margins = /^(\d+);(\d+)r$/u.exec(body);
  if (margins !== null) {
    const limit = childRows(geometry);
    return Number(margins[2]) > limit ? `${margins[1]};${limit}r` : undefined;
  }
  const height = /^(\d+)(t|\*\|)$/u.exec(body);
  if (height === null || geometry.reservedRows === 0) return undefined;
  return `${withoutReserved(Number(height[1]), geometry)}${height[2]}`;
}

/** A cursor position as the terminal reports it, 1-based. */
export interface CursorPosition {
  readonly row: number;
  readonly column: number;
}

/** Reads `CSI row;column R` and `CSI ? row;column[;page] R`; undefined for anything else. */
export function readCursorPosition(body: string, final: string): CursorPosition | undefined {
  const match = final === 'R' ? /^\??(\d+);(\d+)(?:;\d+)?$/u.exec(body) : null;
  if (match === null) return undefined;
  return { row: Number(match[1]), column: Number(match[2]) };
}

/** The corrected body of a cursor position below the child's last row; undefined: as it is. */
export function correctCursorPosition(body: string, geometry: InputGeometry): string | undefined {
  const limit = childRows(geometry);
  const row = Number(/^\??(\d+)/u.exec(body)?.[1] ?? 1);
  return row > limit ? body.replace(/\d+/u, String(limit)) : undefined;
}

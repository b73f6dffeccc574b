// Decides whose a mouse report is: the child's, or ours because it happens on our rows. Keeps who
// owns the buttons that are down; reading and writing reports is mouse-report.ts's.
import { childRows, type InputGeometry } from './geometry.ts';
import {
  buttonName,
  buttonNumber,
  type HudMouseButton,
  type HudMousePhase,
  isWheel,
  type MouseReport,
  mousePhase,
  writeMouse,
} from './mouse-report.ts';
import type { MouseEncoding } from './sequence-scan.ts';

/** A mouse report on our rows. */
export interface HudMouse {
  readonly kind: 'hud-mouse';
  /** 1 is our first row. Outside 1…reserved rows while a drag that began on ours has left them. */
  readonly row: number;
  /** 1-based. In pixels under `sgr-pixels`, where the width of a cell is not known here. */
  readonly column: number;
  readonly button: HudMouseButton;
  readonly phase: HudMousePhase;
}

export type MouseRoute =
  | { readonly kind: 'pass' }
  | { readonly kind: 'rewrite'; readonly bytes: Uint8Array }
  | HudMouse;

/** Where and how reports are to be read. */
export interface MouseSurroundings {
  readonly geometry: InputGeometry;
  readonly encoding: MouseEncoding;
  /** Height of a cell in pixels; undefined while unknown: pixel reports then pass as they are. */
  readonly cellHeightPx: number | undefined;
}

type Owner = 'child' | 'hud';

/** Remembers which side the buttons that are down belong to. */
export class MouseRouter {
  /** Everything pressed while one button is down belongs to whoever got the first press. */
  #owner: Owner | undefined;
  /** At most one entry per button number, of which there are twelve. */
  readonly #down = new Set<number>();

  /** Where one report goes. */
  route(report: MouseReport, surroundings: MouseSurroundings): MouseRoute {
    const { geometry, encoding, cellHeightPx } = surroundings;
    if (geometry.reservedRows === 0) return { kind: 'pass' };
    const isPixels = encoding === 'sgr-pixels' && report.format === 'sgr';
    if (isPixels && cellHeightPx === undefined) return { kind: 'pass' };
    const unitsPerRow = isPixels && cellHeightPx !== undefined ? cellHeightPx : 1;
    const row = Math.ceil(report.y / unitsPerRow);
    const lastRow = childRows(geometry);
    const owner = this.#ownerOf(report, row > lastRow ? 'hud' : 'child');
    if (owner === 'hud') {
      return {
        kind: 'hud-mouse',
        row: row - lastRow,
        column: report.x,
        button: buttonName(report),
        phase: mousePhase(report),
      };
    }
    if (row <= lastRow) return { kind: 'pass' };
    const limit = Math.floor(lastRow * unitsPerRow);
    return { kind: 'rewrite', bytes: writeMouse(report, limit, encoding) };
  }

  #ownerOf(report: MouseReport, here: Owner): Owner {
    const owner = this.#owner ?? here;
    if (isWheel(report)) return owner;
    const phase = mousePhase(report);
    if (phase === 'press') {
      this.#down.add(buttonNumber(report));
      this.#owner = owner;
    } else if (phase === 'release') {
      if (report.format === 'sgr') this.#down.delete(buttonNumber(report));
      else this.#down.clear();
      if (this.#down.size === 0) this.#owner = undefined;
    } else if (phase === 'move') {
      // No button is down, whatever was missed: a lost release must not keep the mouse for ever.
      this.#down.clear();
      this.#owner = undefined;
      return here;
    }
    return owner;
  }
}

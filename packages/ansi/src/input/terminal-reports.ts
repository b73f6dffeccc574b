// What the terminal itself says, as against its person: mouse reports, cursor positions, sizes.
// Takes what is ours and corrects what would give the real height away; keys are not its business.
import type { InputGeometry } from './geometry.ts';
import { type Outcome, PASS } from './input-event.ts';
import { decodeCsi } from './key-decode.ts';
import { type MouseReport, readByteMouse, readCsiMouse } from './mouse-report.ts';
import { MouseRouter } from './mouse-router.ts';
import {
  correctCsiReply,
  correctCursorPosition,
  correctSettingReply,
  readCursorPosition,
} from './reply-correction.ts';
import type { MouseEncoding, Scan } from './sequence-scan.ts';

/** Who asked for the cursor position that the terminal reports next. */
export interface CursorReplyLedger {
  /** Settles the oldest open query and says whose it was; undefined when none is open. */
  take(query: 'cursor-position'): 'child' | 'own' | undefined;
}

/** Knows the geometry and who asked what. */
export class TerminalReports {
  /** The encoding that the child last asked mouse reports in. */
  mouseEncoding: MouseEncoding = 'legacy';
  /** Height of a cell in pixels; undefined while unknown. */
  cellHeightPx: number | undefined;
  readonly #mouse = new MouseRouter();
  readonly #ledger: CursorReplyLedger;
  #geometry: InputGeometry;

  constructor(geometry: InputGeometry, ledger: CursorReplyLedger) {
    this.#geometry = geometry;
    this.#ledger = ledger;
  }

  resize(geometry: InputGeometry): void {
    this.#geometry = geometry;
  }

  /** Decides a CSI sequence; undefined when it is no report (a key, or nothing known). */
  csi(body: string, final: string): Outcome | undefined {
    const mouse = readCsiMouse(body, final);
    if (mouse !== undefined) return this.#route(mouse);
    if (final === 'R') return this.#cursorPosition(body);
    if (final !== 't' && final !== 'w') return undefined;
    this.#learnCellHeight(body, final);
    return replaced(correctCsiReply(body, final, this.#geometry));
  }

  /** Decides a mouse report in bytes. */
  mouseBytes(scan: Extract<Scan, { kind: 'mouse-bytes' }>): Outcome {
    return this.#route(readByteMouse(scan));
  }

  /** Decides a DECRQSS reply. */
  setting(status: string, body: string): Outcome {
    const corrected = correctSettingReply(body, this.#geometry);
    return replaced(corrected === undefined ? undefined : `\x1bP${status}$r${corrected}\x1b\\`);
  }

  /** `CSI 1;2R` is Shift-F3 as well as a position: it is a position when one was asked for. */
  #cursorPosition(body: string): Outcome | undefined {
    const position = readCursorPosition(body, 'R');
    if (position === undefined) return undefined;
    const asker = this.#ledger.take('cursor-position');
    if (asker === 'own') {
      return { bytes: 'swallow', events: [{ kind: 'position-report', ...position }] };
    }
    if (asker === undefined && decodeCsi(body, 'R') !== undefined) return undefined;
    const corrected = correctCursorPosition(body, this.#geometry);
    return replaced(corrected === undefined ? undefined : `\x1b[${corrected}R`);
  }

  #route(report: MouseReport): Outcome {
    const route = this.#mouse.route(report, {
      geometry: this.#geometry,
      encoding: this.mouseEncoding,
      cellHeightPx: this.cellHeightPx,
    });
    switch (route.kind) {
      case 'pass':
        return PASS;
      case 'rewrite':
        return { bytes: route.bytes, events: [] };
      case 'hud-mouse':
        return { bytes: 'swallow', events: [route] };
    }
  }

  /** Takes the height of a cell from XTWINOPS 6, and from the in-band resize report. */
  #learnCellHeight(body: string, final: string): void {
    if (final !== 't') return;
    const cell = /^6;(\d+);\d+$/u.exec(body);
    const inBand = /^48;(\d+);\d+;(\d+);\d+$/u.exec(body);
    const [heightPx, rows] =
      cell === null ? [Number(inBand?.[2] ?? 0), Number(inBand?.[1] ?? 0)] : [Number(cell[1]), 1];
    if (heightPx > 0 && rows > 0) this.cellHeightPx = heightPx / rows;
  }
}

function replaced(text: string | undefined): Outcome {
  return text === undefined ? PASS : { bytes: new TextEncoder().encode(text), events: [] };
}

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

/** Questions that both the child and we may ask. */
type Question = 'cursor-position' | 'extended-cursor-position' | 'text-area-size';

/** Whom the terminal tells its focus: a child that did not ask for it must not see any of it. */
export type FocusFor = 'child' | 'us' | 'both';

/** Knows who asked what the terminal answers next. */
export interface AskerLedger {
  /** Settles the oldest open question of a kind and says whose it was; undefined when none is open. */
  take(question: Question): 'child' | 'own' | undefined;
}

/** Knows the geometry and who asked what. */
export class TerminalReports {
  /** The encoding that the child last asked mouse reports in. */
  mouseEncoding: MouseEncoding = 'legacy';
  focusFor: FocusFor = 'child';
  /** Height of a cell in pixels; undefined while unknown. */
  cellHeightPx: number | undefined;
  readonly #mouse = new MouseRouter();
  readonly #ledger: AskerLedger;
  #geometry: InputGeometry;

  constructor(geometry: InputGeometry, ledger: AskerLedger) {
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
    if (final === 'I' || final === 'O' || final === 'y') return this.#focus(body, final);
    if (final !== 't' && final !== 'w') return undefined;
    this.#learnCellHeight(body, final);
    const own = this.#ownSize(body, final);
    if (own !== undefined) return own;
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

  /** Focus in and out, and what the terminal says of that mode (DECRPM) when the child asks for it. */
  #focus(body: string, final: string): Outcome | undefined {
    if (this.focusFor === 'child') return undefined;
    if (final === 'y') {
      const isHidden = this.focusFor === 'us' && body === '?1004;1$';
      return isHidden ? replaced('\x1b[?1004;2$y') : undefined;
    }
    if (body !== '') return undefined;
    const event = { kind: 'focus', state: final === 'I' ? 'in' : 'out' } as const;
    return { bytes: this.focusFor === 'us' ? 'swallow' : 'pass', events: [event] };
  }

  /** `CSI 1;2R` is Shift-F3 as well as a position: it is a position when one was asked for. */
  #cursorPosition(body: string): Outcome | undefined {
    const position = readCursorPosition(body, 'R');
    if (position === undefined) return undefined;
    const isExtended = body.startsWith('?');
    const asker = this.#ledger.take(isExtended ? 'extended-cursor-position' : 'cursor-position');
    if (asker === 'own') {
      return { bytes: 'swallow', events: [{ kind: 'position-report', ...position }] };
    }
    if (asker === undefined && decodeCsi(body, 'R') !== undefined) return undefined;
    const corrected = correctCursorPosition(body, this.#geometry);
    return replaced(corrected === undefined ? undefined : `\x1b[${corrected}R`);
  }

  /** The answer to our own question for the size of the text area. */
  #ownSize(body: string, final: string): Outcome | undefined {
    const match = final === 't' ? /^8;(\d+);(\d+)$/u.exec(body) : null;
    if (match === null || this.#ledger.take('text-area-size') !== 'own') return undefined;
    const [rows, columns] = [Number(match[1]), Number(match[2])];
    return { bytes: 'swallow', events: [{ kind: 'size-report', rows, columns }] };
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
